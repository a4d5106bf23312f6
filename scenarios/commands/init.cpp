#include <filesystem>
#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "scenarios/commands/commands.hpp"
#include "scenarios/demo_province.hpp"
#include "scenarios/scenario_template.hpp"
#include "scenarios/trigrs_import.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;

void refuse_overwriting(const fs::path& scenario) {
    if (fs::exists(scenario)) {
        throw InputError(fmt::format("{}: exists already; give another folder, or remove it first",
                                     scenario.string()));
    }
}

void write_template(const fs::path& folder) {
    const fs::path scenario = folder / "scenario.toml";
    refuse_overwriting(scenario);
    fs::create_directories(folder);
    std::ofstream stream(scenario);
    stream << kScenarioTemplate;
    stream.close();
    if (!stream) {
        throw InputError(fmt::format("{}: cannot be written", scenario.string()));
    }
    fmt::print("Wrote {}. Put your files beside it, edit it, then:\n  hazone check {}\n",
               scenario.string(), scenario.string());
}

void write_demo(const fs::path& folder) {
    refuse_overwriting(folder / "scenario.toml");
    write_demo_province(folder);
    const std::string scenario = (folder / "scenario.toml").string();
    fmt::print(
        "Wrote a synthetic province to {0}: it is not a real place. Run it:\n"
        "  hazone run {1} --out {2}\n",
        folder.string(), scenario, (folder / "results").string());
}

void write_from_trigrs(const std::string& file, const fs::path& folder, const std::string& crs) {
    refuse_overwriting(folder / "scenario.toml");
    const TrigrsImport made = import_trigrs(file, folder, crs);
    for (const std::string& note : made.notes) {
        fmt::print("Note: {}.\n", note);
    }
    const std::string scenario = made.scenario.string();
    fmt::print(
        "Wrote {0} with the grids of the project. Run it:\n"
        "  hazone run {0} --out {1}\n"
        "The numbers of TRIGRS 2.1 itself, errors included, come with\n"
        "  --set transient_infiltration.mode=trigrs-2.1\n",
        scenario, (folder / "results").string());
}

}  // namespace

void add_init(CLI::App& app) {
    auto folder = std::make_shared<std::string>();
    auto demo = std::make_shared<bool>(false);
    auto trigrs = std::make_shared<std::string>();
    auto crs = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "init", "Write a commented scenario, or the demo province, to start from");
    command->add_option("folder", *folder, "Folder to write into")->required();
    command->add_flag("--demo", *demo, "Write a whole synthetic province with data");
    command->add_option("--from-trigrs", *trigrs,
                        "Turn the TRIGRS 2.1 project of this tr_in.txt into a scenario");
    command->add_option("--crs", *crs, "With --from-trigrs: where the project lies, EPSG:32648");
    command->footer(
        "Examples:\n  hazone init my_province\n  hazone init --demo demo\n"
        "  hazone init --from-trigrs tr_in.txt --crs EPSG:32648 my_project");
    command->callback([folder, demo, trigrs, crs] {
        if (!trigrs->empty()) {
            write_from_trigrs(*trigrs, *folder, *crs);
        } else if (*demo) {
            write_demo(*folder);
        } else {
            write_template(*folder);
        }
    });
}

}  // namespace hazone
