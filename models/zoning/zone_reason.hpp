#pragma once

#include <string>

#include "engine/core/zones.hpp"
#include "engine/rules/rule_set.hpp"
#include "models/zoning/level_rule.hpp"

namespace hazone::models {

/// Why a zone has its level, or none: its shares, what the rule of the level needed, and the row of
/// the rules with its conditions. Reads the areas, level, hazard and rule of the summary;
/// `missing_area` is that without a level.
std::string reason_of(const ZoneSummary& zone,
                      const ReachedLevel& reached,
                      double missing_area,
                      const LevelRule& rule,
                      const RuleSet& rules);

}  // namespace hazone::models
