// What led to the class and the level of one cell: facts first, the words of them below.
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "io/read/read.hpp"
#include "scenarios/explain/class_steps.hpp"
#include "scenarios/explain/finished_run.hpp"
#include "scenarios/explain/hazards_of_cell.hpp"
#include "scenarios/explain/zone_facts.hpp"
#include "scenarios/explanation.hpp"
#include "scenarios/rules/rules_record.hpp"

namespace hazone {
namespace {

constexpr std::string_view kNotStored =
    "not stored (ask for it in [outputs], or set outputs.netcdf = \"all\")";

std::string origin(const OrderedJson& input) {
    if (input.contains("constant")) {
        return "constant";
    }
    std::string text;
    for (const OrderedJson& file : input.at("files")) {
        if (text.size() > 60) {
            return text + ", ...";
        }
        text += (text.empty() ? "" : ", ") +
                std::filesystem::path(file.at("path").get<std::string>()).filename().string();
    }
    return text;
}

class CellFacts {
public:
    CellFacts(const FinishedRun& run, Cell cell) : run_(run), cell_(run, cell) {}

    void add_to(OrderedJson& json) const {
        json["hazard_class"] = class_facts();
        json["next_class"] = next_classes();
        json["risk"] = risk_facts();
        json["hazards"] = hazards_of_cell(run_, cell_);
        json["probability"] = probabilities();
        json["inputs"] = inputs();
        json["stages"] = stages();
        json["zone"] = zone();
    }

private:
    OrderedJson class_facts() const {
        const auto found = cell_.value(kHazardClass.name);
        if (!found) {
            return {};
        }
        OrderedJson json{{"class", number_json(*found)},
                         {"decided_by", cell_.shown(kDecidingHazard.name)}};
        if (!std::isnan(*found)) {
            json["text"] = class_text(static_cast<int>(*found));
        }
        return json;
    }

    /// Of each class of a hazard what takes it further; hazard_class is the worst of them.
    OrderedJson next_classes() const {
        OrderedJson steps = OrderedJson::array();
        for (const FieldSpec* field : {&kLandslideClass, &kFlashFloodClass}) {
            const auto basis = class_basis(run_, field->name);
            const auto present = cell_.value(field->name);
            if (!basis || !present) {
                continue;
            }
            const auto value = basis->of.empty() ? std::nullopt : cell_.value(basis->of);
            steps.push_back({{"field", field->name},
                             {"class", number_json(*present)},
                             {"model", basis->model},
                             {"of", basis->of},
                             {"method", basis->method},
                             {"text", value ? next_class_text(*basis, *value) : ""}});
        }
        return steps;
    }

    OrderedJson risk_facts() const {
        const auto level = cell_.value(kRiskLevel.name);
        if (!level) {
            return {};
        }
        OrderedJson json{{"level", number_json(*level)},
                         {"hazard", cell_.shown(kRiskHazard.name)},
                         {"row", OrderedJson()}};
        const auto number = cell_.value(kRiskRule.name);
        if (run_.rules && number && !std::isnan(*number)) {
            const RuleRow* row = run_.rules->row(static_cast<int>(*number));
            json["row"] = row == nullptr ? OrderedJson() : rule_row_json(*row);
        }
        return json;
    }

    OrderedJson probabilities() const {
        if (!run_.record.contains("ensemble")) {
            return {};
        }
        OrderedJson json{{"members", run_.record.at("ensemble").at("members")},
                         {"seed", run_.record.at("ensemble").at("seed")}};
        json["hazard_class"] = shares(kHazardClassProbability);
        json["risk_level"] = shares(kRiskLevelProbability);
        return json;
    }

    OrderedJson shares(std::span<const FieldSpec> fields) const {
        OrderedJson json = OrderedJson::array();
        for (const FieldSpec& field : fields) {
            if (const auto share = cell_.value(field.name)) {
                json.push_back(number_json(*share));
            }
        }
        return json.size() == fields.size() ? json : OrderedJson::array();
    }

    OrderedJson inputs() const {
        OrderedJson inputs = OrderedJson::array();
        for (const OrderedJson& input : run_.record.at("inputs")) {
            const std::string name = input.at("field").get<std::string>();
            inputs.push_back({{"field", name}, {"value", shown(name)}, {"from", origin(input)}});
        }
        return inputs;
    }

