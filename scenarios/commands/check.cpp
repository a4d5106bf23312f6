#include <memory>

#include <fmt/format.h>

#include "scenarios/commands/commands.hpp"
#include "scenarios/console.hpp"
#include "scenarios/memory_limit.hpp"

namespace hazone {
namespace {

struct CheckArguments {
    std::string scenario;
    std::vector<std::string> settings;
    MemoryArguments memory;
};

void check(const CheckArguments& arguments) {
    Problems problems;
    Scenario scenario = read_scenario(arguments.scenario, problems);
    for (const std::string& setting : arguments.settings) {
        problems.collect([&] { apply_setting(scenario, setting); });
    }
    const Job job = prepare(std::move(scenario), problems,
                            arguments.memory.limit(std::filesystem::current_path()));
    if (!job.plan.stages.empty()) {
        fmt::print("{}", plan_text(job));
    }
    problems.raise();
    fmt::print("No problem found. Run it: hazone run {} --out results\n", arguments.scenario);
}

}  // namespace

void add_check(CLI::App& app) {
    auto arguments = std::make_shared<CheckArguments>();
    CLI::App* command =
        app.add_subcommand("check", "Read everything and compute nothing: plan, memory, problems");
    command->add_option("scenario", arguments->scenario, "Scenario file")->required();
    command->add_option("--set", arguments->settings, "Set one parameter: model.parameter=value")
        ->allow_extra_args(false);
    add_memory_options(*command, arguments->memory);
    command->footer("Example:\n  hazone check scenario.toml");
    command->callback([arguments] { check(*arguments); });
}

}  // namespace hazone
