#include "scenarios/rules/rules_record.hpp"

#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace hazone {
namespace {

using Json = nlohmann::ordered_json;

Json end_json(double end) { return std::isfinite(end) ? Json(end) : Json(); }

Json condition_json(const Condition& condition) {
    return {{"field", condition.field},
            {"text", condition.text},
            {"lowest", end_json(condition.band.lowest)},
            {"highest", end_json(condition.band.highest)},
            {"lowest_within", condition.band.lowest_within},
            {"highest_within", condition.band.highest_within}};
}

Condition condition_from(const Json& json) {
    Condition condition{.field = json.at("field"), .text = json.at("text")};
    if (!json.at("lowest").is_null()) {
        condition.band.lowest = json.at("lowest");
    }
    if (!json.at("highest").is_null()) {
        condition.band.highest = json.at("highest");
    }
    condition.band.lowest_within = json.at("lowest_within");
    condition.band.highest_within = json.at("highest_within");
    return condition;
}

RuleRow row_from(const Json& json) {
    RuleRow row{.id = json.at("id"),
                .level = json.at("level"),
                .article = json.at("article"),
                .mark = json.at("mark"),
                .extrapolated = json.at("extrapolated"),
                .unverified = json.at("unverified"),
                .note = json.at("note"),
                .number = json.at("number")};
    for (const Json& condition : json.at("conditions")) {
        row.conditions.push_back(condition_from(condition));
    }
    return row;
}

Json axis_json(const RuleAxis& axis) {
    return {{"field", axis.field},
            {"worse", axis.worse_higher ? "higher" : "lower"},
            {"whole", axis.whole},
            {"absent", axis.absent ? Json(*axis.absent) : Json()}};
}

RuleAxis axis_from(const Json& json) {
    RuleAxis axis{.field = json.at("field"),
                  .worse_higher = json.at("worse") == "higher",
                  .whole = json.at("whole")};
    if (!json.at("absent").is_null()) {
        axis.absent = json.at("absent").get<double>();
    }
    return axis;
}

Json table_json(const RuleTable& table) {
    Json axes = Json::array();
    for (const RuleAxis& axis : table.axes) {
        axes.push_back(axis_json(axis));
    }
    Json rows = Json::array();
    for (const RuleRow& row : table.rows) {
        rows.push_back(rule_row_json(row));
    }
    return {{"hazard", hazard_word(table.hazard)},
            {"article", table.article},
            {"title", table.title},
            {"title_vietnamese", table.title_vietnamese},
            {"since", table.since},
            {"highest_level", table.highest_level},
            {"province_share", table.province_share},
            {"note", table.note},
            {"axes", axes},
            {"rows", rows}};
}

RuleTable table_from(const Json& json) {
    RuleTable table{
        .hazard = hazard_of(json.at("hazard").get<std::string>()).value_or(Hazard::none),
        .article = json.at("article"),
        .title = json.at("title"),
        .title_vietnamese = json.at("title_vietnamese"),
        .since = json.at("since"),
        .highest_level = json.at("highest_level"),
        .province_share = json.at("province_share"),
        .note = json.at("note")};
    for (const Json& axis : json.at("axes")) {
        table.axes.push_back(axis_from(axis));
        table.fields.push_back(table.axes.back().field);
    }
    for (const Json& row : json.at("rows")) {
        table.rows.push_back(row_from(row));
    }
    return table;
}

}  // namespace

Json rule_row_json(const RuleRow& row) {
    Json conditions = Json::array();
    for (const Condition& condition : row.conditions) {
        conditions.push_back(condition_json(condition));
    }
    return {{"id", row.id},
            {"number", row.number},
            {"level", row.level},
            {"article", row.article},
            {"mark", row.mark},
            {"extrapolated", row.extrapolated},
            {"unverified", row.unverified},
            {"note", row.note},
            {"conditions", conditions}};
}

Json rules_json(const RuleSet& rules) {
    Json tables = Json::array();
    for (const RuleTable& table : rules.tables) {
        tables.push_back(table_json(table));
    }
    return {{"name", rules.name},
            {"version", rules.version},
            {"title", rules.title},
            {"title_vietnamese", rules.title_vietnamese},
            {"source", rules.source},
            {"since", rules.since},
            {"caution", rules.caution},
            {"caution_vietnamese", rules.caution_vietnamese},
            {"level_colours", rules.level_colours},
            {"level_names", rules.level_names},
            {"level_names_vietnamese", rules.level_names_vietnamese},
            {"file", rules.file},
            {"sha256", rules.sha256},
            {"joint_hazards", rules.joint.added},
            {"joint_reason", rules.joint.reason},
            {"marks", rules.marks},
            {"tables", tables}};
}

RuleSet rules_from_json(const Json& json) {
    try {
        RuleSet rules;
        rules.name = json.at("name").get<std::string>();
        rules.version = json.at("version").get<std::string>();
        rules.title = json.at("title").get<std::string>();
        rules.title_vietnamese = json.at("title_vietnamese").get<std::string>();
        rules.source = json.at("source").get<std::string>();
        rules.since = json.at("since").get<std::string>();
        rules.caution = json.at("caution").get<std::string>();
        rules.caution_vietnamese = json.at("caution_vietnamese").get<std::string>();
        rules.level_colours = json.at("level_colours").get<std::vector<std::string>>();
        rules.level_names = json.at("level_names").get<std::vector<std::string>>();
        rules.level_names_vietnamese =
            json.at("level_names_vietnamese").get<std::vector<std::string>>();
        rules.file = json.at("file").get<std::string>();
        rules.sha256 = json.at("sha256").get<std::string>();
        rules.joint.added = json.at("joint_hazards");
        rules.joint.reason = json.at("joint_reason");
        rules.marks = json.at("marks").get<std::map<std::string, std::string>>();
        for (const Json& table : json.at("tables")) {
            rules.tables.push_back(table_from(table));
        }
        return rules;
    } catch (const Json::exception& error) {
        throw InputError(fmt::format("run.json: its rules cannot be read: {}", error.what()));
    }
}

}  // namespace hazone
