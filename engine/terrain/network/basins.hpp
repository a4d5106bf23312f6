#pragma once

#include <cstdint>
#include <span>

#include "engine/core/view.hpp"

namespace hazone {

// Basins by other outlets than those of drainage_basins(), which divides by a minimum area. In all:
// direction: ESRI codes, 255 missing. basin: labels from 1, 0 where the direction is missing and on
// a cycle of directions. All views have one extent. Same bits for any number of threads. Scratch: 2
// bytes per cell.

/// A basin for every cell at which the flow ends, at the edge of the grid or beside missing cells,
/// numbered row by row from the north-west. Gives how many there are. At most 2^31 - 1.
std::int32_t outlet_basins(View<const std::uint8_t> direction, View<std::int32_t> basin);

/// A basin for every link of the streams of order `least` and above: the ground which drains into
/// it, lower streams included, without passing another such link. Links are those which LinkPaths
/// makes of these streams. Gives how many there are. order: 0 off streams, 255 unknown, as
/// stream_orders() makes it. No basin: cells which meet no such link, or a cell of unknown order
/// before it. 2 bytes per cell of scratch more.
std::int32_t order_basins(View<const std::uint8_t> direction,
                          View<const std::uint8_t> order,
                          int least,
                          View<std::int32_t> basin);

/// Basin k + 1 is the ground which drains into outlets[k] without passing another of the outlets. A
/// cell whose water meets none of them gets no basin. Of two equal outlets the first counts.
/// Outlets must be in the grid.
void basins_above(View<const std::uint8_t> direction,
                  std::span<const Cell> outlets,
                  View<std::int32_t> basin);

}  // namespace hazone
