// Reads scenario.toml into a Scenario. The TOML itself is parsed by toml++.
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/core/standard_fields.hpp"
#include "scenarios/ensemble/ensemble_file.hpp"
#include "scenarios/nest/nest_file.hpp"
#include "scenarios/outputs_file.hpp"
#include "scenarios/path_text.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/toml_reader.hpp"
#include "scenarios/toml_source.hpp"

namespace hazone {
namespace {

/// Fills a scenario from the parsed file, collecting every problem on the way.
class ScenarioReader {
public:
    ScenarioReader(const toml::table& root, Scenario& scenario, Problems& problems)
        : root_(root), scenario_(scenario), problems_(problems), reader_(scenario.file, problems) {}

    void read() {
        reader_.check_keys(root_, "",
                           {"title", "sources", "synthetic", "grid", "inputs", "zones", "choose",
                            "models", "outputs", "publisher", "rules", "nest", "ensemble"});
        scenario_.title =
            reader_.string_at(root_, "title", "").value_or(scenario_.file.stem().string());
        scenario_.sources = reader_.string_at(root_, "sources", "").value_or("");
        scenario_.synthetic = reader_.flag_at(root_, "synthetic", "").value_or(false);
        read_grid();
        read_inputs();
        read_zones();
        read_choices();
        read_models();
        scenario_.outputs = read_outputs(root_, reader_);
        read_rules();
        if (const toml::node* ensemble = root_.get("ensemble")) {
            scenario_.ensemble = read_ensemble(*ensemble, scenario_.file, problems_);
        }
        if (const toml::node* nest = root_.get("nest")) {
            scenario_.nest = read_nest(*nest, scenario_.file, problems_);
        }
    }

private:
    void read_grid() {
        const toml::table& grid = reader_.section(root_, "grid");
        reader_.check_keys(grid, "grid.", {"crs", "cell_size", "extent"});
        scenario_.grid.crs = reader_.string_at(grid, "crs", "grid.").value_or("");
        if (const auto size = reader_.string_at(grid, "cell_size", "grid.")) {
            const std::string what = reader_.where(*grid.get("cell_size")) + ": grid.cell_size";
            problems_.collect(
                [&] { scenario_.grid.cell_size = parse_quantity(*size, Unit::metre, what); });
        }
        const toml::node* extent = grid.get("extent");
        if (extent != nullptr) {
            read_extent(*extent);
        }
    }

    void read_extent(const toml::node& node) {
        std::array<double, 4> corners{};
        const toml::array* array = node.as_array();
        bool good = array != nullptr && array->size() == corners.size();
        for (std::size_t i = 0; good && i < corners.size(); ++i) {
            const auto number = array->get(i)->value<double>();
            good = number.has_value();
            corners[i] = number.value_or(0);
        }
        if (!good || corners[0] >= corners[2] || corners[1] >= corners[3]) {
            reader_.problem(
                node, "grid.extent",
                "must be [west, south, east, north], four numbers in metres of the grid's CRS, "
                "with west < east and south < north");
            return;
        }
        scenario_.grid.extent = corners;
    }

    void read_inputs() {
        const toml::table& inputs = reader_.section(root_, "inputs");
        if (inputs.empty()) {
            problems_.add(
                fmt::format("{}: [inputs] is missing or empty; it needs at least "
                            "elevation = \"dem.tif\"",
                            scenario_.file.string()));
        }
        for (const auto& [key, node] : inputs) {
            read_input(std::string(key.str()), node);
        }
    }

    void read_input(const std::string& name, const toml::node& node) {
        const FieldSpec* field = find_field(name);
        if (field == nullptr) {
            reader_.problem(node, "inputs." + name, unknown_field(name));
            return;
        }
        scenario_.refused_inputs.insert(name);
        problems_.collect([&] {
            scenario_.inputs.emplace(
                name, source_from_toml(node, *field, scenario_.file.parent_path(),
                                       fmt::format("{}: inputs.{}", reader_.where(node), name)));
            scenario_.refused_inputs.erase(name);
        });
    }

    void read_zones() {
        if (root_.get("zones") == nullptr) {
            return;
        }
        const toml::table& zones = reader_.section(root_, "zones");
        reader_.check_keys(zones, "zones.",
                           {"polygons", "layer", "name", "code", "transformation"});
        const auto path = reader_.string_at(zones, "polygons", "zones.");
        if (!path) {
            problems_.add(fmt::format("{}: zones.polygons is missing: the file with the communes",
                                      scenario_.file.string()));
            return;
        }
        const std::string what = reader_.where(*zones.get("polygons")) + ": zones.polygons";
        problems_.collect([&] { read_zone_source(zones, *path, what); });
    }

