#pragma once

#include "engine/core/field_set.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/params.hpp"

// How wet the ground is before the rain of a guidance, by curve numbers.

namespace hazone::models {

inline constexpr ParamSpec kGuidanceAbstraction{
    .name = "initial_abstraction_ratio",
    .fallback = 0.2,
    .lowest = 0,
    .highest = 0.4,
    .meaning = "share of the retention which is filled before runoff begins"};
inline constexpr std::string_view kMoistureWords[] = {"dry", "average", "wet", "from_rain"};
inline constexpr ParamSpec kPresentMoisture{
    .name = "soil_moisture",
    .fallback = 3,
    .lowest = 0,
    .highest = 3,
    .meaning =
        "present class of wetness I, II or III; from_rain: that of antecedent_rain by the limits "
        "35.6 mm and 53.3 mm, average where it is not given",
    .choices = kMoistureWords};

/// Potential retention of each cell at present, m, by kCurveNumber and kPresentMoisture; missing
/// where the curve number is, or the rain of the days before where that decides.
Raster<float> present_retention(const Params& params, const FieldSet& fields);

}  // namespace hazone::models
