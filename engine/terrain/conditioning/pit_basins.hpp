#pragma once

#include <vector>

#include "engine/core/view.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/conditioning/basin_graph.hpp"
#include "engine/terrain/tile_roots.hpp"

namespace hazone {

/// The basins of the pits of a window of the ground: each cell points to the lowest of its
/// neighbours and itself, the first of equals in row-major order, and belongs to the pit it leads
/// to. z: heights (m) of the window and of the cells around it as far as the grid reaches, `window`
/// the window's place in z. Cells on the edge of z that belong to the window, and cells beside a
/// missing cell, are the outside and have no root. A cell that leads out of the window is a root.
/// -infinity and +infinity are heights like any other.
TileRoots find_basins(View<const float> z, Window window);

/// All passes between different basins of a window, the lowest of each pair and some higher ones.
/// z: heights of the window alone. Missing cells and the cells beside them are both outside, so no
/// pass has a missing height. Same passes for any number of threads.
std::vector<Pass> lowest_passes(View<const float> z, const TileRoots& basins);

/// filled = max(z, level of the cell's basin). z, filled: the window alone, may be the same cells;
/// level: one per node of `basins`.
void raise_to(View<const float> z,
              const TileRoots& basins,
              const std::vector<float>& level,
              View<float> filled);

}  // namespace hazone
