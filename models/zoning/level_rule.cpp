#include "models/zoning/level_rule.hpp"

#include <algorithm>
#include <numeric>

namespace hazone::models {
namespace {

constexpr double kRounding = 1e-9;

bool reaches(double area, double needed) { return area > 0 && area >= needed * (1 - kRounding); }

/// The highest level from `lowest` on whose area, with that of higher levels, reaches `needed`; 0
/// when none does.
int highest_reaching(const LevelAreas& areas, double needed, int lowest) {
    for (int level = kLevelCount; level >= lowest; --level) {
        if (reaches(area_from(areas, level), needed)) {
            return level;
        }
    }
    return 0;
}

}  // namespace

double area_from(const LevelAreas& areas, int level) {
    return std::accumulate(areas.begin() + level, areas.end(), 0.0);
}

ReachedLevel reached_level(const LevelAreas& areas, double missing_area, const LevelRule& rule) {
    const double known = area_from(areas, 0);
    const double all = known + missing_area;
    if (known <= 0) {
        return {};
    }
    const bool lower_bound = missing_area > rule.largest_missing_share * all * (1 + kRounding);
    const int by_share = highest_reaching(areas, rule.area_share * (lower_bound ? all : known), 1);
    const int by_any_cell =
        highest_reaching(areas, rule.least_area, std::max(rule.any_cell_from, 1));
    const int level = std::max(by_share, by_any_cell);
    if (lower_bound && level < rule.alarm_from) {
        return {.lower_bound = true};
    }
    return {.level = level, .lower_bound = lower_bound, .by_any_cell = by_any_cell > by_share};
}

}  // namespace hazone::models
