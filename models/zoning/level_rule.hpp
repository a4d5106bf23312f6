#pragma once

#include <array>
#include <optional>

#include "engine/core/zones.hpp"

namespace hazone::models {

/// m2 of a zone at level 0 (below level 1) to 5.
using LevelAreas = std::array<double, kLevelCount + 1>;

/// What makes the level of a zone of the levels of its cells.
struct LevelRule {
    double area_share = 0.05;             // of the area with data
    double largest_missing_share = 0.2;   // of the whole area
    int any_cell_from = kLevelCount + 1;  // from this level on `least_area` is enough; 6: never
    double least_area = 1000;             // m2
    int alarm_from = 3;                   // from this level on a lower bound is a level; 6: never
};

/// The level of a zone and what made it.
struct ReachedLevel {
    std::optional<int> level = {};  // 0 below level 1, to 5; empty: no data
    bool lower_bound = false;       // too much is missing: the level may be higher
    bool by_any_cell = false;       // `least_area` made it, the share alone gives less
};

/// m2 at the level or a higher one.
double area_from(const LevelAreas& areas, int level);

/// The highest level L such that the area at L or higher makes up `area_share` of the area with
/// data; or, from `any_cell_from` on, such that it is at least `least_area`. 0 when no level from 1
/// is reached. Missing area never dilutes: it is in neither part of the share. Where more than
/// `largest_missing_share` of the zone is missing, that would be a guess. The level is then the one
/// which the known area gives of the whole zone, as if nothing missing were hazardous - a lower
/// bound. It stands from `alarm_from` on, since an alarm holds whatever the missing cells are;
/// below that there is no level, for a lower bound read as a level would call an unknown zone safe.
/// Areas which differ from a limit by rounding, 1e-9 of it, reach it.
ReachedLevel reached_level(const LevelAreas& areas, double missing_area, const LevelRule& rule);

}  // namespace hazone::models
