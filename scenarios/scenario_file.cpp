// Reads scenario.toml into a Scenario. The TOML itself is parsed by toml++.
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/core/standard_fields.hpp"
#include "scenarios/nest/nest_file.hpp"
#include "scenarios/path_text.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/toml_source.hpp"

namespace hazone {
namespace {

using Keys = std::vector<std::string>;

/// Fills a scenario from the parsed file, collecting every problem on the way.
class ScenarioReader {
public:
    ScenarioReader(const toml::table& root, Scenario& scenario, Problems& problems)
        : root_(root), scenario_(scenario), problems_(problems) {}

    void read() {
        check_keys(root_, "",
                   {"title", "sources", "synthetic", "grid", "inputs", "zones", "choose", "models",
                    "outputs", "nest"});
        scenario_.title = string_at(root_, "title", "").value_or(scenario_.file.stem().string());
        scenario_.sources = string_at(root_, "sources", "").value_or("");
        scenario_.synthetic = flag_at(root_, "synthetic", "").value_or(false);
        read_grid();
        read_inputs();
        read_zones();
        read_choices();
        read_models();
        read_outputs();
        if (const toml::node* nest = root_.get("nest")) {
            scenario_.nest = read_nest(*nest, scenario_.file, problems_);
        }
    }

private:
    std::string where(const toml::node& node) const {
        return fmt::format("{}:{}", scenario_.file.string(), node.source().begin.line);
    }

    void problem(const toml::node& node, const std::string& key, const std::string& what) {
        problems_.add(fmt::format("{}: {}: {}", where(node), key, what));
    }

    void check_keys(const toml::table& table, const std::string& prefix, const Keys& known) {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            if (std::find(known.begin(), known.end(), name) == known.end()) {
                problem(node, prefix + name,
                        fmt::format("unknown key; known here: {}.{}", fmt::join(known, ", "),
                                    suggestion(name, known)));
            }
        }
    }

    /// The table of that name; an empty one when absent, a problem when it is something else.
    const toml::table& section(const std::string& name) {
        static const toml::table none;
        const toml::node* node = root_.get(name);
        if (node == nullptr) {
            return none;
        }
        if (!node->is_table()) {
            problem(*node, name, fmt::format("must be a table, [{}]", name));
            return none;
        }
        return *node->as_table();
    }

    template <class T>
    std::optional<T> value_at(const toml::table& table,
                              const std::string& key,
                              const std::string& prefix,
                              const char* kind) {
        const toml::node* node = table.get(key);
        if (node == nullptr) {
            return std::nullopt;
        }
        auto value = node->value_exact<T>();
        if (!value) {
            problem(*node, prefix + key, fmt::format("must be {}", kind));
        }
        return value;
    }

    std::optional<std::string> string_at(const toml::table& table,
                                         const std::string& key,
                                         const std::string& prefix) {
        return value_at<std::string>(table, key, prefix, "a text in quotes");
    }

    std::optional<bool> flag_at(const toml::table& table,
                                const std::string& key,
                                const std::string& prefix) {
        return value_at<bool>(table, key, prefix, "true or false");
    }

    void read_grid() {
        const toml::table& grid = section("grid");
        check_keys(grid, "grid.", {"crs", "cell_size", "extent"});
        scenario_.grid.crs = string_at(grid, "crs", "grid.").value_or("");
        if (const auto size = string_at(grid, "cell_size", "grid.")) {
            const std::string what = where(*grid.get("cell_size")) + ": grid.cell_size";
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
            problem(node, "grid.extent",
                    "must be [west, south, east, north], four numbers in metres of the grid's CRS, "
                    "with west < east and south < north");
            return;
        }
        scenario_.grid.extent = corners;
    }

    void read_inputs() {
        const toml::table& inputs = section("inputs");
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
            problem(node, "inputs." + name, unknown_field(name));
            return;
        }
        scenario_.refused_inputs.insert(name);
        problems_.collect([&] {
            scenario_.inputs.emplace(
                name, source_from_toml(node, *field, scenario_.file.parent_path(),
                                       fmt::format("{}: inputs.{}", where(node), name)));
            scenario_.refused_inputs.erase(name);
        });
    }

    void read_zones() {
        if (root_.get("zones") == nullptr) {
            return;
        }
        const toml::table& zones = section("zones");
        check_keys(zones, "zones.", {"polygons", "layer", "name", "code", "transformation"});
        const auto path = string_at(zones, "polygons", "zones.");
        if (!path) {
            problems_.add(fmt::format("{}: zones.polygons is missing: the file with the communes",
                                      scenario_.file.string()));
            return;
        }
        const std::string what = where(*zones.get("polygons")) + ": zones.polygons";
        problems_.collect([&] { read_zone_source(zones, *path, what); });
    }

