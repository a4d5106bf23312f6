#pragma once

#include <cstdint>

namespace hazone {

/// Rows, columns and cell counts: 64 bits and signed. A 2 m grid of one province passes 2^31 cells.
using Index = std::int64_t;

/// Size of a grid. Row 0 is the northernmost row, column 0 the westernmost column.
struct Extent {
    Index rows = 0;
    Index cols = 0;

    constexpr Index size() const { return rows * cols; }
    constexpr bool empty() const { return rows <= 0 || cols <= 0; }
    constexpr bool contains(Index row, Index col) const {
        return row >= 0 && col >= 0 && row < rows && col < cols;
    }
    friend constexpr bool operator==(const Extent&, const Extent&) = default;
};

/// One cell of a grid, always (row, col).
struct Cell {
    Index row = 0;
    Index col = 0;

    friend constexpr bool operator==(const Cell&, const Cell&) = default;
};

}  // namespace hazone
