#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/core/raster.hpp"

namespace hazone {

/// For each cell the nearest of some marked cells, as far as one lies within a radius: exact
/// Euclidean distance between cell centres; of equals the first in row-major order.
///
/// First the nearest one in each column, then over the columns of a row, as in Saito & Toriwaki
/// (1994), doi:10.1016/0031-3203(94)90133-3.
class NearestCells {
public:
    /// seed(row, col): true for a marked cell. Parallel. radius: cells.
    template <class Seed>
    NearestCells(Extent extent, Index radius, Seed seed) : radius_(radius), away_(extent) {
        constexpr Index kBand = 64;  // columns; their state stays in the first-level cache
        for_each_block((extent.cols + kBand - 1) / kBand, [&](Index band) {
            const Index from = band * kBand;
            look_along_columns(from, std::min(extent.cols, from + kBand), seed);
        });
    }

    /// Calls body(col, nearest) for the cells of a row which have a marked cell within the radius.
    template <class Body>
    void for_each_in_row(Index row, Body body) const {
        for_each_candidate(row, [&](Index col) {
            if (const std::optional<Cell> nearest = find({row, col})) {
                body(col, *nearest);
            }
        });
    }

    /// Calls body(col) for the same cells, faster.
    template <class Body>
    void for_each_near(Index row, Body body) const {
        for_each_candidate(row, [&](Index col) {
            if (any_near({row, col})) {
                body(col);
            }
        });
    }

    /// The nearest marked cell.
    std::optional<Cell> find(Cell cell) const;

private:
    static constexpr std::int32_t kNone = std::numeric_limits<std::int32_t>::max();

    /// Calls body(col) for the cells of a row with a marked cell in a column within the radius, and
    /// no further from the row.
    template <class Body>
    void for_each_candidate(Index row, Body body) const {
        const std::vector<Index> next = next_columns(row);
        for (Index col = 0; col < away_.cols(); ++col) {
            if (next[static_cast<std::size_t>(std::max<Index>(col - radius_, 0))] <=
                col + radius_) {
                body(col);
            }
        }
    }

    /// True where a marked cell lies within the radius.
    bool any_near(Cell cell) const;

    /// Columns [from, end), row by row: first from the last marked cell on, then to the next one.
    template <class Seed>
    void look_along_columns(Index from, Index end, Seed seed) {
        std::vector<Index> last(static_cast<std::size_t>(end - from), -radius_ - 1);
        for (Index row = 0; row < away_.rows(); ++row) {
            for (Index col = from; col < end; ++col) {
                Index& above = last[static_cast<std::size_t>(col - from)];
                above = seed(row, col) ? row : above;
                away_(row, col) =
                    row - above <= radius_ ? static_cast<std::int32_t>(above - row) : kNone;
            }
        }
        look_back(from, end);
    }

    void look_back(Index from, Index end) {
        std::vector<Index> next(static_cast<std::size_t>(end - from), away_.rows() + radius_);
        for (Index row = away_.rows() - 1; row >= 0; --row) {
            for (Index col = from; col < end; ++col) {
                Index& below = next[static_cast<std::size_t>(col - from)];
                std::int32_t& away = away_(row, col);
                below = away == 0 ? row : below;
                const Index known = away == kNone ? radius_ + 1 : -Index{away};
                away = below - row < known ? static_cast<std::int32_t>(below - row) : away;
            }
        }
    }

    /// For each column of a row the first from there on which has a marked cell within the radius.
    std::vector<Index> next_columns(Index row) const;

    Index radius_;
    Raster<std::int32_t> away_;  // rows to the nearest marked cell of the column; north first
};

}  // namespace hazone
