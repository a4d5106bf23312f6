#include <memory>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/threads.hpp"
#include "scenarios/commands/commands.hpp"
#include "scenarios/execute.hpp"
#include "scenarios/memory_limit.hpp"

namespace hazone {
namespace {

struct DeriveArguments {
    std::vector<std::string> fields;
    std::vector<std::string> inputs;
    std::vector<std::string> settings;
    std::vector<std::string> choices;
    std::string folder;
    std::string crs;
    std::string cell_size;
    std::vector<std::string> times;
    MemoryArguments memory;
    int threads = 0;
    bool netcdf = false;
    bool quiet = false;
    bool json = false;
};

/// Adds "name=path" or "name=5 kPa" to the inputs.
void add_input(Scenario& scenario, const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) {
        throw InputError(
            fmt::format("-i {}: must have the form field=path or field=constant, for example "
                        "-i elevation=dem.tif",
                        text));
    }
    const std::string name = text.substr(0, equals);
    const FieldSpec* field = find_field(name);
    if (field == nullptr) {
        throw InputError(fmt::format("-i {}: {}", text, unknown_field(name)));
    }
    scenario.inputs.insert_or_assign(
        name, source_from_text(text.substr(equals + 1), *field, std::filesystem::current_path(),
                               "-i " + name));
}

void refuse_forms_without_file(const std::vector<std::string>& fields) {
    Problems problems;
    for (const std::string& name : fields) {
        const FieldSpec* field = find_field(name);
        if (field != nullptr && !has_cells(*field) && field->form != Form::features) {
            problems.add(fmt::format(
                "derive {}: is not a raster and not a layer of features; use 'hazone run' for it",
                name));
        }
    }
    problems.raise();
}

void derive(const DeriveArguments& arguments) {
    set_threads(arguments.threads);
    Problems problems;
    Scenario scenario;
    scenario.title = "hazone derive";
    scenario.outputs = {.fields = arguments.fields,
                        .netcdf = arguments.netcdf ? NetcdfContent::asked : NetcdfContent::none,
                        .zones = false,
                        .map = false};
    scenario.grid.crs = arguments.crs;
    problems.collect([&] { refuse_forms_without_file(arguments.fields); });
    for (const std::string& input : arguments.inputs) {
        problems.collect([&] { add_input(scenario, input); });
    }
    for (const std::string& setting : arguments.settings) {
        problems.collect([&] { apply_setting(scenario, setting); });
    }
    for (const std::string& choice : arguments.choices) {
        problems.collect([&] { apply_choice(scenario, choice); });
    }
    if (!arguments.cell_size.empty()) {
        problems.collect([&] {
            scenario.grid.cell_size =
                parse_quantity(arguments.cell_size, Unit::metre, "--cell-size");
        });
    }
    for (const std::string& time : arguments.times) {
        problems.collect([&] {
            scenario.outputs.times.push_back(parse_quantity(time, Unit::second, "--times"));
        });
    }
    Job job = prepare(std::move(scenario), problems, arguments.memory.limit(arguments.folder));
    problems.raise();
    const Talk talk = arguments.json ? Talk::json : arguments.quiet ? Talk::quiet : Talk::normal;
    execute(job, {.folder = arguments.folder, .talk = talk});
}

void add_options(CLI::App& command, DeriveArguments& arguments) {
    command.add_option("fields", arguments.fields, "Fields to make (see 'hazone fields')")
        ->required();
    command
        .add_option("-i,--input", arguments.inputs,
                    "An input: field=file or field=constant (may be repeated)")
        ->required()
        ->allow_extra_args(false);
    command.add_option("--out", arguments.folder, "Folder for the results")->required();
    command.add_option("--set", arguments.settings, "Set one parameter: model.parameter=value")
        ->allow_extra_args(false);
    command
        .add_option("--model", arguments.choices,
                    "Let one of several models make a field: field=model")
        ->allow_extra_args(false);
    command.add_option("--crs", arguments.crs, "CRS of the grid, for example EPSG:32648");
    command.add_option("--cell-size", arguments.cell_size, "Cell size, for example '30 m'");
    command.add_option("--times", arguments.times,
                       "Output times of fields which have several: --times '6 h' '12 h'");
    command.add_option("--threads", arguments.threads, "Number of threads (default: all)")
        ->check(CLI::PositiveNumber);
    add_memory_options(command, arguments.memory);
    command.add_flag("--netcdf", arguments.netcdf,
                     "Write the fields into one CF NetCDF-4 file too: results.nc");
    command.add_flag("--quiet", arguments.quiet, "Print nothing but errors");
    command.add_flag("--json", arguments.json, "Print the record of the run as JSON");
}

}  // namespace

void add_derive(CLI::App& app) {
    auto arguments = std::make_shared<DeriveArguments>();
    CLI::App* command =
        app.add_subcommand("derive", "Ask for fields and get the chain of models that makes them");
    add_options(*command, *arguments);
    command->footer(
        "Examples:\n"
        "  hazone derive wetness_index -i elevation=dem.tif --out terrain\n"
        "  hazone derive stream_links -i elevation=dem.tif --out streams\n"
        "  hazone derive slope height_above_drainage -i elevation=dem.tif --out terrain \\\n"
        "      --set stream_network.threshold_area='1 km2'\n"
        "  hazone derive slope -i elevation=dem.tif --out terrain --memory 2GiB");
    command->callback([arguments] { derive(*arguments); });
}

}  // namespace hazone
