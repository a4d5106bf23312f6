#include "scenarios/rules/rule_check.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "engine/rules/rule_lookup.hpp"

namespace hazone {
namespace {

/// Whether the second band begins where the first one ends.
bool adjoin(const Band& first, const Band& second, bool whole) {
    if (whole) {
        const double last = first.highest_within ? first.highest : first.highest - 1;
        const double next = second.lowest_within ? second.lowest : second.lowest + 1;
        return next == last + 1;
    }
    return first.highest == second.lowest && first.highest_within != second.lowest_within;
}

bool overlap(const Band& first, const Band& second) {
    return first.highest > second.lowest ||
           (first.highest == second.lowest && first.highest_within && second.lowest_within);
}

/// Place of a row: the number of its band on each axis, counted from the mildest.
using Place = std::vector<std::size_t>;

class TableCheck {
public:
    TableCheck(const RuleTable& table, const std::string& what, Problems& problems)
        : table_(table), what_(what), problems_(problems) {}

    void check() {
        for (std::size_t axis = 0; axis < table_.axes.size(); ++axis) {
            bands_.push_back(bands_of(table_, axis));
            check_bands(axis);
            if (!table_.axes[axis].worse_higher) {
                std::reverse(bands_.back().begin(), bands_.back().end());
            }
        }
        place_rows();
        check_complete();
        check_monotone();
        for (const RuleRow& row : table_.rows) {
            if (row.level < 0 || row.level > table_.highest_level) {
                add(fmt::format("row {}: level {} is not within 0 and highest_level {}", row.id,
                                row.level, table_.highest_level));
            }
        }
    }

private:
    void add(const std::string& problem) { problems_.add(what_ + ": " + problem); }

    void check_bands(std::size_t axis) {
        const auto& bands = bands_[axis];
        const RuleAxis& own = table_.axes[axis];
        for (std::size_t k = 0; k + 1 < bands.size(); ++k) {
            if (overlap(bands[k], bands[k + 1])) {
                add(fmt::format("{}: two bands overlap at {}", own.field, bands[k + 1].lowest));
            } else if (!adjoin(bands[k], bands[k + 1], own.whole)) {
                add(fmt::format("{}: no band holds the values between {} and {}", own.field,
                                bands[k].highest, bands[k + 1].lowest));
            }
        }
    }

    Place place_of(const RuleRow& row) const {
        Place place;
        for (std::size_t axis = 0; axis < bands_.size(); ++axis) {
            const Band& own = row.conditions[axis].band;
            const auto found =
                std::find_if(bands_[axis].begin(), bands_[axis].end(), [&](const Band& band) {
                    return band.lowest == own.lowest && band.highest == own.highest &&
                           band.lowest_within == own.lowest_within &&
                           band.highest_within == own.highest_within;
                });
            place.push_back(static_cast<std::size_t>(found - bands_[axis].begin()));
        }
        return place;
    }

    void place_rows() {
        for (const RuleRow& row : table_.rows) {
            const auto [known, is_new] = rows_.emplace(place_of(row), &row);
            if (!is_new) {
                add(fmt::format("rows {} and {} have the same bands", known->second->id, row.id));
            }
        }
    }

    void check_complete() {
        std::size_t combinations = 1;
        for (const auto& bands : bands_) {
            combinations *= bands.size();
        }
        if (rows_.size() < combinations) {
            add(
                fmt::format("{} of {} combinations of bands have no row; a row of level 0 says "
                            "that there is no level",
                            combinations - rows_.size(), combinations));
        }
    }

    void check_monotone() {
        for (const auto& [place, row] : rows_) {
            for (std::size_t axis = 0; axis < place.size(); ++axis) {
                Place worse = place;
                ++worse[axis];
                const auto found = rows_.find(worse);
                if (found != rows_.end() && found->second->level < row->level) {
                    add(fmt::format("row {} has level {}, but row {}, where {} is worse, only {}",
                                    row->id, row->level, found->second->id, table_.axes[axis].field,
                                    found->second->level));
                }
            }
        }
    }

    const RuleTable& table_;
    const std::string& what_;
    Problems& problems_;
    std::vector<std::vector<Band>> bands_;  // of each axis, from the mildest
    std::map<Place, const RuleRow*> rows_;
};

}  // namespace

void check_rule_table(const RuleTable& table, const std::string& what, Problems& problems) {
    TableCheck(table, what, problems).check();
}

}  // namespace hazone
