#pragma once

#include <array>

#include "engine/core/fields/threshold_fields.hpp"

namespace hazone {

// The stability of slopes in steady rain.
inline constexpr FieldSpec kStabilityIndex{
    "stability_index", Unit::one,
    "SINMAP: least safety factor where it is at least 1, else the probability that it is above 1",
    0, 10};
inline constexpr FieldSpec kStabilityClass{
    "stability_class",
    Unit::one,
    "SINMAP: 1 stable, 2 moderately stable, 3 quasi-stable, 4 lower threshold, 5 upper threshold, "
    "6 defended (unstable whatever the parameters)",
    1,
    6,
    CellType::class8};

inline constexpr FieldSpec kLandslidePoints =
    feature_field("landslide_points", "places where landslides began");
inline constexpr FieldSpec kStabilityPlot = feature_field(
    "stability_plot",
    "SINMAP: slope and specific catchment area of cells and landslides, and the class limits");

inline constexpr std::array kStabilityFields{
    &kStabilityIndex,
    &kStabilityClass,
    &kLandslidePoints,
    &kStabilityPlot,
};

}  // namespace hazone
