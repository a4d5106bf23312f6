#pragma once

#include <array>

#include "models/flood/inundation/tiles.hpp"

namespace hazone::inundation {

/// One row of a tile with some cells on each side; at(0) is the first cell of the tile. Cells are
/// not set at first.
template <class T>
class Row {
public:
    static constexpr Index kAround = 16;

    T* at(Index col) { return cells_.data() + kAround + col; }
    const T* at(Index col) const { return cells_.data() + kAround + col; }

private:
    alignas(64) std::array<T, static_cast<std::size_t>(kTile.cols + 2 * kAround)> cells_;
};

}  // namespace hazone::inundation
