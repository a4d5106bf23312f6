#pragma once

#include <string>

#include "engine/core/error.hpp"
#include "engine/rules/rule_set.hpp"

namespace hazone {

/// Adds what is wrong with the meaning of a table, whose rows have a condition for each axis: bands
/// which overlap or leave a hole, combinations without a row or with two, levels which fall where a
/// quantity gets worse, a level above the highest. `what` is the file and the table.
void check_rule_table(const RuleTable& table, const std::string& what, Problems& problems);

}  // namespace hazone
