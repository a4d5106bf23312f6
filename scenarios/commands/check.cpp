#include <memory>

#include <fmt/format.h>

#include "scenarios/commands/commands.hpp"
#include "scenarios/console.hpp"

namespace hazone {
namespace {

void check(const std::string& file, const std::vector<std::string>& settings) {
    Problems problems;
    Scenario scenario = read_scenario(file, problems);
    for (const std::string& setting : settings) {
        problems.collect([&] { apply_setting(scenario, setting); });
    }
    const Job job = prepare(std::move(scenario), problems);
    if (!job.plan.stages.empty()) {
        fmt::print("{}", plan_text(job));
    }
    problems.raise();
    fmt::print("No problem found. Run it: hazone run {} --out results\n", file);
}

}  // namespace

void add_check(CLI::App& app) {
    auto file = std::make_shared<std::string>();
    auto settings = std::make_shared<std::vector<std::string>>();
    CLI::App* command =
        app.add_subcommand("check", "Read everything and compute nothing: plan, memory, problems");
    command->add_option("scenario", *file, "Scenario file")->required();
    command->add_option("--set", *settings, "Set one parameter: model.parameter=value")
        ->allow_extra_args(false);
    command->footer("Example:\n  hazone check scenario.toml");
    command->callback([file, settings] { check(*file, *settings); });
}

}  // namespace hazone
