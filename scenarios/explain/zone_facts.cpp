#include "scenarios/explain/zone_facts.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/units.hpp"
#include "engine/core/zones.hpp"
#include "scenarios/ensemble/level_counts.hpp"
#include "scenarios/explain/plain_letters.hpp"

namespace hazone {
namespace {

std::string text_at(const OrderedJson& json, const char* key) {
    return json.at(key).get<std::string>();
}

std::string label_of(const OrderedJson& zone) {
    const std::string code = text_at(zone, "code");
    return code.empty() ? text_at(zone, "name") : code + " " + text_at(zone, "name");
}

/// The zones for which `same` holds.
template <class Same>
std::vector<const OrderedJson*> zones_with(const FinishedRun& run, Same same) {
    std::vector<const OrderedJson*> found;
    for (const OrderedJson& zone : run.record.at("zones")) {
        if (same(zone)) {
            found.push_back(&zone);
        }
    }
    return found;
}

/// " Did you mean 'Mường Hoa'?", of names which differ from what was typed by a few letters.
std::string nearest(const FinishedRun& run, const std::string& typed) {
    std::vector<std::string> plain;
    std::vector<std::string> names;
    for (const OrderedJson& zone : run.record.at("zones")) {
        for (const char* key : {"code", "name"}) {
            names.push_back(text_at(zone, key));
            plain.push_back(plain_letters(names.back()));
        }
    }
    const std::string words = suggestion(plain_letters(typed), plain);
    for (std::size_t number = 0; number < plain.size(); ++number) {
        if (!plain[number].empty() && words.find("'" + plain[number] + "'") != std::string::npos) {
            return fmt::format(" Did you mean '{}'?", names[number]);
        }
    }
    return "";
}

void refuse_ambiguous(const std::vector<const OrderedJson*>& found, const std::string& typed) {
    std::vector<std::string> labels;
    std::transform(found.begin(), found.end(), std::back_inserter(labels),
                   [](const OrderedJson* zone) { return label_of(*zone); });
    throw InputError(fmt::format("--zone {}: {} zones have that name; give the code of one: {}",
                                 typed, found.size(), fmt::join(labels, ", ")));
}

double parameter(const FinishedRun& run, const char* name, Unit unit, double fallback) {
    const OrderedJson* stage = run.maker(kZoneLevels.name);
    if (stage == nullptr || !stage->at("parameters").contains(name)) {
        return fallback;
    }
    return parse_quantity(stage->at("parameters").at(name).get<std::string>(), unit, name);
}

/// Areas of levels 0 to 5, m2; of classes 1 to 5 in their place where the run has no levels of
/// cells.
std::array<double, kLevelCount + 1> areas_of(const OrderedJson& zone, std::string& kind) {
    std::array<double, kLevelCount + 1> areas{};
    double sum = 0;
    for (std::size_t level = 0; level < areas.size(); ++level) {
        areas.at(level) = zone.at("level_area_m2").at(level).get<double>();
        sum += areas.at(level);
    }
    kind = "level";
    if (sum > 0) {
        return areas;
    }
    kind = "class";
    const double known =
        zone.at("area_m2").get<double>() - zone.at("missing_area_m2").get<double>();
    for (std::size_t number = 1; number < areas.size(); ++number) {
        areas.at(number) = known * zone.at("shares").at(number - 1).get<double>();
    }
    return areas;
}

/// The highest level which the tables of the assessed hazards give.
int highest_of_rules(const FinishedRun& run, const OrderedJson& zone) {
    if (!run.rules || zone.at("hazards").empty()) {
        return kLevelCount;
    }
    int highest = 0;
    for (const RuleTable& table : run.rules->tables) {
        for (const OrderedJson& hazard : zone.at("hazards")) {
            if (hazard.at("hazard").get<std::string>() == hazard_word(table.hazard)) {
                highest = std::max(highest, table.highest_level);
            }
        }
    }
    return highest;
}

std::string km2_text(double area) { return fmt::format("{:.3g} km2", area * 1e-6); }

}  // namespace

const OrderedJson& zone_of(const FinishedRun& run, const std::string& typed) {
    const auto exact = [&](const char* key) {
        return zones_with(run,
                          [&](const OrderedJson& zone) { return text_at(zone, key) == typed; });
    };
    const auto alike = [&](const char* key) {
        return zones_with(run, [&](const OrderedJson& zone) {
            return plain_letters(text_at(zone, key)) == plain_letters(typed);
        });
    };
    if (run.record.at("zones").empty()) {
        throw InputError(
            fmt::format("--zone {}: the run in {} has no zones", typed, run.folder.string()));
    }
    for (const auto& found : {exact("code"), exact("name"), alike("code"), alike("name")}) {
        if (found.size() > 1) {
            refuse_ambiguous(found, typed);
        }
        if (found.size() == 1) {
            return *found.front();
        }
    }
    throw InputError(fmt::format("--zone {}: no zone of {} has that code or name.{}", typed,
                                 run.folder.string(), nearest(run, typed)));
}

OrderedJson zone_in_short(const OrderedJson& zone) {
    return {{"code", zone.at("code")},
            {"name", zone.at("name")},
            {"level", zone.at("level")},
            {"lower_bound", zone.at("lower_bound")},
            {"reason", zone.at("reason")}};
}

std::string level_words(const OrderedJson& zone) {
    const OrderedJson& level = zone.at("level");
    if (level.is_null()) {
        return "no data";
    }
    const int number = level.get<int>();
    return number == 0 ? "below level 1"
                       : fmt::format("{}level {}",
                                     zone.at("lower_bound").get<bool>() ? "at least " : "", number);
}

std::string zone_in_short_text(const OrderedJson& zone) {
    return fmt::format("Zone {} {}: {}\n  {}\n", text_at(zone, "code"), text_at(zone, "name"),
                       level_words(zone), text_at(zone, "reason"));
}

OrderedJson steps_of_zone(const FinishedRun& run, const OrderedJson& zone) {
    OrderedJson steps = OrderedJson::array();
    std::string kind;
    const auto areas = areas_of(zone, kind);
    const double known = std::accumulate(areas.begin(), areas.end(), 0.0);
    const bool lower_bound = zone.at("lower_bound").get<bool>();
    const double whole = lower_bound ? zone.at("area_m2").get<double>() : known;
    if (zone.at("level").is_null() || whole <= 0) {
        return steps;
    }
    const double needed = parameter(run, "area_share", Unit::one, 0.05);
    const double any_from = parameter(run, "any_cell_from", Unit::one, kLevelCount + 1);
    const double least = parameter(run, "least_area", Unit::square_metre, 0);
    const int highest = kind == "level" ? highest_of_rules(run, zone) : kLevelCount;
    for (int level = zone.at("level").get<int>() + 1; level <= highest; ++level) {
        const double area = std::accumulate(areas.begin() + level, areas.end(), 0.0);
        const double enough = level >= any_from ? std::min(least, needed * whole) : needed * whole;
        steps.push_back(
            {{"level", level},
             {"share", area / whole},
             {"share_needed", enough / whole},
             {"area_more_m2", std::max(0.0, enough - area)},
             {"text",
              fmt::format("{} {}{} covers {:.3g} % of {} ({}), {:.3g} % needed "
                          "for level {}: {} more",
                          kind, level, level < kLevelCount ? " or higher" : "", 100 * area / whole,
                          lower_bound ? "the zone" : "the area with data", km2_text(area),
                          100 * enough / whole, level, km2_text(std::max(0.0, enough - area)))}});
    }
    return steps;
}

std::string shares_words(const std::string& kind,
                         int first,
                         const OrderedJson& shares,
                         Index members) {
    std::string text;
    for (std::size_t place = 0; place < shares.size(); ++place) {
        const int number = first + static_cast<int>(place);
        const std::string name = number == 0 ? "below level 1" : fmt::format("{} {}", kind, number);
        if (shares[place].is_null()) {
            text += fmt::format("  {:<14} no data\n", name);
        } else {
            const double share = shares[place].get<double>();
            text += fmt::format("  {:<14} {:.2f} +/- {:.2f}\n", name, share,
                                standard_error(share, members));
        }
    }
    if (members > 0 && !text.empty()) {
        // Hanley & Lippman-Hand (1983), JAMA 249(13), 1743-1745: the rule of three
        text += fmt::format(
            "  (+/- one standard error; what no member has may still have a probability of "
            "{:.2f})\n",
            std::min(1.0, 3.0 / static_cast<double>(members)));
    }
    return text;
}

}  // namespace hazone
