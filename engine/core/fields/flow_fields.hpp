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
inline constexpr FieldSpec kSpecificCatchmentArea{"specific_catchment_area", Unit::metre,
                                                  "contributing area per unit contour length", 0};
inline constexpr FieldSpec kHeightAboveDrainage{
    "height_above_drainage", Unit::metre,
    "height above the stream cell into which the cell drains (HAND)", 0};
inline constexpr FieldSpec kUpstreamLength{
    "upstream_length", Unit::metre, "length of the longest flow path that ends in the cell", 0};
inline constexpr FieldSpec kUpstreamDrop{
    "upstream_drop", Unit::metre, "fall along the longest flow path that ends in the cell", 0};

inline constexpr std::array kFlowFields{
    &kFlowDirection,       &kContributingArea, &kSpecificCatchmentArea,
    &kHeightAboveDrainage, &kUpstreamLength,   &kUpstreamDrop,
};

}  // namespace hazone
