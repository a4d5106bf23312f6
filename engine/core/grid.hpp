#pragma once

#include <string>

#include "engine/core/index.hpp"

namespace hazone {

/// A point in map coordinates, metres, x east and y north.
struct Point {
    double x = 0;
    double y = 0;
};

/// The one grid of a run: square cells of `cell_size` metres in a projected CRS, north up.
/// `west` and `north` are the outer corner of cell (0, 0).
struct Grid {
    Extent extent;
    double west = 0;
    double north = 0;
    double cell_size = 1;
    std::string crs;  // WKT 2; empty only for grids made inside tests and benchmarks

    double east() const { return west + cell_size * static_cast<double>(extent.cols); }
    double south() const { return north - cell_size * static_cast<double>(extent.rows); }
    double cell_area() const { return cell_size * cell_size; }
    Point centre(Cell cell) const {
        return {west + (static_cast<double>(cell.col) + 0.5) * cell_size,
                north - (static_cast<double>(cell.row) + 0.5) * cell_size};
    }
    /// The cell that holds the point; outside the grid the result is outside the extent.
    Cell cell_at(Point point) const;
};

}  // namespace hazone
