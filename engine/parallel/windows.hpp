#pragma once

#include <algorithm>
#include <cassert>

#include "engine/core/index.hpp"

namespace hazone {

/// A rectangular part of a grid: its northwest cell and its size.
struct Window {
    Cell from;
    Extent extent;

    /// The row and the column just outside, in the south and in the east.
    constexpr Index end_row() const { return from.row + extent.rows; }
    constexpr Index end_col() const { return from.col + extent.cols; }
    friend constexpr bool operator==(const Window&, const Window&) = default;
};

/// The whole of a grid as one window.
constexpr Window whole_window(Extent extent) { return {{0, 0}, extent}; }

/// Cuts a grid into windows of `each` cells, row by row; those at the south and the east are what
/// is left. Windows of no cells do not exist: an empty grid has none.
class Windows {
public:
    Windows(Extent whole, Extent each)
        : whole_(whole),
          each_{std::min(each.rows, whole.rows), std::min(each.cols, whole.cols)},
          down_(whole.empty() ? 0 : (whole.rows + each_.rows - 1) / each_.rows),
          across_(whole.empty() ? 0 : (whole.cols + each_.cols - 1) / each_.cols) {
        assert(!each.empty());
    }

    Extent whole() const { return whole_; }
    Extent each() const { return each_; }
    Index down() const { return down_; }      // number of windows from north to south
    Index across() const { return across_; }  // number of windows from west to east
    Index count() const { return down_ * across_; }

    Window at(Index number) const {
        assert(number >= 0 && number < count());
        const Cell from{number / across_ * each_.rows, number % across_ * each_.cols};
        return {from,
                {std::min(each_.rows, whole_.rows - from.row),
                 std::min(each_.cols, whole_.cols - from.col)}};
    }

    /// Number of the window that holds the cell.
    Index number_at(Cell cell) const {
        return cell.row / each_.rows * across_ + cell.col / each_.cols;
    }

    /// The window with `halo` rows and columns more on each side, as far as the grid reaches.
    Window with_halo(Window window, Index halo) const {
        const Cell from{std::max<Index>(window.from.row - halo, 0),
                        std::max<Index>(window.from.col - halo, 0)};
        return {from,
                {std::min(window.end_row() + halo, whole_.rows) - from.row,
                 std::min(window.end_col() + halo, whole_.cols) - from.col}};
    }

private:
    Extent whole_;
    Extent each_;
    Index down_;
    Index across_;
};

}  // namespace hazone
