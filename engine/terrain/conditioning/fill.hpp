#pragma once

#include "engine/core/cell_store.hpp"
#include "engine/core/view.hpp"

namespace hazone {

/// Fills every depression to the level at which it spills: the lowest surface on or above the
/// ground from which water can leave each cell without climbing. Exact: equal to priority_flood()
/// cell by cell, with the same bits for any number of threads.
///
/// z: heights (m). Water leaves over the grid edge and into missing cells: a cell on the edge or
/// beside a missing cell keeps its height. Missing stays missing. Infinite heights are compared
/// like any other: a cell of -infinity is a pit which fills, +infinity a wall. `filled` (m) may be
/// the same cells as z. Fewer than 2^32 - 1 pits. Scratch: 2 bytes per cell.
///
/// The level of a depression is the least possible highest pass to the outside (Barnes, Lehman &
/// Mulla 2014, doi:10.1016/j.cageo.2013.04.024); it is found on the graph of basins and passes, not
/// of cells, as in Barnes (2016), doi:10.1016/j.cageo.2016.07.001, and Cordonnier, Bovy & Braun
/// (2019), doi:10.5194/esurf-7-549-2019.
void fill_depressions(View<const float> z, View<float> filled);

/// The same for a grid that does not fit in memory, window by window: same bits for any `window`,
/// the size of the pieces held in memory. Each window's basins that do not touch its border are
/// settled in it; the others form a graph over the borders of all windows (Barnes 2016). `filled`
/// must not be `z`. In memory: 12 bytes per cell of a window, and 12 bytes per cell on the borders
/// of all windows. InputError when the disk fails.
void fill_depressions(const CellStore<float>& z, CellStore<float>& filled, Extent window);

}  // namespace hazone
