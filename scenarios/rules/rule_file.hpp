#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/rules/rule_set.hpp"

namespace hazone {

/// Names of the rule sets which come with the program.
std::vector<std::string> shipped_rule_sets();

/// Reads a rule set: one which comes with the program, by its name, or a file, by its path, taken
/// relative to `folder`. What is wrong with it is added to `problems`, each with file, line and
/// key: the grammar of the file, unknown fields, hazards and marks, bands which overlap or leave a
/// hole, combinations of bands without a row or with two, levels which fall where a quantity gets
/// worse, levels above the table's highest, the same id twice. The rows are numbered from 1.
RuleSet read_rule_set(const std::string& name_or_path,
                      const std::filesystem::path& folder,
                      Problems& problems);

/// The same from a text; `file` stands in messages.
RuleSet rule_set_from_text(const std::string& text,
                           const std::filesystem::path& file,
                           Problems& problems);

}  // namespace hazone
