#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// The form of the ground around a cell, and indices of form and flow.
inline constexpr FieldSpec kSlope{"slope", Unit::radian, "steepest inclination of the ground", 0,
                                  kRightAngle};
inline constexpr FieldSpec kAspect{
    "aspect", Unit::radian, "direction the slope faces, clockwise from north; missing where flat",
    0, kFullTurn};
inline constexpr FieldSpec kWetnessIndex{"wetness_index", Unit::one,
                                         "topographic wetness index ln(a / tan slope)"};
inline constexpr FieldSpec kStreamPowerIndex{"stream_power_index", Unit::metre,
                                             "stream power index a tan slope", 0};
inline constexpr FieldSpec kLengthSlopeFactor{
    "length_slope_factor", Unit::one,
    "LS factor of soil loss: erosion against that of a plot 22.13 m long on a slope of 9 %", 0};
inline constexpr FieldSpec kChannelConfinement{
    "channel_confinement", Unit::one,
    "how tightly the ground around a cell encloses it: 0 open, 1 at the bottom of a gorge", 0, 1};

// Of the nine cells around a cell (engine/terrain/form/neighbourhood.hpp). Curvatures are positive
// where the ground is convex.
inline constexpr FieldSpec kProfileCurvature{
    "profile_curvature", Unit::per_metre,
    "curvature along the line of steepest slope; positive where convex: water speeds up"};
inline constexpr FieldSpec kPlanCurvature{
    "plan_curvature", Unit::per_metre,
    "curvature of the contour line on the map; positive where convex: water spreads"};
inline constexpr FieldSpec kTangentialCurvature{
    "tangential_curvature", Unit::per_metre,
    "curvature of the ground along the contour; positive where convex: water spreads"};
inline constexpr FieldSpec kMeanCurvature{
    "mean_curvature", Unit::per_metre,
    "mean of the two principal curvatures of the ground; positive where convex"};
inline constexpr FieldSpec kTotalCurvature{
    "total_curvature", Unit::per_square_metre,
    "how strongly the ground bends in any direction: r2 + 2 s2 + t2 of its second derivatives", 0};
inline constexpr FieldSpec kTopographicPositionIndex{
    "topographic_position_index", Unit::metre,
    "height above the mean of the eight neighbours (TPI, as gdaldem)"};
inline constexpr FieldSpec kTerrainRuggednessIndex{
    "terrain_ruggedness_index", Unit::metre,
    "how much the heights of the eight neighbours differ from that of the cell (TRI, as gdaldem)",
    0};
inline constexpr FieldSpec kRoughness{
    "roughness", Unit::metre, "largest difference of height among nine cells (as gdaldem)", 0};
inline constexpr FieldSpec kHillshade{"hillshade", Unit::one,
                                      "light on the ground: cosine of the angle between it and the "
                                      "sun, 0 in its own shade; gdaldem's "
                                      "is 1 + 254 times it",
                                      0, 1};

// Of a window around a cell whose radius is a parameter.
inline constexpr FieldSpec kLocalRelief{
    "local_relief", Unit::metre, "highest less lowest ground of a window around the cell", 0};
inline constexpr FieldSpec kTopographicPosition{
    "topographic_position", Unit::metre,
    "height above the mean of a window around the cell: positive on ridges, negative in valleys"};
inline constexpr FieldSpec kLandform{
    "landform",
    Unit::one,
    "form of the ground (geomorphons): 1 flat, 2 peak, 3 ridge, 4 shoulder, 5 spur, 6 slope, "
    "7 hollow, 8 footslope, 9 valley, 10 pit",
    1,
    10,
    CellType::class8};
inline constexpr FieldSpec kSkyViewFactor{
    "sky_view_factor", Unit::one,
    "share of the sky over a level surface which the ground around leaves free", 0, 1};
inline constexpr FieldSpec kPositiveOpenness{
    "positive_openness", Unit::radian,
    "mean angle between the zenith and the horizon: above a quarter turn on ridges", 0, 3.2};
inline constexpr FieldSpec kNegativeOpenness{
    "negative_openness", Unit::radian,
    "mean angle between the nadir and the ground around: above a quarter turn in valleys", 0, 3.2};

inline constexpr std::array kFormFields{
    &kSlope,
    &kAspect,
    &kWetnessIndex,
    &kStreamPowerIndex,
    &kLengthSlopeFactor,
    &kChannelConfinement,
    &kProfileCurvature,
    &kPlanCurvature,
    &kTangentialCurvature,
    &kMeanCurvature,
    &kTotalCurvature,
    &kTopographicPositionIndex,
    &kTerrainRuggednessIndex,
    &kRoughness,
    &kHillshade,
    &kLocalRelief,
    &kTopographicPosition,
    &kLandform,
    &kSkyViewFactor,
    &kPositiveOpenness,
    &kNegativeOpenness,
};

}  // namespace hazone
