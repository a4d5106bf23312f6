// What led to the level of one zone: facts first, the words of them below.
#include <algorithm>

#include <fmt/format.h>

#include "engine/core/hazards.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "scenarios/explain/class_steps.hpp"
#include "scenarios/explain/finished_run.hpp"
#include "scenarios/explain/hazards_of_cell.hpp"
#include "scenarios/explain/zone_facts.hpp"
#include "scenarios/explanation.hpp"
#include "scenarios/rules/rules_record.hpp"

namespace hazone {
namespace {

std::string text_at(const OrderedJson& json, const char* key) {
    return json.at(key).get<std::string>();
}

class ZoneFacts {
public:
    ZoneFacts(const FinishedRun& run, const OrderedJson& zone) : run_(run), zone_(zone) {}

    OrderedJson read() const {
        OrderedJson json{{"synthetic", run_.synthetic()}};
        json.update(zone_);
        json["row"] = row(text_at(zone_, "rule"));
        json["hazards"] = hazards();
        json["not_assessed"] = not_assessed();
        json["basis"] = basis();
        json["to_a_higher_level"] = steps_of_zone(run_, zone_);
        if (run_.record.contains("ensemble")) {
            json["members"] = run_.record.at("ensemble").at("members");
        }
        return json;
    }

private:
    OrderedJson row(const std::string& id) const {
        const RuleRow* found = run_.rules && !id.empty() ? run_.rules->row(id) : nullptr;
        return found == nullptr ? OrderedJson() : rule_row_json(*found);
    }

    const RuleTable* table_of(std::string_view hazard) const {
        if (run_.rules) {
            for (const RuleTable& table : run_.rules->tables) {
                if (hazard_word(table.hazard) == hazard) {
                    return &table;
                }
            }
        }
        return nullptr;
    }

    OrderedJson hazards() const {
        OrderedJson hazards = zone_.at("hazards");
        for (OrderedJson& hazard : hazards) {
            const RuleTable* table = table_of(text_at(hazard, "hazard"));
            hazard["row"] = row(text_at(hazard, "rule"));
            hazard["basis"] = table == nullptr ? "" : basis_text(run_, *table);
        }
        return hazards;
    }

    OrderedJson not_assessed() const {
        OrderedJson missing = OrderedJson::array();
        for (const Hazard hazard : kHazards) {
            const auto& judged = zone_.at("hazards");
            const bool there =
                std::any_of(judged.begin(), judged.end(), [&](const OrderedJson& one) {
                    return text_at(one, "hazard") == hazard_word(hazard);
                });
            if (run_.rules && !there) {
                missing.push_back({{"hazard", hazard_word(hazard)}, {"why", why_not(hazard)}});
            }
        }
        return missing;
    }

    std::string why_not(Hazard hazard) const {
        const RuleTable* table = table_of(hazard_word(hazard));
        if (table == nullptr) {
            return "the rules have no table for it";
        }
        std::vector<std::string> absent;
        std::copy_if(table->fields.begin(), table->fields.end(), std::back_inserter(absent),
                     [&](const std::string& field) { return !run_.has(field); });
        return absent.empty() ? "this run did not make its level"
                              : fmt::format("the run has no {}", fmt::join(absent, ", "));
    }

    /// Which field stands for the classes of each hazard.
    OrderedJson basis() const {
        OrderedJson all = OrderedJson::array();
        for (const FieldSpec* field : {&kLandslideClass, &kFlashFloodClass}) {
            if (const auto basis = class_basis(run_, field->name)) {
                all.push_back({{"field", field->name},
                               {"model", basis->model},
                               {"of", basis->of},
                               {"method", basis->method}});
            }
        }
        return all;
    }