    /// null for a field which has no cells.
    OrderedJson shown(const std::string& name) const {
        const FieldSpec* field = find_field(name);
        if (field != nullptr && !has_cells(*field)) {
            return {};
        }
        const std::string text = cell_.shown(name);
        return text.empty() ? std::string(kNotStored) : text;
    }

    OrderedJson stages() const {
        OrderedJson stages = OrderedJson::array();
        for (const OrderedJson& stage : run_.record.at("stages")) {
            OrderedJson makes = OrderedJson::object();
            for (const OrderedJson& made : stage.at("makes")) {
                const std::string name = made.get<std::string>();
                makes[name] = shown(name);
            }
            stages.push_back({{"model", stage.at("model")},
                              {"source", stage.at("source")},
                              {"parameters", stage.at("parameters")},
                              {"makes", makes}});
        }
        return stages;
    }

    OrderedJson zone() const {
        const auto label = cell_.value(kZone.name);
        if (label && !std::isnan(*label)) {
            for (const OrderedJson& zone : run_.record.at("zones")) {
                if (zone.at("label").get<double>() == *label) {
                    return zone_in_short(zone);
                }
            }
        }
        return {};
    }

    const FinishedRun& run_;
    CellReader cell_;
};

// The words.

std::string class_words(const OrderedJson& found) {
    if (found.is_null()) {
        return "";
    }
    if (found.at("class").is_null()) {
        return "hazard_class: no data. A cell is never taken for safe where an input is missing; "
               "the first 'no data' below is the cause.\n";
    }
    return fmt::format("hazard_class: {}, decided by {}\n", found.at("text").get<std::string>(),
                       found.at("decided_by").get<std::string>());
}

std::string risk_words(const OrderedJson& risk) {
    if (risk.is_null()) {
        return "";
    }
    if (risk.at("level").is_null()) {
        return "risk_level: no data. That is not safe: see the hazards below.\n";
    }
    const int level = static_cast<int>(risk.at("level").get<double>());
    std::string text = level == 0 ? "risk_level: 0, no hazard reaches level 1\n"
                                  : fmt::format("risk_level: {} of 5 by {}\n", level,
                                                risk.at("hazard").get<std::string>());
    if (!risk.at("row").is_null()) {
        text += "  by " + row_text(risk.at("row")) + "\n";
    }
    return text;
}

std::string hazard_words(const OrderedJson& hazard) {
    const std::string name = hazard.at("hazard").get<std::string>();
    if (!hazard.at("assessed").get<bool>()) {
        return fmt::format("  {:<14} not assessed: {}\n", name,
                           hazard.at("why_not").get<std::string>());
    }
    std::string text =
        fmt::format("  {:<14} level {} from {}\n", name, hazard.at("level").get<int>(),
                    hazard.at("basis").get<std::string>());
    std::string values;
    for (const OrderedJson& value : hazard.at("values")) {
        values +=
            fmt::format("{}{} {}", values.empty() ? "" : ", ", value.at("field").get<std::string>(),
                        value.at("text").get<std::string>());
    }
    text += "      has: " + values + "\n";
    if (!hazard.at("row").is_null()) {
        text += "      by " + row_text(hazard.at("row")) + "\n";
    }
    for (const OrderedJson& way : hazard.at("to_a_higher_level")) {
        text += "      next: " + way.at("text").get<std::string>() + "\n";
    }
    return text;
}

std::string hazards_words(const OrderedJson& hazards) {
    std::string text = hazards.empty() ? "" : "\nHazards by the rules\n";
    for (const OrderedJson& hazard : hazards) {
        text += hazard_words(hazard);
    }
    return text;
}

std::string next_class_words(const OrderedJson& steps) {
    std::string text;
    for (const OrderedJson& step : steps) {
        const std::string next = step.at("text").get<std::string>();
        const std::string method = step.at("method").get<std::string>();
        text +=
            fmt::format("  {} by {}{}\n", step.at("field").get<std::string>(),
                        step.at("model").get<std::string>(), method.empty() ? "" : ": " + method);
        if (!next.empty()) {
            text += "      next: " + next + "\n";
        }
    }
    return text.empty() ? "" : "\nTo the next class\n" + text;
}

std::string probability_words(const OrderedJson& probability) {
    if (probability.is_null()) {
        return "";
    }
    const Index members = probability.at("members").get<Index>();
    if (probability.at("hazard_class").empty() && probability.at("risk_level").empty()) {
        return fmt::format("\nProbabilities of the ensemble: {}\n", kNotStored);
    }
    return fmt::format("\nOf {} members of the ensemble\n", members) +
           shares_words("class", 1, probability.at("hazard_class"), members) +
           shares_words("level", 0, probability.at("risk_level"), members);
}

std::string input_words(const OrderedJson& inputs) {
    std::string text = "\nInputs of this cell\n";
    for (const OrderedJson& input : inputs) {
        const std::string name = input.at("field").get<std::string>();
        const std::string from = input.at("from").get<std::string>();
        text += input.at("value").is_null()
                    ? fmt::format("  {:<28} {}\n", name, from)
                    : fmt::format("  {:<28} {:<22} {}\n", name,
                                  input.at("value").get<std::string>(), from);
    }
    return text;
}

std::string stage_words(const OrderedJson& stages) {
    std::string text = "\nHow it came about\n";
    for (const OrderedJson& stage : stages) {
        text += fmt::format("  {} - {}\n", stage.at("model").get<std::string>(),
                            stage.at("source").get<std::string>());
        for (const auto& [name, setting] : stage.at("parameters").items()) {
            text += fmt::format("      {} = {}\n", name, setting.get<std::string>());
        }
        for (const auto& [name, value] : stage.at("makes").items()) {
            if (!value.is_null()) {
                text += fmt::format("    -> {} = {}\n", name, value.get<std::string>());
            }
        }
    }
    return text;
}

}  // namespace

OrderedJson cell_explanation(const std::filesystem::path& folder,
                             double longitude,
                             double latitude) {
    const FinishedRun run = read_finished_run(folder);
    const Grid& grid = run.grid;
    const Point point = io::point_of(grid, longitude, latitude);
    const Cell cell = grid.cell_at(point);
    if (!grid.extent.contains(cell.row, cell.col)) {
        const Point north_west = io::lon_lat_of(grid, {grid.west, grid.north});
        const Point south_east = io::lon_lat_of(grid, {grid.east(), grid.south()});
        throw InputError(fmt::format(
            "--at {},{}: outside the grid of {}; longitudes {:.4f} to {:.4f}, latitudes {:.4f} to "
            "{:.4f}",
            longitude, latitude, folder.string(), north_west.x, south_east.x, south_east.y,
            north_west.y));
    }
    OrderedJson json{{"synthetic", run.synthetic()},
                     {"longitude", longitude},
                     {"latitude", latitude},
                     {"row", cell.row},
                     {"col", cell.col},
                     {"x", point.x},
                     {"y", point.y}};
    CellFacts(run, cell).add_to(json);
    return json;
}

std::string cell_explanation_text(const OrderedJson& cell) {
    std::string text =
        cell.at("synthetic").get<bool>() ? "SYNTHETIC DATA - not a real place\n" : "";
    text += fmt::format("Cell at {:.6f} E, {:.6f} N: row {}, column {} ({:.1f}, {:.1f})\n",
                        cell.at("longitude").get<double>(), cell.at("latitude").get<double>(),
                        cell.at("row").get<Index>(), cell.at("col").get<Index>(),
                        cell.at("x").get<double>(), cell.at("y").get<double>());
    text += class_words(cell.at("hazard_class")) + risk_words(cell.at("risk"));
    text += hazards_words(cell.at("hazards")) + next_class_words(cell.at("next_class"));
    text += probability_words(cell.at("probability"));
    text += input_words(cell.at("inputs")) + stage_words(cell.at("stages"));
    const OrderedJson& zone = cell.at("zone");
    return text +
           (zone.is_null() ? "\nThe cell lies in no zone.\n" : "\n" + zone_in_short_text(zone));
}

}  // namespace hazone
