#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// Where water flows to, and how much ground drains through a cell.
inline constexpr FieldSpec kFlowDirection{
    "flow_direction",
    Unit::one,
    "D8 direction of flow, ESRI codes 1 E, 2 SE, 4 S, 8 SW, 16 W, 32 NW, 64 N, 128 NE; 0 outlet",
    0,
    128,
    CellType::code8};
inline constexpr FieldSpec kContributingArea{"contributing_area",
                                             Unit::square_metre,
                                             "area which drains through a cell, its own included",
                                             0,
                                             kInfinity,
                                             CellType::float64};
inline constexpr FieldSpec kFlowWeight{"flow_weight", Unit::one,
                                       "what each cell adds to the flow, in any unit"};
inline constexpr FieldSpec kAccumulatedWeight{
    "accumulated_weight",
    Unit::one,
    "sum of flow_weight over the cells which drain through a cell, its own included",
    -kInfinity,
    kInfinity,
    CellType::float64};
inline constexpr FieldSpec kSpecificCatchmentArea{"specific_catchment_area", Unit::metre,
                                                  "contributing area per unit contour length", 0};
inline constexpr FieldSpec kHeightAboveDrainage{
    "height_above_drainage", Unit::metre,
    "height above the stream cell into which the cell drains (HAND)", 0};
inline constexpr FieldSpec kUpstreamLength{
    "upstream_length", Unit::metre, "length of the longest flow path that ends in the cell", 0};
inline constexpr FieldSpec kUpstreamDrop{
    "upstream_drop", Unit::metre, "fall along the longest flow path that ends in the cell", 0};

inline constexpr FieldSpec kDInfinityDirection{
    "d_infinity_direction", Unit::radian,
    "D-infinity direction of flow, counter-clockwise from east; -1 outlet", -1, kFullTurn};
inline constexpr FieldSpec kDInfinityContributingArea{
    "d_infinity_contributing_area",
    Unit::square_metre,
    "area which drains through a cell along D-infinity directions, its own included",
    0,
    kInfinity,
    CellType::float64};
inline constexpr FieldSpec kMultipleFlowContributingArea{
    "multiple_flow_contributing_area",
    Unit::square_metre,
    "area which drains through a cell where each shares its water among all lower neighbours",
    0,
    kInfinity,
    CellType::float64};
inline constexpr FieldSpec kDownstreamLength{
    "downstream_length", Unit::metre,
    "length of the flow path from the cell to where it leaves the grid", 0};
inline constexpr FieldSpec kDistanceToStream{
    "distance_to_stream", Unit::metre,
    "length of the flow path from the cell to the first stream cell", 0};
inline constexpr FieldSpec kFlowVelocity{"flow_velocity", Unit::metre_per_second,
                                         "velocity at which water leaves the cell", 0, 100};
inline constexpr FieldSpec kTravelTime{
    "travel_time", Unit::second, "time which water takes from the cell to where it leaves the grid",
    0};

inline constexpr std::array kFlowFields{
    &kFlowDirection,
    &kContributingArea,
    &kFlowWeight,
    &kAccumulatedWeight,
    &kSpecificCatchmentArea,
    &kHeightAboveDrainage,
    &kUpstreamLength,
    &kUpstreamDrop,
    &kDInfinityDirection,
    &kDInfinityContributingArea,
    &kMultipleFlowContributingArea,
    &kDownstreamLength,
    &kDistanceToStream,
    &kFlowVelocity,
    &kTravelTime,
};

}  // namespace hazone
