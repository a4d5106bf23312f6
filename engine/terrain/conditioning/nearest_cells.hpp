#pragma once

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
    NearestCells(Extent extent, Index radius, Seed seed) : radius_(radius), away_(extent, kNone) {
        constexpr Index kBand = 64;
        for_each_block((extent.cols + kBand - 1) / kBand, [&](Index band) {
            const Index end = std::min(extent.cols, (band + 1) * kBand);
            for (Index col = band * kBand; col < end; ++col) {
                look_along_column(col, seed);
            }
        });
    }

    /// Calls body(col, nearest) for the cells of a row which have a marked cell within the radius.
    template <class Body>
    void for_each_in_row(Index row, Body body) const {
        const std::vector<Index> next = next_columns(row);
        for (Index col = 0; col < away_.cols(); ++col) {
            if (next[static_cast<std::size_t>(std::max<Index>(col - radius_, 0))] <=
                col + radius_) {
                if (const std::optional<Cell> nearest = find({row, col})) {
                    body(col, *nearest);
                }
            }
        }
    }

    /// The nearest marked cell.
    std::optional<Cell> find(Cell cell) const;

private:
    static constexpr std::int32_t kNone = std::numeric_limits<std::int32_t>::max();

    template <class Seed>
    void look_along_column(Index col, Seed seed) {
        Index last = -radius_ - 1;
        for (Index row = 0; row < away_.rows(); ++row) {
            last = seed(row, col) ? row : last;
            if (row - last <= radius_) {
                away_(row, col) = static_cast<std::int32_t>(last - row);
            }
        }
        Index next = away_.rows() + radius_;
        for (Index row = away_.rows() - 1; row >= 0; --row) {
            next = away_(row, col) == 0 ? row : next;
            const Index known = away_(row, col) == kNone ? radius_ + 1 : -away_(row, col);
            if (next - row < known) {
                away_(row, col) = static_cast<std::int32_t>(next - row);
            }
        }
    }

    /// For each column of a row the first from there on which has a marked cell within the radius.
    std::vector<Index> next_columns(Index row) const;

    Index radius_;
    Raster<std::int32_t> away_;  // rows to the nearest marked cell of the column; north first
};

}  // namespace hazone
