#include <memory>

#include "engine/parallel/threads.hpp"
#include "scenarios/commands/commands.hpp"
#include "scenarios/execute.hpp"
#include "scenarios/memory_limit.hpp"

namespace hazone {
namespace {

struct RunArguments {
    std::string scenario;
    std::string folder;
    std::vector<std::string> settings;
    std::vector<std::string> choices;
    std::string language;
    MemoryArguments memory;
    std::string checkpoint;
    bool resume = false;
    int threads = 0;
    bool quiet = false;
    bool json = false;
};

void run(const RunArguments& arguments) {
    set_threads(arguments.threads);
    Problems problems;
    Scenario scenario = read_scenario(arguments.scenario, problems);
    for (const std::string& setting : arguments.settings) {
        problems.collect([&] { apply_setting(scenario, setting); });
    }
    for (const std::string& choice : arguments.choices) {
        problems.collect([&] { apply_choice(scenario, choice); });
    }
    problems.collect([&] { checkpoint_interval(arguments.checkpoint); });
    if (!arguments.language.empty()) {
        scenario.outputs.language = *io::language_of(arguments.language);
    }
    Job job = prepare(std::move(scenario), problems, arguments.memory.limit(arguments.folder));
    problems.raise();
    const Talk talk = arguments.json ? Talk::json : arguments.quiet ? Talk::quiet : Talk::normal;
    ExecuteOptions options{.folder = arguments.folder, .talk = talk};
    if (!arguments.checkpoint.empty() || arguments.resume) {
        options.checkpoint = {.every = arguments.checkpoint, .resume = arguments.resume};
    }
    execute(job, options);
}

}  // namespace

void add_run(CLI::App& app) {
    auto arguments = std::make_shared<RunArguments>();
    CLI::App* command = app.add_subcommand("run", "Run a scenario and write its maps");
    command->add_option("scenario", arguments->scenario, "Scenario file, for example scenario.toml")
        ->required();
    command->add_option("--out", arguments->folder, "Folder for the results")->required();
    command
        ->add_option("--set", arguments->settings,
                     "Set one parameter: model.parameter=value (may be repeated)")
        ->allow_extra_args(false);
    command
        ->add_option("--model", arguments->choices,
                     "Let one of several models make a field: field=model, as under [choose]")
        ->allow_extra_args(false);
    command->add_option("--lang", arguments->language, "Language of the map: en or vi")
        ->check(CLI::IsMember({"en", "vi"}));
    command->add_option("--threads", arguments->threads, "Number of threads (default: all)")
        ->check(CLI::PositiveNumber);
    command->add_option("--checkpoint", arguments->checkpoint,
                        "Leave the state of models of time in the folder every so many rain steps, "
                        "or every such time of the clock: 24, or '10 min'; and when stopped");
    command->add_flag("--resume", arguments->resume, "Go on from that state");
    add_memory_options(*command, arguments->memory);
    command->add_flag("--quiet", arguments->quiet, "Print nothing but errors");
    command->add_flag("--json", arguments->json, "Print the record of the run as JSON");
    command->footer(
        "Examples:\n"
        "  hazone run scenario.toml --out results\n"
        "  hazone run scenario.toml --out results --set vegetation.root_cohesion='2 kPa'\n"
        "  hazone run scenario.toml --out results --lang vi --threads 2\n"
        "  hazone run scenario.toml --out results --checkpoint '10 min'\n"
        "  hazone run scenario.toml --out results --resume");
    command->callback([arguments] { run(*arguments); });
}

}  // namespace hazone
