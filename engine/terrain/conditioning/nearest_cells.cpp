#include "engine/terrain/conditioning/nearest_cells.hpp"

#include <algorithm>
#include <tuple>

namespace hazone {

std::vector<Index> NearestCells::next_columns(Index row) const {
    constexpr Index kNever = std::numeric_limits<Index>::max();
    std::vector<Index> next(static_cast<std::size_t>(away_.cols()));
    Index found = kNever;
    for (Index col = away_.cols() - 1; col >= 0; --col) {
        found = away_(row, col) != kNone ? col : found;
        next[static_cast<std::size_t>(col)] = found;
    }
    return next;
}

bool NearestCells::any_near(Cell cell) const {
    const std::int32_t* const away = away_.view().row(cell.row);
    const auto near = [&](Index col, Index across) {
        return col >= 0 && col < away_.cols() && away[col] != kNone &&
               across * across + Index{away[col]} * away[col] <= radius_ * radius_;
    };
    for (Index across = 0; across <= radius_; ++across) {
        if (near(cell.col - across, across) || near(cell.col + across, across)) {
            return true;
        }
    }
    return false;
}

std::optional<Cell> NearestCells::find(Cell cell) const {
    const std::int32_t* const away = away_.view().row(cell.row);
    Index least = radius_ * radius_ + 1;  // square of the distance
    Cell best{};
    const auto consider = [&](Index col, Index across) {
        if (col < 0 || col >= away_.cols() || away[col] == kNone) {
            return;
        }
        const Index down = away[col];
        const Index square = across * across + down * down;
        const Cell candidate{cell.row + down, col};
        const bool earlier = std::tie(candidate.row, candidate.col) < std::tie(best.row, best.col);
        if (square < least || (square == least && earlier)) {
            least = square;
            best = candidate;
        }
    };
    for (Index across = 0; across * across <= least && across <= radius_; ++across) {
        consider(cell.col - across, across);
        consider(cell.col + across, across);
    }
    return least > radius_ * radius_ ? std::nullopt : std::optional<Cell>(best);
}

}  // namespace hazone