    const FinishedRun& run_;
    const OrderedJson& zone_;
};

// The words.

std::string area_line(const OrderedJson& zone) {
    const double area = zone.at("area_m2").get<double>();
    const double missing = zone.at("missing_area_m2").get<double>();
    return fmt::format("  area {:.2f} km2, of which {:.1f} % without hazard_class\n", area * 1e-6,
                       area > 0 ? 100 * missing / area : 0.0);
}

std::string class_lines(const OrderedJson& zone) {
    std::string text = "\nShares of the area with data\n";
    for (int number = 1; number <= kClassCount; ++number) {
        text += fmt::format(
            "  class {}        {:6.2f} %\n", number,
            100 * zone.at("shares").at(static_cast<std::size_t>(number - 1)).get<double>());
    }
    const OrderedJson& areas = zone.at("level_area_m2");
    double sum = 0;
    for (const OrderedJson& area : areas) {
        sum += area.get<double>();
    }
    for (std::size_t level = 0; sum > 0 && level < areas.size(); ++level) {
        text += fmt::format("  {:<14} {:5.2f} %\n",
                            level == 0 ? "below level 1" : fmt::format("level {}", level),
                            100 * areas[level].get<double>() / sum);
    }
    return text;
}

std::string hazard_lines(const OrderedJson& zone) {
    std::string text;
    for (const OrderedJson& hazard : zone.at("hazards")) {
        const OrderedJson& level = hazard.at("level");
        text +=
            fmt::format("  {:<14} {}, highest of any cell {}; from {}\n", text_at(hazard, "hazard"),
                        level.is_null()         ? "no data"
                        : level.get<int>() == 0 ? std::string("below level 1")
                                                : fmt::format("level {}", level.get<int>()),
                        hazard.at("highest_level").get<int>(), text_at(hazard, "basis"));
        if (!hazard.at("row").is_null()) {
            text += "      by " + row_text(hazard.at("row")) + "\n";
        }
    }
    for (const OrderedJson& hazard : zone.at("not_assessed")) {
        text += fmt::format("  {:<14} not assessed: {}\n", text_at(hazard, "hazard"),
                            text_at(hazard, "why"));
    }
    return text.empty() ? "" : "\nHazards by the rules\n" + text;
}

std::string basis_lines(const OrderedJson& zone) {
    std::string text;
    for (const OrderedJson& basis : zone.at("basis")) {
        const std::string of = text_at(basis, "of");
        const std::string method = text_at(basis, "method");
        text += fmt::format("  {} by {}{}{}\n", text_at(basis, "field"), text_at(basis, "model"),
                            of.empty() ? "" : " of " + of, method.empty() ? "" : ": " + method);
    }
    return text.empty() ? "" : "\nWhat stands for each hazard\n" + text;
}

std::string exposure_line(const char* what, const OrderedJson& exposure) {
    return exposure.is_null()
               ? ""
               : fmt::format(
                     "  {:<14} {:.0f}, of which {:.0f} where the class is 4 or 5 or not "
                     "known\n",
                     what, exposure.at("all").get<double>(), exposure.at("exposed").get<double>());
}

std::string exposure_lines(const OrderedJson& zone) {
    const double known =
        zone.at("area_m2").get<double>() - zone.at("missing_area_m2").get<double>();
    const double exposed =
        known * (zone.at("shares").at(3).get<double>() + zone.at("shares").at(4).get<double>());
    return fmt::format("\nIn the way\n  {:<14} {:.2f} km2 of class 4 and 5\n", "area",
                       1e-6 * exposed) +
           exposure_line("people", zone.at("people")) +
           exposure_line("buildings", zone.at("buildings"));
}

std::string statistic_lines(const OrderedJson& zone) {
    const auto shown = [](const std::string& field, const OrderedJson& value) {
        return value.is_null() ? std::string("no data") : value_text(field, value.get<double>());
    };
    std::string text;
    for (const OrderedJson& statistic : zone.at("statistics")) {
        const std::string field = text_at(statistic, "field");
        text += fmt::format("  {:<28} mean {}, 95 % below {}, highest {}\n", field,
                            shown(field, statistic.at("mean")),
                            shown(field, statistic.at("percentile_95")),
                            shown(field, statistic.at("highest")));
    }
    return text.empty() ? "" : "\nFields\n" + text;
}

std::string step_lines(const OrderedJson& zone) {
    std::string text;
    for (const OrderedJson& step : zone.at("to_a_higher_level")) {
        text += "  " + text_at(step, "text") + "\n";
    }
    return text.empty() ? "" : "\nTo a higher level\n" + text;
}

std::string probability_lines(const OrderedJson& zone) {
    if (!zone.contains("members")) {
        return "";
    }
    const Index members = zone.at("members").get<Index>();
    const Index known = zone.value("members_with_level", Index{0});
    std::string text =
        fmt::format("\nOf {} members of the ensemble, {} with a level\n", members, known);
    const OrderedJson& shares = zone.at("level_probability");
    return text + (shares.empty() ? "  no data: less than half of the members give a level\n"
                                  : shares_words("level", 0, shares, known));
}

}  // namespace

OrderedJson zone_explanation(const std::filesystem::path& folder, const std::string& code_or_name) {
    const FinishedRun run = read_finished_run(folder);
    return ZoneFacts(run, zone_of(run, code_or_name)).read();
}

std::string zone_explanation_text(const OrderedJson& zone) {
    std::string text =
        zone.at("synthetic").get<bool>() ? "SYNTHETIC DATA - not a real place\n" : "";
    text += zone_in_short_text(zone) + area_line(zone);
    if (zone.at("lower_bound").get<bool>()) {
        text += "  a lower bound: so much has no data that the level may be higher\n";
    }
    if (!zone.at("row").is_null()) {
        text += "  by " + row_text(zone.at("row")) + "\n";
    }
    return text + class_lines(zone) + hazard_lines(zone) + basis_lines(zone) + step_lines(zone) +
           exposure_lines(zone) + statistic_lines(zone) + probability_lines(zone);
}

}  // namespace hazone
