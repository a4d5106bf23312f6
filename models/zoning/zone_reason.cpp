#include "models/zoning/zone_reason.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hazone::models {
namespace {

double per_cent(double part, double whole) { return 100.0 * part / whole; }

/// Hectares below 1 km2, which would read as 0.00 km2.
std::string area_text(double area) {
    return area < 1e6 ? fmt::format("{:.2f} ha", area / 1e4)
                      : fmt::format("{:.2f} km2", area / 1e6);
}

/// Fields and hazards by their names, without the lines below.
std::string words_of(std::string_view name) {
    std::string words(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

/// "rule 46-2-high (Art. 46, extrapolated): rain 24 h >200-400 mm, landslide class 4".
std::string row_text(const std::string& id, const RuleSet& rules) {
    const RuleRow* row = rules.row(id);
    std::string text = "rule " + id;
    if (row == nullptr) {
        return text;
    }
    std::string origin = row->article;
    for (const auto& [holds, word] :
         {std::pair{row->extrapolated, "extrapolated"}, std::pair{row->unverified, "unverified"}}) {
        origin += !holds ? "" : (origin.empty() ? "" : ", ") + std::string(word);
    }
    text += origin.empty() ? "" : " (" + origin + ")";
    for (std::size_t k = 0; k < row->conditions.size(); ++k) {
        const Condition& condition = row->conditions[k];
        text +=
            fmt::format("{} {} {}", k == 0 ? ":" : ",", words_of(condition.field), condition.text);
    }
    return text;
}

std::string share_text(const ZoneSummary& zone,
                       const ReachedLevel& reached,
                       double known,
                       const LevelRule& rule) {
    const int shown = std::max(*zone.level, 1);
    const double whole = reached.lower_bound ? zone.area : known;
    const double area = area_from(zone.level_area, shown);
    const std::string needed = reached.by_any_cell
                                   ? fmt::format("{} of a level from {} on are enough",
                                                 area_text(rule.least_area), rule.any_cell_from)
                                   : fmt::format("{:g} % needed", 100 * rule.area_share);
    return fmt::format("{}{:.1f} % of {}{} ({}) is at level {} or higher, {}",
                       *zone.level == 0 ? "only " : "", per_cent(area, whole), area_text(whole),
                       reached.lower_bound ? "" : " with data", area_text(area), shown, needed);
}

}  // namespace

std::string reason_of(const ZoneSummary& zone,
                      const ReachedLevel& reached,
                      double missing_area,
                      const LevelRule& rule,
                      const RuleSet& rules) {
    if (zone.area <= 0) {
        return "no data: no part of the zone lies in the grid";
    }
    const std::string missing =
        fmt::format("{:.1f} % of the zone has no data", per_cent(missing_area, zone.area));
    if (!zone.level) {
        return fmt::format("no data: {}, at most {:g} % may", missing,
                           100 * rule.largest_missing_share);
    }
    std::string text = reached.lower_bound ? "at least level " : "level ";
    text = *zone.level == 0 ? "below level 1" : text + std::to_string(*zone.level);
    text += ": " + share_text(zone, reached, zone.area - missing_area, rule);
    if (*zone.level > 0 && zone.hazard != Hazard::none) {
        text += "; most of level " + std::to_string(*zone.level) + " by " +
                words_of(hazard_word(zone.hazard));
    }
    if (!zone.rule.empty()) {
        text += "; " + row_text(zone.rule, rules);
    }
    return text + "; " + missing;
}

}  // namespace hazone::models
