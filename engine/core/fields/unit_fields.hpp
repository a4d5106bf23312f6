#pragma once

#include <array>

#include "engine/core/fields/threshold_fields.hpp"

namespace hazone {

// Slope units, and measured soil depth.
inline constexpr FieldSpec kSlopeUnit{
    "slope_unit", Unit::one, "number of the slope unit, from 1", 1, kInfinity, CellType::label32};
inline constexpr FieldSpec kSlopeUnits =
    feature_field("slope_units", "outlines of the slope units with their form and results");
inline constexpr FieldSpec kSlopeUnitSearch = feature_field(
    "slope_unit_search", "divisions into slope units that were compared, and how good each is");
inline constexpr FieldSpec kSoilDepthPoints =
    feature_field("soil_depth_points", "points where the depth of the soil was measured");
inline constexpr FieldSpec kSoilDepthFit = feature_field(
    "soil_depth_fit", "relations of soil depth to the ground, fitted to soil_depth_points");
inline constexpr FieldSpec kSoilDepthResiduals = feature_field(
    "soil_depth_residuals", "measured less fitted soil depth at each of soil_depth_points");

inline constexpr std::array kUnitFields{
    &kSlopeUnit,    &kSlopeUnits,         &kSoilDepthPoints,
    &kSoilDepthFit, &kSoilDepthResiduals, &kSlopeUnitSearch,
};

}  // namespace hazone
