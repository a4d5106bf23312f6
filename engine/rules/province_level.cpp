#include "engine/rules/province_level.hpp"

#include <algorithm>

namespace hazone {
namespace {

using Counts = std::array<int, kLevelCount + 1>;

double smallest_share(const RuleSet& rules, Hazard hazard) {
    std::optional<double> share;
    for (const RuleTable& table : rules.tables) {
        if (table.hazard == hazard) {
            share = std::min(share.value_or(table.province_share), table.province_share);
        }
    }
    return share.value_or(0);
}

/// The highest level reached by the share. Article 44 of Decision 18/2021 tests under or over half
/// of the province; what it gives below half was not seen. Level 1 stands for it, never 0, and
/// ProvinceHazard::highest tells what the worst commune has.
int level_of(const Counts& communes, double share) {
    constexpr double kRounding = 1e-9;  // 0.3 of 10 communes is 3 communes
    int all = 0;
    for (const int count : communes) {
        all += count;
    }
    int reached = 0;
    for (int level = kLevelCount; level >= 1; --level) {
        reached += communes[static_cast<std::size_t>(level)];
        if (reached > 0 && reached >= share * all - kRounding) {
            return level;
        }
    }
    return reached > 0 ? 1 : 0;
}

int highest_of_tables(const RuleSet& rules, Hazard hazard) {
    int highest = 0;
    for (const RuleTable& table : rules.tables) {
        if (table.hazard == hazard) {
            highest = std::max(highest, table.highest_level);
        }
    }
    return highest == 0 ? kLevelCount : highest;
}

std::optional<ProvinceHazard> judged(const RuleSet& rules, const ZoneTable& zones, Hazard hazard) {
    ProvinceHazard own{.hazard = hazard, .share = smallest_share(rules, hazard)};
    bool seen = false;
    for (const ZoneSummary& zone : zones) {
        const auto found =
            std::find_if(zone.hazards.begin(), zone.hazards.end(),
                         [&](const HazardLevel& one) { return one.hazard == hazard; });
        seen = seen || found != zone.hazards.end();
        if (found == zone.hazards.end() || !found->level) {
            ++own.missing;
            continue;
        }
        ++own.communes[static_cast<std::size_t>(*found->level)];
        own.highest = std::max(own.highest, *found->level);
    }
    if (!seen) {
        return std::nullopt;
    }
    own.extrapolated = own.share > 0;
    if (own.missing < static_cast<int>(zones.size())) {
        own.level = level_of(own.communes, own.share);
        Counts worst = own.communes;
        worst[static_cast<std::size_t>(highest_of_tables(rules, hazard))] += own.missing;
        own.lower_bound = level_of(worst, own.share) > *own.level;
    }
    return own;
}

}  // namespace

ProvinceLevel province_levels(const RuleSet& rules, const ZoneTable& zones) {
    ProvinceLevel province;
    for (const Hazard hazard : kHazards) {
        const auto own = judged(rules, zones, hazard);
        if (!own) {
            continue;
        }
        province.hazards.push_back(*own);
        province.lower_bound = province.lower_bound || own->lower_bound || !own->level;
        if (own->level && (!province.level || *own->level > *province.level)) {
            province.level = own->level;
            province.hazard = *own->level > 0 ? hazard : Hazard::none;
            province.extrapolated = own->extrapolated;
        }
    }
    province.lower_bound = province.lower_bound && province.level && *province.level < kLevelCount;
    return province;
}

}  // namespace hazone
