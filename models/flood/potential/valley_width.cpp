#include "models/flood/potential/valley_width.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/missing.hpp"

namespace hazone::models {
namespace {

/// Height at a point of the grid, bilinear between the centres of cells; missing beyond the outer
/// centres and where a cell that counts is missing.
double height_at(View<const float> elevation, double row, double col) {
    const double north = std::floor(row);
    const double west = std::floor(col);
    const double south_share = row - north;
    const double east_share = col - west;
    const auto first_row = static_cast<Index>(north);
    const auto first_col = static_cast<Index>(west);
    double height = 0;
    for (Index south = 0; south < 2; ++south) {
        for (Index east = 0; east < 2; ++east) {
            const double share = (south == 1 ? south_share : 1 - south_share) *
                                 (east == 1 ? east_share : 1 - east_share);
            if (share == 0) {
                continue;
            }
            const Cell cell{first_row + south, first_col + east};
            if (cell.row < 0 || cell.col < 0 || cell.row >= elevation.rows() ||
                cell.col >= elevation.cols()) {
                return kMissing;
            }
            height += share * elevation(cell);
        }
    }
    return height;
}

}  // namespace

ValleyRuler::ValleyRuler(const ValleySpec& spec) : spec_(spec) {
    for (int number = 0; number < kCrossings; ++number) {
        const double angle = number * std::numbers::pi / kCrossings;
        steps_[static_cast<std::size_t>(number)] = {std::sin(angle), std::cos(angle)};
    }
    // Exact, so that along rows and columns no cell beside the line is looked at.
    steps_[0] = {0, 1};
    steps_[kCrossings / 2] = {1, 0};
}

Index ValleyRuler::reach() const {
    return static_cast<Index>(std::ceil(spec_.widest / spec_.cell_size)) + 1;
}

ValleyRuler::Side ValleyRuler::side_to(
    View<const float> elevation, Cell cell, Step step, double level, double limit) {
    double before = elevation(cell);
    for (double way = 1; way - 1 < limit; ++way) {
        const double here = height_at(elevation, static_cast<double>(cell.row) + way * step.rows,
                                      static_cast<double>(cell.col) + way * step.cols);
        if (is_missing(here)) {
            return {way - 1, false};
        }
        if (here >= level) {
            return {std::min(limit, way - 1 + (level - before) / (here - before))};
        }
        before = here;
    }
    return {limit};
}

double ValleyRuler::width(View<const float> elevation, Cell cell) const {
    if (is_missing(elevation(cell))) {
        return kMissing;
    }
    const double level = double{elevation(cell)} + spec_.height;
    double shortest = spec_.widest / spec_.cell_size;
    double shortest_unknown = shortest;  // of lines of which a part alone is known
    for (const Step step : steps_) {
        const Side one = side_to(elevation, cell, step, level, shortest);
        const Side other =
            side_to(elevation, cell, {-step.rows, -step.cols}, level, shortest - one.length);
        double& least = one.known && other.known ? shortest : shortest_unknown;
        least = std::min(least, one.length + other.length);
    }
    return shortest_unknown < shortest ? double{kMissing} : shortest * spec_.cell_size;
}

}  // namespace hazone::models
