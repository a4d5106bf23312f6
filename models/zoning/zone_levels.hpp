#pragma once

#include <array>
#include <cstdint>

#include "engine/core/field_set.hpp"
#include "engine/core/view.hpp"
#include "engine/core/zone_cover.hpp"
#include "engine/core/zones.hpp"
#include "engine/rules/rule_set.hpp"
#include "models/zoning/level_rule.hpp"

namespace hazone::models {

/// m2 of one zone by class and by the hazard that decided it, [class 0..5][hazard 0..3]; 0 stands
/// for missing.
using ClassAreas = std::array<std::array<double, 4>, kClassCount + 1>;

/// Hazard which decided most of the area of the class or a higher one: 1 landslide, 2 flash flood,
/// 3 both; 3 also when none of them has the most. 0 when there is no such area.
int deciding_from(const ClassAreas& areas, int lowest_class);

/// The fields of zones by which levels are given; all rasters have one extent.
struct LevelFields {
    View<const std::uint8_t> hazard_class;     // 0 missing
    View<const std::uint8_t> deciding_hazard;  // 0 missing
    View<const std::uint8_t> risk_level;       // above 5: missing
    View<const std::uint8_t> risk_hazard;      // above 9: missing
    View<const std::uint8_t> risk_rule;        // 255 missing
};

/// Levels, classes and reasons of all zones of the cover, label 1 first; without levels of single
/// hazards, statistics and exposure. Codes out of range count as missing. The same bits for any
/// number of threads.
ZoneTable summarise_zones(const ZoneCover& cover,
                          const LevelFields& fields,
                          const RuleSet& rules,
                          const LevelRule& rule);

}  // namespace hazone::models
