#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// Channels and the basins which drain into them.
inline constexpr FieldSpec kStreamNetwork{
    "stream_network", Unit::one, "1 on a stream, 0 elsewhere", 0, 1, CellType::code8};
inline constexpr FieldSpec kStrahlerOrder{
    "strahler_order", Unit::one, "Strahler order of the stream, from 1; 0 off streams", 0, 254,
    CellType::code8};
inline constexpr FieldSpec kShreveMagnitude{
    "shreve_magnitude",
    Unit::one,
    "Shreve magnitude: stream heads above a stream cell, from 1; no value off streams",
    1,
    kInfinity,
    CellType::label32};
inline constexpr FieldSpec kLinkNumber{
    "link_number",
    Unit::one,
    "number of the link between two junctions, from 1; no value off streams",
    1,
    kInfinity,
    CellType::label32};
inline constexpr FieldSpec kStreamLinks{"stream_links",
                                        Unit::one,
                                        "lines of the streams with order, length, slope and area",
                                        0,
                                        kInfinity,
                                        CellType::float32,
                                        Form::features};
inline constexpr FieldSpec kPourPoints{"pour_points",
                                       Unit::one,
                                       "points above which the drainage basins are wanted",
                                       0,
                                       kInfinity,
                                       CellType::float32,
                                       Form::features};
inline constexpr FieldSpec kSnappedPourPoints{
    "snapped_pour_points",
    Unit::one,
    "pour points moved to their streams: basin, distance and area",
    0,
    kInfinity,
    CellType::float32,
    Form::features};
inline constexpr FieldSpec kDrainageBasin{
    "drainage_basin", Unit::one,        "number of the drainage basin, from 1", 1,
    kInfinity,        CellType::label32};

inline constexpr FieldSpec kMeltonRatio{
    "melton_ratio", Unit::one,
    "relief over the square root of the area of the ground above the basin's outlet", 0};
inline constexpr FieldSpec kReliefRatio{
    "relief_ratio", Unit::one, "relief over length of the ground above the basin's outlet", 0};
inline constexpr FieldSpec kFanProcess{
    "fan_process",
    Unit::one,
    "what the basin sends to the fan at its outlet: 1 floods, 2 debris floods, 3 debris flows",
    1,
    3,
    CellType::class8};
inline constexpr FieldSpec kBasins{"basins",
                                   Unit::one,
                                   "outlines of the drainage basins with their form",
                                   0,
                                   kInfinity,
                                   CellType::float32,
                                   Form::features};
inline constexpr FieldSpec kLongestFlowPaths{"longest_flow_paths",
                                             Unit::one,
                                             "line of the longest flow path of each basin",
                                             0,
                                             kInfinity,
                                             CellType::float32,
                                             Form::features};

inline constexpr std::array kNetworkFields{
    &kStreamNetwork,    &kStrahlerOrder, &kShreveMagnitude,   &kLinkNumber,
    &kStreamLinks,      &kPourPoints,    &kSnappedPourPoints, &kDrainageBasin,
    &kMeltonRatio,      &kReliefRatio,   &kFanProcess,        &kBasins,
    &kLongestFlowPaths,
};

}  // namespace hazone
