#include "scenarios/explain/hazards_of_cell.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "scenarios/explain/class_steps.hpp"
#include "scenarios/explain/next_level.hpp"
#include "scenarios/rules/rules_record.hpp"

namespace hazone {
namespace {

constexpr std::size_t kWaysTold = 4;

const RuleTable* table_of(const RuleSet& rules, Hazard hazard) {
    const auto found = std::find_if(rules.tables.begin(), rules.tables.end(),
                                    [&](const RuleTable& table) { return table.hazard == hazard; });
    return found == rules.tables.end() ? nullptr : &*found;
}

/// The row of that level whose conditions all hold; nullptr when none does.
const RuleRow* row_of(const RuleTable& table, int level, const ValueOf& values) {
    for (const RuleRow& row : table.rows) {
        const bool holds = std::all_of(row.conditions.begin(), row.conditions.end(),
                                       [&](const Condition& condition) {
                                           const auto value = values(condition.field);
                                           return value && condition.band.contains(*value);
                                       });
        if (row.level == level && holds) {
            return &row;
        }
    }
    return nullptr;
}

std::string shown(const std::string& field, const ValueOf& values) {
    const auto value = values(field);
    return value ? value_text(field, *value) : "not stored";
}

/// "greatest_rain_of_24_hours 180 mm; level 3 from >200-400 mm with rain_days >2".
OrderedJson way_json(const WayUp& way, const ValueOf& values) {
    std::string changes;
    std::string present;
    std::string others;
    for (const Condition& condition : way.row->conditions) {
        const bool unmet =
            std::find(way.unmet.begin(), way.unmet.end(), &condition) != way.unmet.end();
        std::string& text = unmet ? changes : others;
        text +=
            fmt::format("{}{} {}", text.empty() ? "" : " and ", condition.field, condition.text);
        if (unmet) {
            present += fmt::format("{}{} {}", present.empty() ? "" : ", ", condition.field,
                                   shown(condition.field, values));
        }
    }
    return {{"level", way.level},
            {"row", way.row->id},
            {"changes", way.unmet.size()},
            {"text", fmt::format("{}; level {} with {}{}{}", present, way.level, changes,
                                 others.empty() ? "" : ", as now ", others)}};
}

std::string names_text(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

class HazardReader {
public:
    HazardReader(const FinishedRun& run, const CellReader& cell, Hazard hazard)
        : run_(run),
          cell_(cell),
          hazard_(hazard),
          table_(table_of(*run.rules, hazard)),
          values_([this](const std::string& field) { return value_of(field); }) {}

    OrderedJson read() {
        OrderedJson json{{"hazard", hazard_word(hazard_)}, {"assessed", false}};
        if (table_ == nullptr) {
            json["why_not"] = "the rules have no table for it";
            return json;
        }
        const FieldSpec& field = *kLevelOfHazard[static_cast<std::size_t>(hazard_) - 1];
        const auto level = cell_.value(field.name);
        if (level && !std::isnan(*level)) {
            choose_table(static_cast<int>(*level));
        }
        json["article"] = table_->article;
        json["basis"] = basis_text(run_, *table_);
        json["values"] = values_json();
        if (!level || std::isnan(*level)) {
            json["why_not"] = why_not(level.has_value());
            return json;
        }
        json["assessed"] = true;
        add_level(static_cast<int>(*level), json);
        return json;
    }

private:
    /// Of several tables for the hazard the one with the row that gave the level.
    void choose_table(int level) {
        for (const RuleTable& table : run_.rules->tables) {
            if (table.hazard == hazard_ && row_of(table, level, values_) != nullptr) {
                table_ = &table;
                return;
            }
        }
    }

    /// Classes of no data are missing, as any other number. What stands for a quantity that the run
    /// does not have is its value.
    std::optional<double> value_of(const std::string& field) const {
        const auto value = cell_.value(field);
        if (value || run_.has(field)) {
            return value;
        }
        const auto axis = std::find_if(table_->axes.begin(), table_->axes.end(),
                                       [&](const RuleAxis& own) { return own.field == field; });
        return axis == table_->axes.end() ? std::nullopt : axis->absent;
    }

    OrderedJson values_json() const {
        OrderedJson json = OrderedJson::array();
        for (const std::string& field : table_->fields) {
            const auto value = value_of(field);
            json.push_back({{"field", field},
                            {"value", value ? number_json(*value) : OrderedJson()},
                            {"text", shown(field, values_)}});
        }
        return json;
    }

    std::string why_not(bool in_run) const {
        std::vector<std::string> absent;
        std::vector<std::string> unknown;
        for (const std::string& field : table_->fields) {
            const auto value = value_of(field);
            if (!value && !run_.has(field)) {
                absent.push_back(field);
            } else if (value && std::isnan(*value)) {
                unknown.push_back(field);
            }
        }
        if (in_run) {
            return unknown.empty() ? "no data" : "no data of " + names_text(unknown);
        }
        return absent.empty() ? "this run did not make its level"
                              : "the run has no " + names_text(absent);
    }

    void add_level(int level, OrderedJson& json) const {
        json["level"] = level;
        const RuleRow* row = row_of(*table_, level, values_);
        json["row"] = row == nullptr ? OrderedJson() : rule_row_json(*row);
        OrderedJson ways = OrderedJson::array();
        for (const WayUp& way : ways_up(*table_, level, values_)) {
            if (ways.size() < kWaysTold) {
                ways.push_back(way_json(way, values_));
            }
        }
        json["to_a_higher_level"] = ways;
    }

    const FinishedRun& run_;
    const CellReader& cell_;
    Hazard hazard_;
    const RuleTable* table_;
    ValueOf values_;
};

}  // namespace

OrderedJson hazards_of_cell(const FinishedRun& run, const CellReader& cell) {
    OrderedJson hazards = OrderedJson::array();
    if (!run.rules) {
        return hazards;
    }
    for (const Hazard hazard : kHazards) {
        hazards.push_back(HazardReader(run, cell, hazard).read());
    }
    return hazards;
}

std::string basis_text(const FinishedRun& run, const RuleTable& table) {
    std::vector<std::string> texts;
    for (const std::string& field : table.fields) {
        const auto basis = class_basis(run, field);
        if (!basis || !field.ends_with("_class")) {
            texts.push_back(field);
            continue;
        }
        texts.push_back(fmt::format("{} by {}{}{}", field, basis->model,
                                    basis->of.empty() ? "" : " of ", basis->of));
    }
    return names_text(texts);
}

std::string row_text(const OrderedJson& row) {
    std::string text = "row " + row.at("id").get<std::string>();
    for (const char* part : {"article", "mark"}) {
        const std::string value = row.at(part).get<std::string>();
        if (!value.empty()) {
            text += (std::string(part) == "mark" ? ", mark " : ", ") + value;
        }
    }
    text += row.at("extrapolated").get<bool>() ? ", extrapolated: it fills a hole of the text" : "";
    text += row.at("unverified").get<bool>() ? ", unverified" : "";
    std::string conditions;
    for (const OrderedJson& condition : row.at("conditions")) {
        conditions += fmt::format("{}{} {}", conditions.empty() ? ": " : " and ",
                                  condition.at("field").get<std::string>(),
                                  condition.at("text").get<std::string>());
    }
    const std::string note = row.at("note").get<std::string>();
    return text + conditions + (note.empty() ? "" : " (" + note + ")");
}

}  // namespace hazone
