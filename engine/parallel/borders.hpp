#pragma once

#include <vector>

#include "engine/parallel/windows.hpp"

namespace hazone {

/// Numbers the cells on the borders of all windows of a grid, window by window from 0, so that
/// what windows tell each other can stand in one list.
class Borders {
public:
    explicit Borders(const Windows& windows) : windows_(windows) {
        first_.push_back(0);
        for (Index window = 0; window < windows.count(); ++window) {
            first_.push_back(first_.back() + length(windows.at(window).extent));
        }
    }

    const Windows& windows() const { return windows_; }
    Index count() const { return first_.back(); }
    /// Number of a cell of the grid, which must be on the border of its window.
    Index number(Cell cell) const {
        const Index window = windows_.number_at(cell);
        const Window place = windows_.at(window);
        return first_[static_cast<std::size_t>(window)] +
               place_in({cell.row - place.from.row, cell.col - place.from.col}, place.extent);
    }

    /// Calls visit(cell, number) for the border cells of a window; cell: its place in the grid.
    template <class Visit>
    void for_each(Index window, Visit visit) const {
        const Window place = windows_.at(window);
        const Index first = first_[static_cast<std::size_t>(window)];
        const auto call = [&](Index row, Index col) {
            visit(Cell{place.from.row + row, place.from.col + col},
                  first + place_in({row, col}, place.extent));
        };
        for (Index col = 0; col < place.extent.cols; ++col) {
            call(0, col);
            if (place.extent.rows > 1) {
                call(place.extent.rows - 1, col);
            }
        }
        for (Index row = 1; row < place.extent.rows - 1; ++row) {
            call(row, 0);
            if (place.extent.cols > 1) {
                call(row, place.extent.cols - 1);
            }
        }
    }

private:
    static Index length(Extent extent) {
        const Index inner_rows = std::max<Index>(extent.rows - 2, 0);
        return extent.cols * std::min<Index>(extent.rows, 2) +
               inner_rows * std::min<Index>(extent.cols, 2);
    }

    /// The first row, the last row, then the two ends of each row between them.
    static Index place_in(Cell cell, Extent extent) {
        if (cell.row == 0) {
            return cell.col;
        }
        if (cell.row == extent.rows - 1) {
            return extent.cols + cell.col;
        }
        const Index ends = std::min<Index>(extent.cols, 2);
        return 2 * extent.cols + (cell.row - 1) * ends + (cell.col == 0 ? 0 : 1);
    }

    Windows windows_;
    std::vector<Index> first_;
};

}  // namespace hazone
