#pragma once

#include "engine/core/field.hpp"

namespace hazone::models {

// What changes in the time of a flood run.
inline constexpr FieldSpec kFloodDepth{"flood_depth_now", Unit::metre,      "", 0,
                                       kInfinity,         CellType::float64};
inline constexpr FieldSpec kFloodEast{
    "flood_east_now", Unit::square_metre_per_second, "", -kInfinity, kInfinity, CellType::float64};
inline constexpr FieldSpec kFloodSouth{
    "flood_south_now", Unit::square_metre_per_second, "", -kInfinity, kInfinity, CellType::float64};
/// Through the western and the northern edge of the grid: one column, one row.
inline constexpr FieldSpec kFloodWestEdge{
    "flood_west_edge_now", Unit::square_metre_per_second, "", -kInfinity, kInfinity,
    CellType::float64};
inline constexpr FieldSpec kFloodNorthEdge{
    "flood_north_edge_now", Unit::square_metre_per_second, "", -kInfinity, kInfinity,
    CellType::float64};
/// Water below the banks of the channel in a cell, and the flow of its link; with channels only.
inline constexpr FieldSpec kFloodChannelVolume{
    "flood_channel_volume_now", Unit::cubic_metre, "", 0, kInfinity, CellType::float64};
inline constexpr FieldSpec kFloodChannelFlow{
    "flood_channel_flow_now", Unit::cubic_metre_per_second, "", -kInfinity, kInfinity,
    CellType::float64};
/// One row: time, last step, initial volume, sources, edges (inundation::RunTotals), then rain,
/// steps and refused steps.
inline constexpr FieldSpec kFloodTotals{"flood_totals", Unit::one, "",
                                        -kInfinity,     kInfinity, CellType::float64};
enum FloodTotal {
    flood_time,
    flood_last_step,
    flood_initial,
    flood_sources,
    flood_edges,
    flood_rain,
    flood_steps,
    flood_refused,
    flood_total_count
};
/// One row per time: the time, then depth and discharge of each gauge; and how many so far.
inline constexpr FieldSpec kFloodGaugeRows{"flood_gauge_rows", Unit::one, "",
                                           -kInfinity,         kInfinity, CellType::float64};
inline constexpr FieldSpec kFloodGaugeCount{"flood_gauge_count", Unit::one,        "", 0,
                                            kInfinity,           CellType::float64};
// The maxima so far, under names of their own.
inline constexpr FieldSpec kDepthSoFar{"flood_depth_so_far", Unit::metre, ""};
inline constexpr FieldSpec kSpeedSoFar{"flood_speed_so_far", Unit::metre_per_second, ""};
inline constexpr FieldSpec kFlowSoFar{"flood_flow_so_far", Unit::square_metre_per_second, ""};
inline constexpr FieldSpec kRatingSoFar{"flood_rating_so_far", Unit::one, ""};
inline constexpr FieldSpec kHazardSoFar{"flood_hazard_so_far", Unit::one, "", 0, 6,
                                        CellType::code8};
inline constexpr FieldSpec kArrivalSoFar{"flood_arrival_so_far", Unit::second, ""};
inline constexpr FieldSpec kDurationSoFar{"flood_duration_so_far", Unit::second, "", 0, kInfinity,
                                          CellType::float64};

}  // namespace hazone::models
