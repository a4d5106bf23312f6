#pragma once

#include <string>

#include "engine/core/index.hpp"
#include "engine/parallel/windows.hpp"

namespace hazone {

/// A point in map coordinates, metres, x east and y north.
struct Point {
    double x = 0;
    double y = 0;
};

/// The one grid of a run: square cells of `cell_size` metres in a projected CRS, north up.
/// `west` and `north` are the outer corner of cell (0, 0), or of cell -first where the grid is a
/// window of a larger one.
struct Grid {
    Extent extent;
    double west = 0;
    double north = 0;
    double cell_size = 1;
    std::string crs;  // WKT 2; empty only for grids made inside tests and benchmarks
    /// Where this is a window: the cell of the larger grid with which it begins, and the extent of
    /// that grid (empty otherwise). Kept apart from west and north so that a cell has the same
    /// centre, to the last bit, in both grids.
    Cell first = {0, 0};
    Extent whole = {0, 0};

    double east() const { return west + cell_size * static_cast<double>(first.col + extent.cols); }
    double south() const {
        return north - cell_size * static_cast<double>(first.row + extent.rows);
    }
    double cell_area() const { return cell_size * cell_size; }
    Point centre(Cell cell) const {
        return {west + (static_cast<double>(first.col + cell.col) + 0.5) * cell_size,
                north - (static_cast<double>(first.row + cell.row) + 0.5) * cell_size};
    }
    /// The cell that holds the point; outside the grid the result is outside the extent.
    Cell cell_at(Point point) const;
    /// The window as a grid of its own, and back.
    Grid part(Window window) const;
    Grid whole_grid() const;
};

}  // namespace hazone
