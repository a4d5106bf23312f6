#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/parallel/windows.hpp"

// What the kernels share that look at a window around every cell, tile by tile.

namespace hazone {

/// Rows of cells of one length, one after the other.
template <class T>
class Rows {
public:
    /// Cells keep what they held or are 0: a tile has many, and most kernels write every one.
    void resize(Index count, Index width) {
        width_ = width;
        cells_.resize(static_cast<std::size_t>(count * width));
    }
    void fill(T value) { std::fill(cells_.begin(), cells_.end(), value); }
    T* row(Index number) { return cells_.data() + number * width_; }

private:
    std::vector<T> cells_;
    Index width_ = 0;
};

/// False for a missing height and for an infinite one.
inline bool is_height(float z) { return std::abs(z) <= std::numeric_limits<float>::max(); }

/// Cells of one row from column `first` on; some may lie outside the grid.
struct RowPart {
    Index row;
    Index first;
    Index count;
};

/// Writes to[c] = of(z(row, first + c)) for the columns inside the grid, `outside` for the others.
template <class T, class Of>
void fill_row(View<const float> z, const RowPart& part, T outside, Of of, T* to) {
    const Index begin = std::clamp<Index>(-part.first, 0, part.count);
    const Index end = std::clamp<Index>(z.cols() - part.first, begin, part.count);
    std::fill_n(to, begin, outside);
    std::fill(to + end, to + part.count, outside);
    const float* from = z.row(part.row) + (part.first + begin);
    T* into = to + begin;
    for (Index cell = 0; cell < end - begin; ++cell) {
        into[cell] = of(from[cell]);
    }
}

/// Rows of the grid which the windows of a tile reach.
struct RowRange {
    Index first;
    Index end;
};

inline RowRange rows_in_reach(const Window& tile, Index radius, Index rows) {
    return {std::max<Index>(0, tile.from.row - radius), std::min(rows, tile.end_row() + radius)};
}

/// Small tiles stay in the cache, large windows want large tiles: what lies around a tile is looked
/// at for every tile anew.
inline Extent tile_extent(Index radius) {
    return {std::clamp<Index>(2 * radius, 64, 1024), std::clamp<Index>(2 * radius, 512, 1024)};
}

}  // namespace hazone
