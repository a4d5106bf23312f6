#pragma once

#include <cmath>

#include "engine/core/raster.hpp"

namespace hazone::testing {

/// A position on the ground, m east and north of the middle cell of a grid.
struct Place {
    double x = 0;
    double y = 0;
    double distance() const { return std::hypot(x, y); }
};

inline Place place_of(Extent extent, Cell cell, double cell_size) {
    const Cell middle{extent.rows / 2, extent.cols / 2};
    return {cell_size * static_cast<double>(cell.col - middle.col),
            cell_size * static_cast<double>(middle.row - cell.row)};
}

/// Ground whose height is a function of the place.
template <class Height>
Raster<float> analytic_ground(Extent extent, double cell_size, Height height) {
    Raster<float> z(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        z(row, col) = static_cast<float>(height(place_of(extent, {row, col}, cell_size)));
    });
    return z;
}

/// The raster turned by a quarter to the right: what was north is east.
template <class T>
Raster<T> quarter_turned(const Raster<T>& raster) {
    Raster<T> turned({raster.cols(), raster.rows()});
    for_each_cell(raster.extent(), [&](Index row, Index col) {
        turned(col, raster.rows() - 1 - row) = raster(row, col);
    });
    return turned;
}

}  // namespace hazone::testing
