#pragma once

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "engine/core/index.hpp"

namespace hazone::models {

/// Cells of a grid of which only those tiles exist in memory that were asked for. A thread's
/// workspace, so that its size follows the ground it touches and not the grid.
template <class Value>
class SparseTiles {
public:
    static constexpr Index kSide = 64;
    using Tile = std::array<Value, kSide * kSide>;

    SparseTiles(Extent extent, Value initial)
        : across_((extent.cols + kSide - 1) / kSide),
          initial_(std::move(initial)),
          tiles_(static_cast<std::size_t>(across_ * ((extent.rows + kSide - 1) / kSide))) {}

    Value& at(Index row, Index col) {
        std::unique_ptr<Tile>& tile = tiles_[tile_number(row, col)];
        if (tile == nullptr) {
            tile = std::make_unique<Tile>();
            tile->fill(initial_);
        }
        return (*tile)[place_in_tile(row, col)];
    }
    /// The tile that holds the cell, or nullptr where none was asked for.
    const Tile* tile_of(Index row, Index col) const { return tiles_[tile_number(row, col)].get(); }

    static std::size_t place_in_tile(Index row, Index col) {
        constexpr auto kMask = static_cast<std::size_t>(kSide - 1);
        return (static_cast<std::size_t>(row) & kMask) << kShift |
               (static_cast<std::size_t>(col) & kMask);
    }

private:
    static constexpr unsigned kShift = 6;
    static_assert(kSide == Index{1} << kShift);

    std::size_t tile_number(Index row, Index col) const {
        return (static_cast<std::size_t>(row) >> kShift) * static_cast<std::size_t>(across_) +
               (static_cast<std::size_t>(col) >> kShift);
    }

    Index across_;
    Value initial_;
    std::vector<std::unique_ptr<Tile>> tiles_;
};

}  // namespace hazone::models
