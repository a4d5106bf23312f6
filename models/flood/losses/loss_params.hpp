#pragma once

#include <array>

#include "engine/pipeline/params.hpp"

namespace hazone::models {

// Parameters of the losses, shared by the models which route rain.
enum class LossKind { none, curve_number };
inline constexpr std::string_view kLossWords[] = {"none", "curve_number"};
inline constexpr ParamSpec kLoss{.name = "loss",
                                 .fallback = 1,
                                 .lowest = 0,
                                 .highest = 1,
                                 .meaning = "what takes up rain before it runs off",
                                 .choices = kLossWords};
inline constexpr ParamSpec kLossAbstraction{
    .name = "initial_abstraction_ratio",
    .fallback = 0.2,
    .lowest = 0,
    .highest = 0.4,
    .meaning = "curve_number: share of the retention which is filled before runoff begins"};
/// The first three as AntecedentWetness.
enum class LossWetness { dry, average, wet, from_rain };
inline constexpr std::string_view kWetnessWords[] = {"dry", "average", "wet", "from_rain"};
inline constexpr ParamSpec kLossWetness{
    .name = "antecedent_wetness",
    .fallback = 1,
    .lowest = 0,
    .highest = 3,
    .meaning =
        "curve_number: antecedent class I, II or III, or that of the antecedent_rain by the limits "
        "35.6 mm and 53.3 mm",
    .choices = kWetnessWords};
inline constexpr std::string_view kSlopeWords[] = {"none", "sharpley_williams", "huang"};
inline constexpr ParamSpec kLossSlope{
    .name = "slope_correction",
    .lowest = 0,
    .highest = 2,
    .meaning = "curve_number: how it follows the slope of the cell",
    .choices = kSlopeWords};

}  // namespace hazone::models
