#include "scenarios/explain/next_level.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace hazone {
namespace {

using Fields = std::set<std::string>;

Fields fields_of(const WayUp& way) {
    Fields fields;
    for (const Condition* condition : way.unmet) {
        fields.insert(condition->field);
    }
    return fields;
}

/// How far the values are from the row, as the sum over its conditions of the distance to the band
/// in parts of the band's nearer end: only to choose among rows of the same quantities and level.
double distance_to(const WayUp& way, const ValueOf& values) {
    double distance = 0;
    for (const Condition* condition : way.unmet) {
        const double value = values(condition->field).value_or(0);
        const Band& band = condition->band;
        const double end = value < band.lowest ? band.lowest : band.highest;
        const double gap = std::abs(end - value);
        distance += gap / std::max(std::abs(end), 1e-12);
    }
    return distance;
}

/// Whether `other` makes `way` needless: no more quantities change, and no higher level.
bool covers(const WayUp& other, const WayUp& way) {
    const Fields less = fields_of(other);
    const Fields more = fields_of(way);
    return std::includes(more.begin(), more.end(), less.begin(), less.end()) &&
           other.level <= way.level;
}

}  // namespace

std::vector<WayUp> ways_up(const RuleTable& table, int level, const ValueOf& values) {
    std::vector<WayUp> all;
    for (const RuleRow& row : table.rows) {
        if (row.level <= level) {
            continue;
        }
        WayUp way{.level = row.level, .row = &row};
        for (const Condition& condition : row.conditions) {
            const auto value = values(condition.field);
            if (!value || !condition.band.contains(*value)) {
                way.unmet.push_back(&condition);
            }
        }
        if (!way.unmet.empty()) {
            all.push_back(std::move(way));
        }
    }
    std::stable_sort(all.begin(), all.end(), [&](const WayUp& one, const WayUp& other) {
        if (one.unmet.size() != other.unmet.size()) {
            return one.unmet.size() < other.unmet.size();
        }
        return one.level != other.level ? one.level < other.level
                                        : distance_to(one, values) < distance_to(other, values);
    });
    std::vector<WayUp> ways;
    for (const WayUp& way : all) {
        if (std::none_of(ways.begin(), ways.end(),
                         [&](const WayUp& other) { return covers(other, way); })) {
            ways.push_back(way);
        }
    }
    return ways;
}

}  // namespace hazone
