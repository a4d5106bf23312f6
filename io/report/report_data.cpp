#include "io/report/report_data.hpp"

#include <set>

#include "engine/core/standard_fields.hpp"
#include "io/alerts/alert_words.hpp"
#include "io/crs.hpp"
#include "io/report/rain_chart.hpp"
#include "io/report/report_file.hpp"
#include "io/report/report_words.hpp"
#include "io/report/report_zones.hpp"

namespace hazone::io {
namespace {

using Json = nlohmann::ordered_json;

Json both(const std::string& english, const std::string& vietnamese) {
    return {{"en", english}, {"vi", vietnamese.empty() ? english : vietnamese}};
}

Json words_json() {
    Json english = Json::object();
    Json vietnamese = Json::object();
    for (const ReportWord& word : report_words()) {
        english[std::string(word.key)] = word.english;
        vietnamese[std::string(word.key)] = word.vietnamese;
    }
    return {{"en", english}, {"vi", vietnamese}};
}

Json levels_json(const Publication& publication) {
    Json levels = Json::array();
    for (int level = 0; level <= kLevelCount; ++level) {
        levels.push_back(
            {{"colour", level == 0 ? "#ffffff" : colour_text(level_colour(publication, level))},
             {"name", both(level_text(publication, level, Language::english),
                           level_text(publication, level, Language::vietnamese))}});
    }
    return levels;
}

Json title_json(const std::string& name) {
    const FieldSpec* field = find_field(name);
    return field == nullptr ? both(name, name)
                            : both(report_title(*field, Language::english),
                                   report_title(*field, Language::vietnamese));
}

Json row_json(const RuleRow& row) {
    Json conditions = Json::array();
    for (const Condition& condition : row.conditions) {
        conditions.push_back({{"field", condition.field},
                              {"title", title_json(condition.field)},
                              {"text", condition.text}});
    }
    return {{"level", row.level},
            {"article", both(row.article, article_text(row.article, Language::vietnamese))},
            {"mark", row.mark},
            {"extrapolated", row.extrapolated},
            {"unverified", row.unverified},
            {"note", row.note},
            {"conditions", conditions}};
}

/// The rows which some zone or cell of this run came under, by their ids: all, with their table.
Json rules_json(const RuleSet& rules) {
    Json rows = Json::object();
    Json tables = Json::array();
    for (const RuleTable& table : rules.tables) {
        tables.push_back(
            {{"hazard", hazard_word(table.hazard)},
             {"article", both(table.article, article_text(table.article, Language::vietnamese))},
             {"title", both(table.title, table.title_vietnamese)},
             {"since", table.since}});
        for (const RuleRow& row : table.rows) {
            rows[row.id] = row_json(row);
            rows[row.id]["hazard"] = hazard_word(table.hazard);
        }
    }
    return {{"name", rules.name},
            {"version", rules.version},
            {"title", both(rules.title, rules.title_vietnamese)},
            {"source", rules.source},
            {"since", rules.since},
            {"caution", both(rules.caution, rules.caution_vietnamese)},
            {"sha256", rules.sha256},
            {"tables", tables},
            {"rows", rows}};
}

Json bases_json(const Publication& publication) {
    Json bases = Json::array();
    for (const HazardBasis& basis : publication.bases) {
        bases.push_back({{"hazard", hazard_word(basis.hazard)},
                         {"field", basis.field},
                         {"title", title_json(basis.field)},
                         {"model", basis.model},
                         {"method", basis.method}});
    }
    return bases;
}

/// Titles of the fields which statistics of zones name.
Json fields_json(const ZoneTable& table) {
    Json titles = Json::object();
    for (const ZoneSummary& zone : table) {
        for (const ZoneStatistic& own : zone.statistics) {
            titles[own.field] = title_json(own.field);
        }
    }
    return titles;
}

Json run_json(const Publication& publication) {
    return {{"title", publication.title},
            {"sources", publication.sources},
            {"version", publication.version},
            {"scenario_sha256", publication.scenario_sha256},
            {"publisher", publication.publisher.name},
            {"made", publication.made},
            {"valid_from", publication.valid_from},
            {"valid_until", publication.valid_until},
            {"forecast", publication.forecast},
            {"synthetic", publication.synthetic},
            {"joint_added", publication.joint.added},
            {"joint_reason", publication.joint.reason},
            {"notes", publication.notes},
            {"warnings", publication.warnings}};
}

}  // namespace

Json report_json(const Publication& publication,
                 const ReportLayers& layers,
                 const WebFrame& frame) {
    const Grid& grid = *publication.grid;
    return {
        {"language", publication.language == Language::english ? "en" : "vi"},
        {"words", words_json()},
        {"run", run_json(publication)},
        {"grid",
         {{"rows", grid.extent.rows},
          {"cols", grid.extent.cols},
          {"cell_size", grid.cell_size},
          {"crs", crs_name(parse_crs(grid.crs, "the grid"))}}},
        {"bounds", frame.degrees()},
        {"map_bounds", frame.map_bounds()},
        {"value_cell_size", layers.value_cell_size},
        {"levels", levels_json(publication)},
        {"layers", layers.layers},
        {"decisions", layers.decisions},
        {"rules", publication.rules == nullptr ? Json(nullptr) : rules_json(*publication.rules)},
        {"bases", bases_json(publication)},
        {"fields", fields_json(*publication.table)},
        {"zones", zones_json(*publication.table)},
        {"rain", rain_json(*publication.fields)}};
}

}  // namespace hazone::io
