#pragma once

#include <array>

#include "models/flood/inundation/tiles.hpp"

namespace hazone::inundation {

/// One row of tiles side by side with some cells on each end; at(0) is the first cell. Cells are
/// not set at first.
template <class T>
class Row {
public:
    static constexpr Index kAround = 16;

    T* at(Index col) { return cells_.data() + kAround + col; }
    const T* at(Index col) const { return cells_.data() + kAround + col; }

private:
    alignas(
        64) std::array<T, static_cast<std::size_t>(kTilesAbreast* kTile.cols + 2 * kAround)> cells_;
};

/// For each tile of a stretch, how many of its edge faces are met so far.
using EdgeCursors = std::array<std::size_t, static_cast<std::size_t>(kTilesAbreast)>;

}  // namespace hazone::inundation
