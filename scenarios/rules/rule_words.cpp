#include "scenarios/rules/rule_words.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace hazone {
namespace {

using Json = nlohmann::ordered_json;

std::string remark(const RuleRow& row) {
    std::string text = row.mark;
    text += row.extrapolated ? ", extrapolated" : "";
    text += row.unverified ? ", unverified" : "";
    return text + (row.note.empty() ? "" : ": " + row.note);
}

std::string table_text(const RuleTable& table) {
    std::vector<std::size_t> widths;
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
        std::size_t width = table.axes[axis].field.size();
        for (const RuleRow& row : table.rows) {
            width = std::max(width, row.conditions[axis].text.size());
        }
        widths.push_back(width);
    }
    std::size_t id_width = 3;
    for (const RuleRow& row : table.rows) {
        id_width = std::max(id_width, row.id.size());
    }
    std::string text = fmt::format("\n{}: {} - {} (since {})\n", table.article,
                                   hazard_word(table.hazard), table.title, table.since);
    text += table.note.empty() ? "" : "  " + table.note + "\n";
    text += fmt::format("  {:<{}}", "row", id_width);
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
        text += fmt::format("  {:<{}}", table.axes[axis].field, widths[axis]);
    }
    text += "  level  mark\n";
    for (const RuleRow& row : table.rows) {
        text += fmt::format("  {:<{}}", row.id, id_width);
        for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
            text += fmt::format("  {:<{}}", row.conditions[axis].text, widths[axis]);
        }
        text += fmt::format("  {:<5}  {}\n", row.level == 0 ? "-" : std::to_string(row.level),
                            remark(row));
    }
    return text;
}

/// An end of a band; null where it is open.
Json end_json(double end) { return std::isinf(end) ? Json() : Json(end); }

double end_from(const Json& json, double open) {
    return json.is_null() ? open : json.get<double>();
}

Json row_json(const RuleRow& row) {
    Json conditions = Json::array();
    for (const Condition& condition : row.conditions) {
        const Band& band = condition.band;
        conditions.push_back({{"field", condition.field},
                              {"text", condition.text},
                              {"lowest", end_json(band.lowest)},
                              {"highest", end_json(band.highest)},
                              {"lowest_within", band.lowest_within},
                              {"highest_within", band.highest_within}});
    }
    return {{"number", row.number},         {"id", row.id},     {"level", row.level},
            {"article", row.article},       {"mark", row.mark}, {"extrapolated", row.extrapolated},
            {"unverified", row.unverified}, {"note", row.note}, {"conditions", conditions}};
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
    constexpr double kOpen = std::numeric_limits<double>::infinity();
    for (const Json& own : json.at("conditions")) {
        row.conditions.push_back(
            {own.at("field"),
             {end_from(own.at("lowest"), -kOpen), end_from(own.at("highest"), kOpen),
              own.at("lowest_within"), own.at("highest_within")},
             own.at("text")});
    }
    return row;
}

Json table_json(const RuleTable& table) {
    Json axes = Json::array();
    for (const RuleAxis& axis : table.axes) {
        axes.push_back({{"field", axis.field},
                        {"worse", axis.worse_higher ? "higher" : "lower"},
                        {"whole", axis.whole},
                        {"absent", axis.absent ? Json(*axis.absent) : Json()}});
    }
    Json rows = Json::array();
    for (const RuleRow& row : table.rows) {
        rows.push_back(row_json(row));
    }
    return {{"hazard", hazard_word(table.hazard)},
            {"article", table.article},
            {"title", table.title},
            {"title_vi", table.title_vietnamese},
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
        .title_vietnamese = json.at("title_vi"),
        .since = json.at("since"),
        .highest_level = json.at("highest_level"),
        .province_share = json.at("province_share"),
        .note = json.at("note")};
    for (const Json& own : json.at("axes")) {
        RuleAxis axis{.field = own.at("field"),
                      .worse_higher = own.at("worse") == "higher",
                      .whole = own.at("whole")};
        if (!own.at("absent").is_null()) {
            axis.absent = own.at("absent").get<double>();
        }
        table.fields.push_back(axis.field);
        table.axes.push_back(axis);
    }
    for (const Json& row : json.at("rows")) {
        table.rows.push_back(row_from(row));
    }
    return table;
}

}  // namespace

std::size_t rule_count(const RuleSet& rules) {
    std::size_t count = 0;
    for (const RuleTable& table : rules.tables) {
        count += table.rows.size();
    }
    return count;
}

std::string rules_text(const RuleSet& rules) {
    std::string text = fmt::format("{} (version {})\n{}\nSource: {}\nIn force since {}\n{}\n",
                                   rules.title, rules.version, rules.title_vietnamese, rules.source,
                                   rules.since, rules.caution);
    for (const RuleTable& table : rules.tables) {
        text += table_text(table);
    }
    text += "\nMarks:\n";
    for (const auto& [mark, meaning] : rules.marks) {
        text += fmt::format("  {:<3} {}\n", mark, meaning);
    }
    return text + "A dash: the text has no level there. Values outside all bands have none.\n";
}

Json rules_json(const RuleSet& rules) {
    Json tables = Json::array();
    for (const RuleTable& table : rules.tables) {
        tables.push_back(table_json(table));
    }
    Json marks = Json::object();
    for (const auto& [mark, meaning] : rules.marks) {
        marks[mark] = meaning;
    }
    return {{"name", rules.name},
            {"version", rules.version},
            {"title", rules.title},
            {"title_vi", rules.title_vietnamese},
            {"source", rules.source},
            {"since", rules.since},
            {"caution", rules.caution},
            {"caution_vi", rules.caution_vietnamese},
            {"file", rules.file},
            {"sha256", rules.sha256},
            {"level_names", rules.level_names},
            {"level_names_vi", rules.level_names_vietnamese},
            {"level_colours", rules.level_colours},
            {"joint_hazards", rules.joint.added},
            {"joint_reason", rules.joint.reason},
            {"marks", marks},
            {"tables", tables}};
}

RuleSet rules_from_json(const Json& json) {
    RuleSet rules{.name = json.at("name"),
                  .version = json.at("version"),
                  .title = json.at("title"),
                  .title_vietnamese = json.at("title_vi"),
                  .source = json.at("source"),
                  .since = json.at("since"),
                  .caution = json.at("caution"),
                  .caution_vietnamese = json.at("caution_vi"),
                  .level_colours = json.at("level_colours"),
                  .level_names = json.at("level_names"),
                  .level_names_vietnamese = json.at("level_names_vi"),
                  .file = json.at("file"),
                  .sha256 = json.at("sha256")};
    rules.joint = {json.at("joint_hazards"), json.at("joint_reason")};
    for (const auto& [mark, meaning] : json.at("marks").items()) {
        rules.marks[mark] = meaning;
    }
    for (const Json& table : json.at("tables")) {
        rules.tables.push_back(table_from(table));
    }
    return rules;
}

}  // namespace hazone
