#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/grid.hpp"
#include "engine/core/view.hpp"

namespace hazone {

enum class SnapTo { largest_area, nearest_stream };

/// Where a point that is meant to lie on a stream is moved to.
struct SnapRule {
    SnapTo to = SnapTo::largest_area;
    double distance = 0;  // m, at most so far
};

/// What a point may be moved to; both views have the extent of the grid.
struct SnapGround {
    View<const double> area;          // m2
    View<const std::uint8_t> stream;  // 1 on a stream
};

/// The cell to which the point is moved, among those whose centre lies within the distance and the
/// one that holds the point: the one with the largest contributing area, or the nearest on a
/// stream. Of equals the nearest, then the one with the larger area, then the first row by row.
/// None where no such cell has an area, or is a stream. A point outside the grid may be moved into
/// it.
std::optional<Cell> snapped_cell(Point point,
                                 const SnapRule& rule,
                                 const SnapGround& ground,
                                 const Grid& grid);

/// Distance from a point to the centre of a cell, m.
double distance_to(const Grid& grid, Point point, Cell cell);

/// Distance from a point to the centre of the nearest cell which is 1, m; infinite where none is.
/// `stream` has the extent of the grid.
double distance_to_stream(const Grid& grid, Point point, View<const std::uint8_t> stream);

}  // namespace hazone
