#pragma once

#include <algorithm>
#include <vector>

#include "engine/core/index.hpp"

namespace hazone {

/// What a window of a radius around a cell is made of.
enum class WindowShape {
    disc,    // the cells whose centres lie within the radius
    square,  // as many cells to the north, east, south and west
};

/// A window around a cell, as runs of cells in rows: half_widths[d] cells to the west and to the
/// east of the middle in the row d to the north and the row d to the south of it.
struct CellWindow {
    std::vector<Index> half_widths;

    Index radius() const { return static_cast<Index>(half_widths.size()) - 1; }
    Index half_width(Index rows_away) const {
        return half_widths[static_cast<std::size_t>(rows_away)];
    }
};

/// Cells from the middle of a window to its last one in the row: those whose centres lie within the
/// radius, at least one.
Index radius_in_cells(double radius, double cell_size);

CellWindow window_around(WindowShape shape, double radius, double cell_size);

}  // namespace hazone
