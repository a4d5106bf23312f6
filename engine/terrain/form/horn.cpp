#include "engine/terrain/form/horn.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

// Three rows of cells around one row.
struct Neighbourhood {
    const float* north;
    const float* middle;
    const float* south;

    Gradient gradient(Index col, double per_eight_cells) const {
        const double nw = north[col - 1], n = north[col], ne = north[col + 1];
        const double w = middle[col - 1], own = middle[col], e = middle[col + 1];
        const double sw = south[col - 1], s = south[col], se = south[col + 1];
        const double missing_with_own = own - own;  // 0, or NaN where the middle cell is missing
        return {((ne + 2 * e + se) - (nw + 2 * w + sw)) * per_eight_cells + missing_with_own,
                ((nw + 2 * n + ne) - (sw + 2 * s + se)) * per_eight_cells + missing_with_own};
    }
};

Neighbourhood rows_around(View<const float> z, Index row) {
    return {z.row(row - 1), z.row(row), z.row(row + 1)};
}

// Calls write(row, col, gradient) for every inner cell.
template <class Write>
void for_each_gradient(View<const float> z, double cell_size, Write write) {
    const double per_eight_cells = 1.0 / (8.0 * cell_size);
    for_each_row(std::max<Index>(z.rows() - 2, 0), [&](Index inner_row) {
        const Index row = inner_row + 1;
        const Neighbourhood cells = rows_around(z, row);
        for (Index col = 1; col < z.cols() - 1; ++col) {
            write(row, col, cells.gradient(col, per_eight_cells));
        }
    });
}

}  // namespace

Gradient horn_gradient(View<const float> z, Cell cell, double cell_size) {
    return rows_around(z, cell.row).gradient(cell.col, 1.0 / (8.0 * cell_size));
}

double slope_of(Gradient gradient) {
    return std::atan(std::sqrt(gradient.east * gradient.east + gradient.north * gradient.north));
}

double aspect_of(Gradient gradient) {
    if (gradient.east == 0 && gradient.north == 0) {
        return kMissing;
    }
    const double angle = std::atan2(-gradient.east, -gradient.north);
    // The smallest negative angles would round up to the full turn itself.
    const double turned = angle < 0 ? angle + 2 * std::numbers::pi : angle;
    return static_cast<float>(turned) >= static_cast<float>(2 * std::numbers::pi) ? 0 : turned;
}

void horn_slope(View<const float> z, double cell_size, View<float> slope) {
    assert(z.extent() == slope.extent());
    for_each_edge_cell(z.extent(), [&](Index row, Index col) { slope(row, col) = kMissing; });
    for_each_gradient(z, cell_size, [&](Index row, Index col, Gradient gradient) {
        slope(row, col) = static_cast<float>(slope_of(gradient));
    });
}

void horn_slope_and_aspect(View<const float> z,
                           double cell_size,
                           View<float> slope,
                           View<float> aspect) {
    assert(z.extent() == slope.extent() && z.extent() == aspect.extent());
    for_each_edge_cell(z.extent(), [&](Index row, Index col) {
        slope(row, col) = kMissing;
        aspect(row, col) = kMissing;
    });
    for_each_gradient(z, cell_size, [&](Index row, Index col, Gradient gradient) {
        slope(row, col) = static_cast<float>(slope_of(gradient));
        aspect(row, col) = static_cast<float>(aspect_of(gradient));
    });
}

}  // namespace hazone
