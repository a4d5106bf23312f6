#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/view.hpp"

namespace hazone {

/// The cells of a grid in pieces of whole rows, from north to south: calls its argument once for
/// each piece. It may be called several times and gives the same cells each time, so that a grid
/// which does not fit in memory can be gone through.
using CellPieces = std::function<void(const std::function<void(View<const float>)>&)>;

/// A grid in memory as one piece. The cells must outlive it.
CellPieces one_piece(View<const float> cells);

/// What cells hold. Infinite values are known, but have no place in sums and intervals.
struct ValueRange {
    Index finite = 0;
    Index infinite = 0;
    Index missing = 0;
    float lowest = std::numeric_limits<float>::infinity();    // of the finite values
    float highest = -std::numeric_limits<float>::infinity();  // of the finite values
};
ValueRange range_of(const CellPieces& cells);

/// Cells whose values are one value or lie close together.
struct CountedValue {
    float lowest = 0;
    double mean = 0;
    Index count = 0;
};

/// Each finite value which occurs, ascending, with the number of its cells; empty when there are
/// more than `most`.
std::optional<std::vector<CountedValue>> different_values(const CellPieces& cells, Index most);

/// The finite values by equal intervals from the lowest to the highest value, ascending; intervals
/// without a cell are left out. `range` is that of the cells and has different ends.
std::vector<CountedValue> values_by_interval(const CellPieces& cells, const ValueRange& range);
/// Number of those intervals.
inline constexpr Index kValueIntervals = 1 << 16;

/// A finite value with its place among all finite values.
struct RankedValue {
    float value = 0;
    Index below = 0;  // cells with lower values
    Index equal = 0;  // cells with this value
};

/// The values at those places of all finite values in ascending order, counted from 0; each place
/// is below the number of finite values. Exact: the counting takes two passes and no sorting.
std::vector<RankedValue> values_at(const CellPieces& cells, std::span<const Index> places);

}  // namespace hazone
