#include "engine/statistics/classification.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

/// How many of `count` cells lie below each limit, to the nearest cell.
std::vector<Index> cells_below(std::span<const double> shares, Index count) {
    const double whole = std::accumulate(shares.begin(), shares.end(), 0.0);
    assert(whole > 0);
    std::vector<Index> below;
    double sum = 0;
    for (std::size_t group = 0; group + 1 < shares.size(); ++group) {
        sum += shares[group];
        const double cells = std::round(sum / whole * static_cast<double>(count));
        below.push_back(std::clamp<Index>(static_cast<Index>(cells), 0, count));
    }
    return below;
}

}  // namespace

Division divide_by_shares(const CellPieces& cells, std::span<const double> shares, Ties ties) {
    const ValueRange range = range_of(cells);
    Division division;
    if (range.finite == 0) {
        division.limits.assign(shares.size() - 1, 0.0F);
        return division;
    }
    const std::vector<Index> below = cells_below(shares, range.finite);
    std::vector<Index> places;
    for (const Index count : below) {
        places.push_back(std::min(count, range.finite - 1));
    }
    const std::vector<RankedValue> values = values_at(cells, places);
    for (std::size_t number = 0; number < below.size(); ++number) {
        // The cell at that place is the first of the higher group.
        const bool all_below = below[number] == range.finite;
        const Index split = below[number] - values[number].below;
        const bool together = ties != Ties::split || split == 0;
        float limit = values[number].value;
        if (all_below || (split > 0 && ties == Ties::to_lower)) {
            limit = std::nextafter(limit, std::numeric_limits<float>::infinity());
        }
        division.limits.push_back(limit);
        division.split.push_back(together || all_below ? 0 : split);
    }
    return division;
}

Division divide_evenly(const ValueRange& range, int groups) {
    Division division;
    if (range.finite == 0) {
        division.limits.assign(static_cast<std::size_t>(groups - 1), 0.0F);
        return division;
    }
    const double width = double{range.highest} - double{range.lowest};
    if (!(width > 0)) {
        return division;
    }
    for (int number = 1; number < groups; ++number) {
        division.limits.push_back(static_cast<float>(range.lowest + width * number / groups));
    }
    return division;
}

Index parted_limits(const Division& division) {
    return std::count_if(division.split.begin(), division.split.end(),
                         [](Index split) { return split > 0; });
}

GroupCodes::GroupCodes(Division division, std::vector<std::uint8_t> codes, std::uint8_t missing)
    : codes_(std::move(codes)), missing_(missing) {
    assert(codes_.size() == division.limits.size() + 1);
    for (std::size_t number = 0; number < division.limits.size(); ++number) {
        const Index split = division.split.empty() ? 0 : division.split[number];
        if (split > 0) {
            parted_.push_back({division.limits[number], split});
        } else {
            plain_.push_back(division.limits[number]);
        }
    }
}

void GroupCodes::assign_row(const float* values,
                            Index cols,
                            std::span<Index> met,
                            std::uint8_t* codes) const {
    for (Index col = 0; col < cols; ++col) {
        const float value = values[col];
        if (is_missing(value)) {
            codes[col] = missing_;
            continue;
        }
        std::size_t group = 0;
        for (const float limit : plain_) {
            group += value >= limit ? 1U : 0U;
        }
        for (std::size_t number = 0; number < parted_.size(); ++number) {
            const SplitLimit& limit = parted_[number];
            const bool equal = value == limit.value;
            const bool reached = value > limit.value || (equal && met[number] >= limit.split);
            group += reached ? 1U : 0U;
            met[number] += equal ? 1 : 0;
        }
        codes[col] = codes_[group];
    }
}

void GroupCodes::assign(View<const float> values, View<std::uint8_t> codes) {
    // How many cells of each parted value lie in the rows above: counted first, then known.
    const std::size_t limits = parted_.size();
    std::vector<Index> met(limits * static_cast<std::size_t>(values.rows()), 0);
    if (limits > 0) {
        for_each_row(values.rows(), [&](Index row) {
            const float* const cells = values.row(row);
            for (std::size_t number = 0; number < limits; ++number) {
                const float value = parted_[number].value;
                met[static_cast<std::size_t>(row) * limits + number] = std::count_if(
                    cells, cells + values.cols(), [=](float cell) { return cell == value; });
            }
        });
    }
    for (Index row = 0; row < values.rows(); ++row) {
        for (std::size_t number = 0; number < limits; ++number) {
            Index& before = met[static_cast<std::size_t>(row) * limits + number];
            const Index own = std::exchange(before, parted_[number].met);
            parted_[number].met += own;
        }
    }
    for_each_row(values.rows(), [&](Index row) {
        const std::span<Index> own(met.data() + static_cast<std::size_t>(row) * limits, limits);
        assign_row(values.row(row), values.cols(), own, codes.row(row));
    });
}

}  // namespace hazone
