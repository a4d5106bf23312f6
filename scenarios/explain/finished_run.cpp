#include "scenarios/explain/finished_run.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "engine/pipeline/params.hpp"
#include "io/map/legend.hpp"
#include "io/time_stamp.hpp"
#include "io/words.hpp"
#include "scenarios/rules/rules_record.hpp"
#include "scenarios/run_record.hpp"

namespace hazone {
namespace {

Grid grid_from(const OrderedJson& json) {
    return {.extent = {json.at("rows").get<Index>(), json.at("cols").get<Index>()},
            .west = json.at("west").get<double>(),
            .north = json.at("north").get<double>(),
            .cell_size = json.at("cell_size").get<double>(),
            .crs = json.at("crs").get<std::string>()};
}

/// The name of a kind in the legend of its field.
std::string kind_text(const FieldSpec& field, double number) {
    for (const io::LegendEntry& entry : io::legend_of(field, io::Language::english)) {
        if (entry.value == static_cast<int>(number)) {
            return entry.name;
        }
    }
    return fmt::format("{}", number);
}

/// Depths of rain are read in mm, as rules and gauges have them.
bool is_rain(const FieldSpec& field) {
    return field.unit == Unit::metre && field.name.find("rain") != std::string_view::npos;
}

/// risk_hazard and risk_rule: numbers of hazards and of rows.
std::string code_text(const FieldSpec& field, double value) {
    const auto number = static_cast<std::size_t>(value);
    if (field.name == kRiskHazard.name && number <= kHazardCount) {
        return std::string(hazard_word(static_cast<Hazard>(number)));
    }
    return fmt::format("{}", number);
}

}  // namespace

const OrderedJson* FinishedRun::maker(std::string_view field) const {
    for (const OrderedJson& stage : record.at("stages")) {
        for (const OrderedJson& made : stage.at("makes")) {
            if (made.get<std::string>() == field) {
                return &stage;
            }
        }
    }
    return nullptr;
}

bool FinishedRun::has(std::string_view field) const {
    const OrderedJson& inputs = record.at("inputs");
    return maker(field) != nullptr ||
           std::any_of(inputs.begin(), inputs.end(), [&](const OrderedJson& input) {
               return input.at("field").get<std::string>() == field;
           });
}

FinishedRun read_finished_run(const std::filesystem::path& folder) {
    FinishedRun run{.folder = folder, .record = read_run_record(folder)};
    run.grid = grid_from(run.record.at("grid"));
    if (run.record.contains("rules")) {
        run.rules = rules_from_json(run.record.at("rules"));
    }
    return run;
}

const std::vector<io::CellValue>& CellReader::values(std::string_view field) const {
    auto found = read_.find(field);
    if (found == read_.end()) {
        const std::string name(field);
        found = read_.emplace(name, sampler_.values(name, cell_)).first;
    }
    return found->second;
}

std::optional<double> CellReader::value(std::string_view field) const {
    const auto& found = values(field);
    return found.size() == 1 ? std::optional(found.front().value) : std::nullopt;
}

std::string CellReader::shown(std::string_view field) const {
    std::string text;
    for (const io::CellValue& found : values(field)) {
        text += (text.empty() ? "" : ", ") + value_text(field, found.value);
        text += found.time ? " after " + io::duration_text(*found.time) : "";
    }
    return text;
}

std::string value_text(std::string_view name, double value) {
    const FieldSpec* field = find_field(name);
    if (std::isnan(value)) {
        return "no data";
    }
    if (field == nullptr) {
        return fmt::format("{}", value);
    }
    if (field->type == CellType::class8) {
        return field->highest == kClassCount ? class_text(static_cast<int>(value))
                                             : kind_text(*field, value);
    }
    if (field->type == CellType::code8) {
        return code_text(*field, value);
    }
    if (is_rain(*field)) {
        return fmt::format("{:.6g} mm", value * 1000);
    }
    return display_text(value, field->unit);
}

std::string class_text(int number) {
    return fmt::format("{} of 5 ({})", number, io::class_name(number, io::Language::english));
}

OrderedJson number_json(double value) {
    return std::isfinite(value) ? OrderedJson(value) : OrderedJson();
}

}  // namespace hazone
