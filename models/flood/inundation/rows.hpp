#pragma once

#include <algorithm>
#include <array>

#include "models/flood/inundation/tiles.hpp"

namespace hazone::inundation {

/// One row of tiles side by side with some cells on each end; at(0) is the first cell, at the
/// beginning of a line of the cache. Cells are not set at first but for those before it.
template <class T>
class Row {
public:
    static constexpr Index kAround = 32;

    Row() { std::fill_n(cells_.data(), kAround, T{0}); }

    T* at(Index col) { return cells_.data() + kAround + col; }
    const T* at(Index col) const { return cells_.data() + kAround + col; }

private:
    alignas(
        64) std::array<T, static_cast<std::size_t>(kTilesAbreast* kTile.cols + 2 * kAround)> cells_;
};

/// The last rows of those which a sweep has worked out, kRows of them, a power of two.
template <class T, Index kRows>
class RowRing {
public:
    T* at(Index row, Index col) { return rows_[index(row)].at(col); }
    const T* at(Index row, Index col) const { return rows_[index(row)].at(col); }

private:
    static_assert((kRows & (kRows - 1)) == 0);
    static std::size_t index(Index row) { return static_cast<std::size_t>(row & (kRows - 1)); }

    std::array<Row<T>, static_cast<std::size_t>(kRows)> rows_;
};

/// For each tile of a stretch, how many of its edge faces are met so far.
using EdgeCursors = std::array<std::size_t, static_cast<std::size_t>(kTilesAbreast)>;

/// A row in float: itself, or copied to `work`.
inline const float* as_float(Index /*count*/, const float* row, float* /*work*/) { return row; }
inline const float* as_float(Index count, const double* __restrict row, float* __restrict work) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        work[i] = static_cast<float>(row[i]);
    }
    return work;
}

}  // namespace hazone::inundation
