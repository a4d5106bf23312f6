#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/view.hpp"

namespace hazone::models {

/// The range of values which alarm: from `low` up to but without `high`.
struct AlarmingRange {
    double low = 0;
    double high = 0;
};

/// The values of one field in one unit.
struct UnitValues {
    Index cells = 0;    // with a value
    Index missing = 0;  // without
    double sum = 0;     // of the finite ones
    Index finite = 0;
    double lowest = 0;   // NaN without a value
    double highest = 0;  // NaN without a value
    Index alarming = 0;  // cells with a value in the alarming range

    void add(double value, const AlarmingRange& range);
    double mean() const;            // of the finite values; NaN for none
    double alarming_share() const;  // of the cells with a value; NaN for none
};

/// What the field holds in every unit, entry `label - 1`; labels of 0 are passed over. Both views
/// have one extent; `units` is the highest label. Serial: the same bits for any number of threads.
std::vector<UnitValues> values_by_unit(View<const std::int32_t> unit,
                                       View<const float> field,
                                       std::int32_t units,
                                       const AlarmingRange& alarming);

}  // namespace hazone::models
