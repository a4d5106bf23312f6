#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "engine/core/field.hpp"
#include "engine/core/fields/conditioning_fields.hpp"
#include "engine/core/fields/flow_fields.hpp"
#include "engine/core/fields/form_fields.hpp"
#include "engine/core/fields/inundation_fields.hpp"
#include "engine/core/fields/level_fields.hpp"
#include "engine/core/fields/network_fields.hpp"
#include "engine/core/fields/potential_fields.hpp"
#include "engine/core/fields/probability_fields.hpp"
#include "engine/core/fields/response_fields.hpp"
#include "engine/core/fields/routing_fields.hpp"
#include "engine/core/fields/runout_fields.hpp"
#include "engine/core/fields/stability_fields.hpp"
#include "engine/core/fields/threshold_fields.hpp"
#include "engine/core/fields/transient_fields.hpp"
#include "engine/core/fields/unit_fields.hpp"

namespace hazone {

/// The elements of several arrays of field pointers, one array after the other.
template <std::size_t... Sizes>
constexpr auto joined(const std::array<const FieldSpec*, Sizes>&... parts) {
    std::array<const FieldSpec*, (Sizes + ...)> all{};
    auto* end = all.begin();
    ((end = std::copy(parts.begin(), parts.end(), end)), ...);
    return all;
}

// Rain
inline constexpr FieldSpec kRainGauges{
    "rain_gauges",     Unit::metre, "rain measured at stations, by time step", 0, 3,
    CellType::float32, Form::gauges};
inline constexpr FieldSpec kRain{
    "rain", Unit::metre, "rain of each time step", 0, 3, CellType::float32, Form::series};
inline constexpr FieldSpec kEventRain{"event_rain", Unit::metre, "rain of the whole event", 0, 5};
inline constexpr FieldSpec kPeakIntensity{"peak_intensity", Unit::metre_per_second,
                                          "highest rain intensity of one time step", 0, 1e-3};
inline constexpr FieldSpec kAntecedentRain{"antecedent_rain", Unit::metre,
                                           "rain of the five days before the event", 0, 5};

// Soil and cover
inline constexpr FieldSpec kSoilDepth{"soil_depth", Unit::metre, "depth of soil to bedrock", 0,
                                      100};
inline constexpr FieldSpec kCohesion{"cohesion", Unit::pascal, "effective cohesion of the soil", 0,
                                     1e6};
inline constexpr FieldSpec kFrictionAngle{"friction_angle", Unit::radian,
                                          "effective angle of internal friction", 0, 1.0};
inline constexpr FieldSpec kRootCohesion{"root_cohesion", Unit::pascal,
                                         "cohesion which roots add to that of the soil", 0, 50e3};
inline constexpr FieldSpec kSurcharge{"surcharge", Unit::pascal, "weight of trees per area", 0,
                                      50e3};
inline constexpr FieldSpec kUnitWeight{"unit_weight", Unit::newton_per_cubic_metre,
                                       "unit weight of the wet soil", 10000, 30000};
inline constexpr FieldSpec kConductivity{"conductivity", Unit::metre_per_second,
                                         "saturated hydraulic conductivity of the soil", 0, 0.1};
inline constexpr FieldSpec kTransmissivity{"transmissivity", Unit::square_metre_per_second,
                                           "transmissivity of the saturated soil column", 0, 1.0};
inline constexpr FieldSpec kCurveNumber{"curve_number", Unit::one,
                                        "SCS curve number for average antecedent wetness", 1, 100};

// Landslide
inline constexpr FieldSpec kSoilWetness{"soil_wetness", Unit::one,
                                        "saturated share of the soil column", 0, 1};
inline constexpr FieldSpec kCriticalRainfall{
    "critical_rainfall", Unit::metre_per_second,
    "steady rain which brings the slope to failure: 0 fails dry, +infinity never fails", 0};
inline constexpr FieldSpec kSafetyFactor{"safety_factor", Unit::one,
                                         "resisting over driving stress on the slip surface", 0};
inline constexpr FieldSpec kLandslideSusceptibility{
    "landslide_susceptibility", Unit::one,
    "probability that the safety factor is below 1, given uncertain soil strength", 0, 1};

// Flash flood
inline constexpr FieldSpec kRunoffDepth{"runoff_depth", Unit::metre,
                                        "rain of the event which runs off", 0, 5};
inline constexpr FieldSpec kConcentrationTime{
    "concentration_time", Unit::second, "time of concentration of the area above the cell", 0};
inline constexpr FieldSpec kPeakDischarge{"peak_discharge", Unit::cubic_metre_per_second,
                                          "highest discharge of the event", 0};
inline constexpr FieldSpec kFlashFloodSusceptibility{
    "flash_flood_susceptibility", Unit::one, "flash-flood potential index scaled to 0..1", 0, 1};

// Zoning
inline constexpr FieldSpec kLandslideClass{
    "landslide_class", Unit::one, "landslide hazard, 1 very low to 5 very high", 1, 5,
    CellType::class8};
inline constexpr FieldSpec kFlashFloodClass{
    "flash_flood_class", Unit::one, "flash-flood hazard, 1 very low to 5 very high", 1, 5,
    CellType::class8};
inline constexpr FieldSpec kHazardClass{
    "hazard_class",  Unit::one, "worst of all hazards, 1 very low to 5 very high", 1, 5,
    CellType::class8};
inline constexpr FieldSpec kDecidingHazard{
    "deciding_hazard",
    Unit::one,
    "hazard that decided the class: 1 landslide, 2 flash flood, 3 both",
    1,
    3,
    CellType::class8};
inline constexpr FieldSpec kZone{"zone", Unit::one, "number of the zone (commune) from 1",
                                 1,      kInfinity, CellType::label32};
inline constexpr FieldSpec kZoneLevels{"zone_levels",
                                       Unit::one,
                                       "per zone: cells, share of each class, level and reason",
                                       0,
                                       kInfinity,
                                       CellType::float32,
                                       Form::table};

inline constexpr std::array kOtherFields{
    &kRainGauges,     &kRain,
    &kEventRain,      &kPeakIntensity,
    &kAntecedentRain, &kSoilDepth,
    &kCohesion,       &kFrictionAngle,
    &kRootCohesion,   &kSurcharge,
    &kUnitWeight,     &kConductivity,
    &kTransmissivity, &kCurveNumber,
    &kSoilWetness,    &kCriticalRainfall,
    &kSafetyFactor,   &kLandslideSusceptibility,
    &kRunoffDepth,    &kConcentrationTime,
    &kPeakDischarge,  &kFlashFloodSusceptibility,
    &kLandslideClass, &kFlashFloodClass,
    &kHazardClass,    &kDecidingHazard,
    &kZone,           &kZoneLevels,
};

/// Every standard field, in the order of the catalogue.
inline constexpr auto kStandardFields = joined(kConditioningFields,
                                               kFlowFields,
                                               kNetworkFields,
                                               kFormFields,
                                               kUnitFields,
                                               kOtherFields,
                                               kStabilityFields,
                                               kProbabilityFields,
                                               kTransientFields,
                                               kRunoutFields,
                                               kThresholdFields,
                                               kRoutingFields,
                                               kResponseFields,
                                               kPotentialFields,
                                               kInundationFields,
                                               kLevelFields);

/// What a message says of a name that no field has, with the nearest one that exists:
/// "no field 'slop' (see 'hazone fields'). Did you mean 'slope'?".
std::string unknown_field(const std::string& name);

/// The field of that name, or nullptr.
constexpr const FieldSpec* find_field(std::string_view name) {
    for (const FieldSpec* field : kStandardFields) {
        if (field->name == name) {
            return field;
        }
    }
    return nullptr;
}

}  // namespace hazone
