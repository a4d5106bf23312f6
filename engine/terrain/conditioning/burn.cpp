#include "engine/terrain/conditioning/burn.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/conditioning/nearest_cells.hpp"

namespace hazone {
namespace {

Index buffer_cells(const StreamBurn& burn) {
    return static_cast<Index>(std::floor(burn.buffer / burn.cell_size));
}

/// A buffer ends where the first cell lies outside, at most one diagonal step further.
Index ground_cells(const StreamBurn& burn) { return buffer_cells(burn) + 2; }

double distance(Cell a, Cell b, double cell_size) {
    return cell_size *
           std::hypot(static_cast<double>(a.row - b.row), static_cast<double>(a.col - b.col));
}

/// The height of a buffer cell on the straight line from the stream's bed to the ground outside.
double on_line(double bed, double to_stream, double outside, double to_outside) {
    return bed + (outside - bed) * to_stream / (to_stream + to_outside);
}

struct Burning {
    View<const float> z;
    View<const std::uint8_t> stream;
    const StreamBurn& burn;

    bool is_stream(Index row, Index col) const {
        return stream(row, col) == 1 && !is_missing(z(row, col));
    }

    /// The shape of the buffer, without the sharp drop.
    float shaped(Cell cell, Cell nearest_stream, const NearestCells& outside) const {
        const double bed = double{z(nearest_stream)} - burn.smooth_drop;
        const double to_stream = distance(cell, nearest_stream, burn.cell_size);
        if (to_stream == 0) {
            return static_cast<float>(bed);
        }
        const std::optional<Cell> ground = outside.find(cell);
        const Cell anchor = ground.value_or(cell);
        if (!std::isfinite(bed) || !std::isfinite(z(anchor))) {
            return z(cell);
        }
        const double to_anchor =
            ground ? distance(cell, anchor, burn.cell_size) : burn.buffer - to_stream;
        return static_cast<float>(on_line(bed, to_stream, z(anchor), to_anchor));
    }
};

void shape_buffer(const Burning& burning, View<float> burned) {
    const View<const float> z = burning.z;
    const NearestCells streams(z.extent(), buffer_cells(burning.burn),
                               [&](Index row, Index col) { return burning.is_stream(row, col); });
    Raster<std::uint8_t> in_buffer(z.extent(), 0);
    for_each_row(z.rows(), [&](Index row) {
        streams.for_each_near(row, [&](Index col) { in_buffer(row, col) = 1; });
    });
    const NearestCells outside(z.extent(), ground_cells(burning.burn), [&](Index row, Index col) {
        return in_buffer(row, col) == 0 && !is_missing(z(row, col));
    });
    for_each_row(z.rows(), [&](Index row) {
        streams.for_each_in_row(row, [&](Index col, Cell nearest) {
            if (!is_missing(z(row, col))) {
                burned(row, col) = burning.shaped({row, col}, nearest, outside);
            }
        });
    });
}

}  // namespace

Index burn_reach(const StreamBurn& burn) {
    return burn.buffer > 0 ? buffer_cells(burn) + ground_cells(burn) : 0;
}

void burn_streams(View<const float> z,
                  View<const std::uint8_t> stream,
                  const StreamBurn& burn,
                  View<float> burned) {
    assert(z.extent() == stream.extent() && z.extent() == burned.extent());
    assert(z.data() != burned.data());
    for_each_row(z.rows(), [=](Index row) { std::copy_n(z.row(row), z.cols(), burned.row(row)); });
    const Burning burning{z, stream, burn};
    if (burn.buffer > 0) {
        shape_buffer(burning, burned);
    }
    for_each_cell(z.extent(), [&](Index row, Index col) {
        if (burning.is_stream(row, col)) {
            burned(row, col) = static_cast<float>(double{burned(row, col)} - burn.depth);
        }
    });
}

}  // namespace hazone
