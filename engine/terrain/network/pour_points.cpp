#include "engine/terrain/network/pour_points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/missing.hpp"

namespace hazone {
namespace {

/// A cell and what speaks for it.
struct Candidate {
    Cell cell;
    double area = 0;
    double distance = 0;
};

bool is_better(const Candidate& one, const Candidate& other, SnapTo to) {
    if (to == SnapTo::largest_area && one.area != other.area) {
        return one.area > other.area;
    }
    if (one.distance != other.distance) {
        return one.distance < other.distance;
    }
    return one.area > other.area;
}

/// The cells [first, last) of the grid that may lie within the distance.
struct SearchWindow {
    Cell first;
    Cell last;
};

SearchWindow window_around(Point point, double distance, const Grid& grid) {
    const Cell north_west = grid.cell_at({point.x - distance, point.y + distance});
    const Cell south_east = grid.cell_at({point.x + distance, point.y - distance});
    return {{std::max<Index>(north_west.row, 0), std::max<Index>(north_west.col, 0)},
            {std::min(south_east.row + 1, grid.extent.rows),
             std::min(south_east.col + 1, grid.extent.cols)}};
}

}  // namespace

double distance_to(const Grid& grid, Point point, Cell cell) {
    const Point centre = grid.centre(cell);
    return std::hypot(centre.x - point.x, centre.y - point.y);
}

std::optional<Cell> snapped_cell(Point point,
                                 const SnapRule& rule,
                                 const SnapGround& ground,
                                 const Grid& grid) {
    const SearchWindow window = window_around(point, rule.distance, grid);
    const Cell own = grid.cell_at(point);
    std::optional<Candidate> best;
    for (Index row = window.first.row; row < window.last.row; ++row) {
        for (Index col = window.first.col; col < window.last.col; ++col) {
            const Cell cell{row, col};
            const Candidate candidate{cell, ground.area(cell), distance_to(grid, point, cell)};
            const bool near = candidate.distance <= rule.distance || cell == own;
            const bool fits = !is_missing(candidate.area) &&
                              (rule.to == SnapTo::largest_area || ground.stream(cell) == 1);
            if (near && fits && (!best || is_better(candidate, *best, rule.to))) {
                best = candidate;
            }
        }
    }
    return best ? std::optional(best->cell) : std::nullopt;
}

double distance_to_stream(const Grid& grid, Point point, View<const std::uint8_t> stream) {
    double nearest = std::numeric_limits<double>::infinity();
    for (Index row = 0; row < stream.rows(); ++row) {
        for (Index col = 0; col < stream.cols(); ++col) {
            if (stream(row, col) == 1) {
                nearest = std::min(nearest, distance_to(grid, point, {row, col}));
            }
        }
    }
    return nearest;
}

}  // namespace hazone
