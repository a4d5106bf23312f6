#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/error.hpp"
#include "scenarios/commands/commands.hpp"
#include "scenarios/rules/rule_file.hpp"
#include "scenarios/rules/rule_words.hpp"
#include "scenarios/rules/rules_record.hpp"

namespace hazone {
namespace {

struct RulesArguments {
    std::string name;
    std::string check;
    bool json = false;
};

RuleSet good_rules(const std::string& name) {
    Problems problems;
    RuleSet rules = read_rule_set(name, std::filesystem::current_path(), problems);
    problems.raise();
    return rules;
}

void list_shipped() {
    for (const std::string& name : shipped_rule_sets()) {
        const RuleSet rules = good_rules(name);
        fmt::print("{:<14} {} ({} rows)\n", name, rules.title, rule_count(rules));
    }
}

void show_rules(const RulesArguments& arguments) {
    if (!arguments.check.empty()) {
        const RuleSet rules = good_rules(arguments.check);
        fmt::print("{}: good: '{}' version {}, {} tables, {} rows\n", arguments.check, rules.name,
                   rules.version, rules.tables.size(), rule_count(rules));
        return;
    }
    if (arguments.name.empty()) {
        list_shipped();
        return;
    }
    const RuleSet rules = good_rules(arguments.name);
    if (arguments.json) {
        fmt::print("{}\n", rules_json(rules).dump(2));
    } else {
        fmt::print("{}", rules_text(rules));
    }
}

}  // namespace

void add_rules(CLI::App& app) {
    auto arguments = std::make_shared<RulesArguments>();
    CLI::App* command =
        app.add_subcommand("rules", "Rule sets: which values give which level, row by row");
    command->add_option("name", arguments->name,
                        "A rule set that comes with hazone, or the path of a file");
    command->add_option("--check", arguments->check, "Verify a rule file; exit code 2 if it fails");
    command->add_flag("--json", arguments->json, "Print JSON");
    command->footer(
        "Examples:\n  hazone rules\n  hazone rules qd18-2021\n  hazone rules --check my.toml");
    command->callback([arguments] { show_rules(*arguments); });
}

}  // namespace hazone
