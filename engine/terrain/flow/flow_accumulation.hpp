#pragma once

#include <cstdint>

#include "engine/core/cell_store.hpp"
#include "engine/core/view.hpp"

namespace hazone {

/// Contributing area of each cell, its own included, along D8 directions: the number of cells which
/// drain through it times `cell_area` (m2). Cells are counted exactly (to 2^53).
/// direction: ESRI codes 1 E, 2 SE .. 128 NE; 0 outlet; 255 missing, there `area` is missing. A
/// code which leads off the grid or into a missing cell is an outlet. Both views have one extent.
/// Cells on a cycle of directions are missing; flow_direction() makes none.
/// Same bits for any number of threads. Scratch: 1.2 bytes per cell on real ground; it grows with
/// the number of cells through which water of another tile flows, to 20 on a tilted plane.
void flow_accumulation(View<const std::uint8_t> direction, View<double> area, double cell_area);

/// Sum of `weight` over all cells which drain through a cell, its own included, in double: rain,
/// runoff, travel time, any quantity per cell. Directions as in flow_accumulation(). A missing
/// weight makes the total of its cell and of every cell downstream missing: what is not known is
/// not zero. The donors of a cell are added in the order of the neighbours: same bits for any
/// number of threads. `weight` in double may be the same cells as `total`. Scratch: 1.9 bytes per
/// cell on real ground, to 22 on a tilted plane.
void accumulate(View<const std::uint8_t> direction, View<const float> weight, View<double> total);
void accumulate(View<const std::uint8_t> direction, View<const double> weight, View<double> total);

/// The same for a grid that does not fit in memory, with the same bits: `window` is how large a
/// piece is held. Each window is counted twice, and between that the counts are carried over the
/// borders of the windows: Barnes (2017), Environmental Modelling & Software 92, 202-212,
/// https://doi.org/10.1016/j.envsoft.2017.02.022. Memory: about 13 bytes per cell of the window and
/// 45 per cell on the borders of the windows.
void flow_accumulation(const CellStore<std::uint8_t>& direction,
                       CellStore<double>& area,
                       double cell_area,
                       Extent window);

/// As above, of weights. Sums of any weights have the same bits only when added in the same order,
/// so that a window is done again when new totals reach its border: some ten times on real ground.
/// Memory: 17 bytes per cell of the window and 8 per cell on the borders of the windows.
void accumulate(const CellStore<std::uint8_t>& direction,
                const CellStore<float>& weight,
                CellStore<double>& total,
                Extent window);

}  // namespace hazone
