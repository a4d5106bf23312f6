#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/statistics/value_counts.hpp"

namespace hazone {

/// Groups of values which lie next to each other, such that the sum of the squares of the
/// deviations from the means of the groups is least. Fisher (1958), J. Am. Stat. Assoc. 53(284),
/// 789-798, https://doi.org/10.1080/01621459.1958.10501479; on maps: Jenks (1967), International
/// Yearbook of Cartography 7, 186-190.
struct NaturalGroups {
    std::vector<std::size_t> starts;  // where each group but the first begins; ascending
    double deviation = 0;             // the sum of squares, of the means of the counted values
    double deviation_of_one = 0;      // the same with all values in one group
};

/// The exact optimum for the counted values, which ascend by mean. Each group has one of them at
/// least, so there are no more groups than values. Time: groups * n log n.
NaturalGroups natural_groups(std::span<const CountedValue> values, int groups);

/// The same for the cells of a grid.
struct NaturalBreaks {
    std::vector<float> limits;  // the lowest value of each group but the first
    Index different = 0;        // values found, or intervals with cells; fewer than the groups:
                                // there are no limits
    bool exact = false;         // each value was counted by itself
    /// At most so much is the sum of squares of these groups above the least possible; 0 where
    /// exact. Where values are counted by intervals, a limit lies on the edge of one: the cells of
    /// that interval which would be nearer to the mean of the other group lie within its width of
    /// the middle between both means, and the smaller part of them is moved. So each limit costs at
    /// most (distance of the means) * width * (cells of the interval), and all of them
    /// range * width * (most cells of any interval).
    double excess = 0;
    /// Share of the variance which the groups explain: 1 where all values of each group are equal.
    double fit = 0;
    /// No groups explain more of the variance than fit + fit_excess.
    double fit_excess = 0;
};

/// Values are counted one by one up to this number of different values, else by kValueIntervals.
inline constexpr Index kMostDifferentValues = 1 << 14;

/// Infinite and missing cells count for nothing.
NaturalBreaks natural_breaks(const CellPieces& cells, int groups);

}  // namespace hazone
