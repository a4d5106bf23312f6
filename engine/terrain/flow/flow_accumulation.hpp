#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone {

/// Contributing area of each cell, its own included, along D8 directions: the number of cells which
/// drain through it times `cell_area` (m2). Cells are counted exactly (to 2^53).
/// direction: ESRI codes 1 E, 2 SE .. 128 NE; 0 outlet; 255 missing, there `area` is missing. A
/// code which leads off the grid or into a missing cell is an outlet. Both views have one extent.
/// Cells on a cycle of directions, and all below it, are missing; flow_direction() makes none.
/// Same bits for any number of threads. Scratch: 1 byte per cell.
void flow_accumulation(View<const std::uint8_t> direction, View<double> area, double cell_area);

/// Sum of `weight` over all cells which drain through a cell, its own included, in double: rain,
/// runoff, travel time, any quantity per cell. Directions as in flow_accumulation(). A missing
/// weight makes the total of its cell and of every cell downstream missing: what is not known is
/// not zero. The donors of a cell are added in the order of the neighbours: same bits for any
/// number of threads.
void accumulate(View<const std::uint8_t> direction, View<const float> weight, View<double> total);
void accumulate(View<const std::uint8_t> direction, View<const double> weight, View<double> total);

}  // namespace hazone