    void read_zone_source(const toml::table& zones,
                          const std::string& path,
                          const std::string& what) {
        scenario_.zones = io::ZoneSource{
            .path = path_from_text(path, scenario_.file.parent_path(), what),
            .layer = reader_.string_at(zones, "layer", "zones.").value_or(""),
            .name_attribute = reader_.string_at(zones, "name", "zones.").value_or(""),
            .code_attribute = reader_.string_at(zones, "code", "zones.").value_or(""),
            .transformation = reader_.string_at(zones, "transformation", "zones.").value_or(""),
        };
    }

    /// The rules which give levels; what a person adds where hazards meet is recorded.
    void read_rules() {
        const toml::table& rules = reader_.section(root_, "rules");
        reader_.check_keys(rules, "rules.", {"set", "joint_hazards", "joint_reason"});
        scenario_.rules = reader_.string_at(rules, "set", "rules.").value_or(scenario_.rules);
        JointHazards& joint = scenario_.joint;
        joint.reason = reader_.string_at(rules, "joint_reason", "rules.").value_or("");
        const auto added = reader_.integer_at(rules, "joint_hazards", "rules.");
        joint.added = static_cast<int>(added.value_or(0));
        if (added && (*added < 0 || *added > 2)) {
            reader_.problem(
                *rules.get("joint_hazards"), "rules.joint_hazards",
                fmt::format("{} levels cannot be added; allowed are 0, 1 and 2", *added));
        } else if (joint.added > 0 && joint.reason.empty()) {
            reader_.problem(*rules.get("joint_hazards"), "rules.joint_hazards",
                            "adding a level is a person's decision: say in rules.joint_reason who "
                            "decided it and why");
        }
    }

    void read_choices() {
        const toml::table& choices = reader_.section(root_, "choose");
        for (const auto& [key, node] : choices) {
            const std::string name(key.str());
            if (const auto model = reader_.string_at(choices, name, "choose.")) {
                scenario_.chosen[name] = *model;
            }
        }
    }

    void read_models() {
        for (const auto& [key, node] : reader_.section(root_, "models")) {
            const std::string model(key.str());
            const toml::table* table = node.as_table();
            if (table == nullptr) {
                reader_.problem(node, "models." + model,
                                fmt::format("must be a table, [models.{}]", model));
                continue;
            }
            ParamTexts& texts = scenario_.settings[model];
            for (const auto& [name, value] : *table) {
                read_param(texts, std::string(name.str()), value, "models." + model + ".");
            }
        }
    }

    void read_param(ParamTexts& texts,
                    const std::string& name,
                    const toml::node& node,
                    const std::string& prefix) {
        if (const auto text = node.value_exact<std::string>()) {
            texts[name] = *text;
        } else if (const auto number = node.value<double>(); number && !node.is_boolean()) {
            texts[name] = fmt::format("{}", *number);
        } else {
            reader_.problem(node, prefix + name, "must be a number or a text such as \"2 kPa\"");
        }
    }

    const toml::table& root_;
    Scenario& scenario_;
    Problems& problems_;
    TomlReader reader_;
};

}  // namespace

Scenario read_scenario(const std::filesystem::path& file, Problems& problems) {
    Scenario scenario;
    scenario.file = std::filesystem::absolute(file).lexically_normal();
    std::ifstream stream(file);
    if (!stream) {
        problems.add(
            fmt::format("{}: cannot be read; 'hazone init DIR' writes a scenario to start "
                        "from",
                        file.string()));
        return scenario;
    }
    std::ostringstream text;
    text << stream.rdbuf();
    scenario.text = text.str();
    try {
        const toml::table root = toml::parse(scenario.text);
        ScenarioReader(root, scenario, problems).read();
    } catch (const toml::parse_error& error) {
        const auto& begin = error.source().begin;
        problems.add(fmt::format("{}:{}:{}: {}", scenario.file.string(), begin.line, begin.column,
                                 error.description()));
    }
    return scenario;
}

void apply_setting(Scenario& scenario, const std::string& setting) {
    const auto dot = setting.find('.');
    const auto equals = setting.find('=');
    if (dot == std::string::npos || equals == std::string::npos || dot > equals) {
        throw InputError(
            fmt::format("--set {}: must have the form model.parameter=value, for example "
                        "--set vegetation.root_cohesion='2 kPa'",
                        setting));
    }
    scenario.settings[setting.substr(0, dot)][setting.substr(dot + 1, equals - dot - 1)] =
        setting.substr(equals + 1);
}

void apply_choice(Scenario& scenario, const std::string& choice) {
    const auto equals = choice.find('=');
    if (equals == std::string::npos) {
        throw InputError(
            fmt::format("--model {}: must have the form field=model, for example "
                        "--model filled_elevation=breach_and_fill",
                        choice));
    }
    scenario.chosen[choice.substr(0, equals)] = choice.substr(equals + 1);
}

}  // namespace hazone
