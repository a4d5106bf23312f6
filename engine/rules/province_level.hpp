#pragma once

#include <array>
#include <optional>
#include <vector>

#include "engine/core/zones.hpp"
#include "engine/rules/rule_set.hpp"

namespace hazone {

/// What the communes together say of one hazard.
struct ProvinceHazard {
    Hazard hazard = Hazard::none;
    std::optional<int> level = {};  // 0 below level 1, to 5; empty: no commune has data
    int highest = 0;                // level of any commune, whatever its extent
    double share = 0;               // of the communes with data, which must reach a level
    std::array<int, kLevelCount + 1> communes{};  // number at level 0 to 5
    int missing = 0;                              // communes without data
    bool lower_bound = false;                     // those without data could raise the level
    bool extrapolated = false;  // the wording of the text's extent test was not seen
};

/// The level of the province: the worst of its hazards.
struct ProvinceLevel {
    std::optional<int> level = {};
    Hazard hazard = Hazard::none;  // whose level it is; none at level 0 or without data
    bool lower_bound = false;
    bool extrapolated = false;
    std::vector<ProvinceHazard> hazards = {};  // those judged in some zone
};

/// The level of the province from those of its communes. Of each hazard it is the highest level
/// which at least RuleTable::province_share of the communes with data reach; one commune is enough
/// where the share is 0. Where too few reach even level 1, but some do, it is 1. Of several tables
/// of one hazard the smallest share is taken, the cautious one: it gives the higher level. A
/// commune without data is never counted as level 0. Joint hazards are not added again.
ProvinceLevel province_levels(const RuleSet& rules, const ZoneTable& zones);

}  // namespace hazone
