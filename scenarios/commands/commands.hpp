#pragma once

#include <CLI/CLI.hpp>

namespace hazone {

/// Each adds one command to the program. A command runs while the command line is parsed, prints
/// its result and throws InputError or Interrupted; only main turns these into exit codes.
void add_init(CLI::App& app);
void add_check(CLI::App& app);
void add_run(CLI::App& app);
void add_derive(CLI::App& app);
void add_models(CLI::App& app);
void add_fields(CLI::App& app);
void add_rules(CLI::App& app);
void add_explain(CLI::App& app);
void add_view(CLI::App& app);

}  // namespace hazone
