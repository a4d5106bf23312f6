#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/statistics/value_counts.hpp"

namespace hazone {

/// Where the groups of values begin. Group 0 lies below all limits; a value belongs to the group
/// whose number is the count of limits which it reaches. Infinite values so belong to the first and
/// the last group, whatever the limits.
struct Division {
    std::vector<float> limits;  // ascending; equal ones leave a group without values
    /// For each limit: of the cells equal to it, the first so many, row by row from the northwest,
    /// lie below it all the same. 0: equal values are together. Empty: 0 for each.
    std::vector<Index> split;

    int groups() const { return static_cast<int>(limits.size()) + 1; }
};

/// What becomes of equal values which a limit would part.
enum class Ties {
    split,      // parted by their place, so that each group has its share
    to_higher,  // all in the higher group
    to_lower,   // all in the lower group
};

/// Groups with these shares of the cells with finite values, from the lowest values up. With
/// Ties::split each group has its share within one cell; else the cells of one value may come or
/// go. Shares are 0 or more, and their sum, which need not be 1, is above 0. Without finite values
/// the limits are 0.
Division divide_by_shares(const CellPieces& cells, std::span<const double> shares, Ties ties);

/// Groups whose limits divide the range of finite values evenly. No limits where all values are
/// equal.
Division divide_evenly(const ValueRange& range, int groups);

/// Number of limits which part cells of equal value.
Index parted_limits(const Division& division);

/// Gives each cell the code of its group, piece by piece in the order of the pieces.
class GroupCodes {
public:
    /// `codes` has one for each group; `missing` is for cells without a value.
    GroupCodes(Division division, std::vector<std::uint8_t> codes, std::uint8_t missing);

    /// The next rows of the grid. Both views have one extent.
    void assign(View<const float> values, View<std::uint8_t> codes);

private:
    struct SplitLimit {
        float value;
        Index split;
        Index met = 0;  // cells of that value in the rows so far
    };

    void assign_row(const float* values,
                    Index cols,
                    std::span<Index> met,
                    std::uint8_t* codes) const;

    std::vector<float> plain_;        // limits which part no equal values
    std::vector<SplitLimit> parted_;  // the others
    std::vector<std::uint8_t> codes_;
    std::uint8_t missing_;
};

}  // namespace hazone
