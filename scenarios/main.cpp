#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "engine/core/cell_memory.hpp"
#include "engine/core/error.hpp"
#include "scenarios/commands/commands.hpp"
#include "scenarios/interrupt.hpp"
#include "scenarios/version.hpp"

namespace hazone {
namespace {

// Exit codes, as documented in docs/reference/exit-codes.md.
constexpr int kFault = 1;         // the program or the machine failed
constexpr int kInputError = 2;    // the user can mend it
constexpr int kSignalBase = 128;  // stopped by a signal: 128 + its number

void add_commands(CLI::App& app) {
    app.set_version_flag("--version", std::string("hazone ") + kVersion);
    app.require_subcommand(1);
    app.footer(
        "Examples:\n"
        "  hazone init --demo demo && hazone run demo/scenario.toml --out demo/results\n"
        "  hazone derive slope wetness_index -i elevation=dem.tif --out terrain\n"
        "  hazone explain demo/results --at 104.5,22.3\n"
        "\n"
        "Exit codes: 0 done, 1 fault of program or machine, 2 the input must be mended,\n"
        "130 or 143 stopped by Ctrl-C or SIGTERM.");
    add_init(app);
    add_check(app);
    add_run(app);
    add_derive(app);
    add_models(app);
    add_fields(app);
    add_rules(app);
    add_explain(app);
    add_view(app);
}

int report(const InputError& error) {
    const auto& problems = error.problems();
    if (problems.size() > 1) {
        fmt::print(stderr, "hazone: {} problems:\n", problems.size());
    }
    for (const std::string& problem : problems) {
        fmt::print(stderr, "{}{}\n", problems.size() > 1 ? "  - " : "hazone: ", problem);
    }
    return kInputError;
}

int parse_and_run(CLI::App& app, int argc, char** argv) {
    try {
        app.parse(argc, argv);
        return 0;
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : kInputError;
    } catch (const InputError& error) {
        return report(error);
    } catch (const Interrupted& stop) {
        fmt::print(stderr, "\nhazone: {}. Run the same command again to start over.\n",
                   stop.what());
        return kSignalBase + interrupt_signal();
    } catch (const std::bad_alloc&) {
        fmt::print(stderr,
                   "hazone: out of memory; take a larger grid.cell_size or fewer outputs\n");
        return kFault;
    } catch (const std::exception& error) {
        fmt::print(stderr, "hazone: {}\n", error.what());
        return kFault;
    }
}

}  // namespace
}  // namespace hazone

int main(int argc, char** argv) {
    hazone::return_freed_memory();
    hazone::watch_for_interrupts();
    CLI::App app{"hazone: natural-hazard risk zoning of a province, from DEM, rain and soil"};
    hazone::add_commands(app);
    return hazone::parse_and_run(app, argc, argv);
}
