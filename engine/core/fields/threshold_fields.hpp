#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

/// A layer of features, or a table of rows without a place.
constexpr FieldSpec feature_field(std::string_view name, std::string_view meaning) {
    return {name, Unit::one, meaning, 0, kInfinity, CellType::float32, Form::features};
}

// Rain as a warning of landslides.
inline constexpr FieldSpec kRainfallEvents =
    feature_field("rainfall_events", "duration and rain of events which brought landslides");
inline constexpr FieldSpec kRainfallThreshold =
    feature_field("rainfall_threshold", "thresholds of rain by duration fitted to rainfall_events");
inline constexpr FieldSpec kThresholdExceedance{
    "threshold_exceedance", Unit::one,
    "highest rain of an event over the threshold of its duration; above 1 landslides are likely",
    0};
inline constexpr FieldSpec kAntecedentPrecipitationIndex{
    "antecedent_precipitation_index", Unit::metre,
    "rain of the days before, each day counting less than the next (API)", 0, 10};
inline constexpr FieldSpec kAntecedentRainfallIndex{
    "antecedent_rainfall_index", Unit::metre,
    "mean daily rain of seven days, weighted by their age to the power of -2 (ARI)", 0, 3};
inline constexpr FieldSpec kAntecedentRainfallLimit{
    "antecedent_rainfall_limit", Unit::metre,
    "antecedent rainfall index which 5 % of the days of a long record exceed", 0, 3};
inline constexpr FieldSpec kSusceptibilityClass{
    "susceptibility_class",
    Unit::one,
    "how easily the ground slides whatever the rain, 1 very low to 5 very high",
    1,
    5,
    CellType::class8};
inline constexpr FieldSpec kLandslideNowcast{
    "landslide_nowcast",
    Unit::one,
    "nowcast of landslides by rain and susceptibility: 1 low, 2 moderate, 3 high",
    1,
    3,
    CellType::class8};

// The same at every output time, and at the worst moment of the run.
inline constexpr FieldSpec kAntecedentRainfallIndexInTime{"antecedent_rainfall_index_in_time",
                                                          Unit::metre,
                                                          "antecedent rainfall index at each time",
                                                          0,
                                                          3,
                                                          CellType::float32,
                                                          Form::frames};
inline constexpr FieldSpec kAntecedentPrecipitationIndexInTime{
    "antecedent_precipitation_index_in_time",
    Unit::metre,
    "antecedent precipitation index at each time",
    0,
    10,
    CellType::float32,
    Form::frames};
inline constexpr FieldSpec kGreatestAntecedentRainfallIndex{
    "greatest_antecedent_rainfall_index", Unit::metre,
    "antecedent rainfall index at the worst moment of the run", 0, 3};
inline constexpr FieldSpec kLandslideNowcastInTime{
    "landslide_nowcast_in_time",
    Unit::one,
    "nowcast of landslides at each time: 1 low, 2 moderate, 3 high",
    1,
    3,
    CellType::float32,
    Form::frames};
inline constexpr FieldSpec kHighestLandslideNowcast{
    "highest_landslide_nowcast",
    Unit::one,
    "nowcast of landslides at the worst moment of the run: 1 low, 2 moderate, 3 high",
    1,
    3,
    CellType::class8};

inline constexpr std::array kThresholdFields{
    &kRainfallEvents,
    &kRainfallThreshold,
    &kThresholdExceedance,
    &kAntecedentPrecipitationIndex,
    &kAntecedentRainfallIndex,
    &kAntecedentRainfallLimit,
    &kSusceptibilityClass,
    &kLandslideNowcast,
    &kAntecedentRainfallIndexInTime,
    &kAntecedentPrecipitationIndexInTime,
    &kGreatestAntecedentRainfallIndex,
    &kLandslideNowcastInTime,
    &kHighestLandslideNowcast,
};

}  // namespace hazone
