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

std::optional<Cell> NearestCells::find(Cell cell) const {
    using Candidate = std::tuple<Index, Index, Index>;  // square of the distance, row, column
    Candidate best{radius_ * radius_ + 1, 0, 0};
    const auto consider = [&](Index col, Index across) {
        if (col >= 0 && col < away_.cols() && away_(cell.row, col) != kNone) {
            const Index down = away_(cell.row, col);
            best = std::min(best, Candidate{across * across + down * down, cell.row + down, col});
        }
    };
    for (Index across = 0; across * across <= std::get<0>(best) && across <= radius_; ++across) {
        consider(cell.col - across, across);
        consider(cell.col + across, across);
    }
    if (std::get<0>(best) > radius_ * radius_) {
        return std::nullopt;
    }
    return Cell{std::get<1>(best), std::get<2>(best)};
}

}  // namespace hazone