    void read_zone_source(const toml::table& zones,
                          const std::string& path,
                          const std::string& what) {
        scenario_.zones = io::ZoneSource{
            .path = path_from_text(path, scenario_.file.parent_path(), what),
            .layer = string_at(zones, "layer", "zones.").value_or(""),
            .name_attribute = string_at(zones, "name", "zones.").value_or(""),
            .code_attribute = string_at(zones, "code", "zones.").value_or(""),
            .transformation = string_at(zones, "transformation", "zones.").value_or(""),
        };
    }

    void read_choices() {
        const toml::table& choices = section("choose");
        for (const auto& [key, node] : choices) {
            const std::string name(key.str());
            if (const auto model = string_at(choices, name, "choose.")) {
                scenario_.chosen[name] = *model;
            }
        }
    }

    void read_models() {
        for (const auto& [key, node] : section("models")) {
            const std::string model(key.str());
            const toml::table* table = node.as_table();
            if (table == nullptr) {
                problem(node, "models." + model,
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
            problem(node, prefix + name, "must be a number or a text such as \"2 kPa\"");
        }
    }

    void read_outputs() {
        const toml::table& table = section("outputs");
        Outputs& outputs = scenario_.outputs;
        check_keys(
            table, "outputs.",
            {"fields", "times", "netcdf", "zones", "map", "pictures", "lang", "compression"});
        outputs.zones = flag_at(table, "zones", "outputs.").value_or(true);
        outputs.map = flag_at(table, "map", "outputs.").value_or(true);
        read_output_fields(table);
        read_output_times(table);
        choose_word(table, "netcdf", {"none", "asked", "all"}, [&](std::size_t position) {
            outputs.netcdf = static_cast<NetcdfContent>(position);
        });
        choose_word(table, "pictures", {"pdf", "png", "svg", "none"}, [&](std::size_t position) {
            outputs.pictures = static_cast<Pictures>(position);
        });
        choose_word(table, "lang", {"en", "vi"}, [&](std::size_t position) {
            outputs.language = static_cast<io::Language>(position);
        });
        choose_word(table, "compression", {"deflate", "zstd"}, [&](std::size_t position) {
            outputs.compression = static_cast<io::Compression>(position);
        });
    }

    void read_output_fields(const toml::table& table) {
        const toml::node* node = table.get("fields");
        if (node == nullptr) {
            scenario_.outputs.fields = {"landslide_class", "flash_flood_class", "hazard_class"};
            return;
        }
        const toml::array* array = node->as_array();
        if (array == nullptr) {
            problem(*node, "outputs.fields", "must be a list of field names in quotes");
            return;
        }
        for (const toml::node& entry : *array) {
            if (const auto name = entry.value_exact<std::string>()) {
                scenario_.outputs.fields.push_back(*name);
            } else {
                problem(entry, "outputs.fields", "must be a list of field names in quotes");
            }
        }
    }

    /// Times after the start of the rain, forward in time.
    void read_output_times(const toml::table& table) {
        const toml::node* node = table.get("times");
        const toml::array* array = node == nullptr ? nullptr : node->as_array();
        std::vector<double>& times = scenario_.outputs.times;
        for (std::size_t k = 0; array != nullptr && k < array->size(); ++k) {
            const toml::node& entry = *array->get(k);
            problems_.collect([&] {
                times.push_back(parse_quantity(entry.value_exact<std::string>().value_or(""),
                                               Unit::second, where(entry) + ": outputs.times"));
            });
        }
        if (node != nullptr && (array == nullptr || !std::is_sorted(times.begin(), times.end()) ||
                                (!times.empty() && times.front() < 0))) {
            problem(*node, "outputs.times",
                    "must be a list of times after the start of the rain, forward in time, such as "
                    "[\"6 h\", \"12 h\"]");
        }
    }

    template <class Apply>
    void choose_word(const toml::table& table,
                     const std::string& key,
                     const Keys& words,
                     Apply apply) {
        const auto word = string_at(table, key, "outputs.");
        if (!word) {
            return;
        }
        const auto found = std::find(words.begin(), words.end(), *word);
        if (found == words.end()) {
            problem(*table.get(key), "outputs." + key,
                    fmt::format("'{}' is not one of: {}", *word, fmt::join(words, ", ")));
            return;
        }
        apply(static_cast<std::size_t>(found - words.begin()));
    }

    const toml::table& root_;
    Scenario& scenario_;
    Problems& problems_;
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
