#pragma once

#include <string>

#include "engine/rules/rule_set.hpp"

namespace hazone {

/// Number of rows of all tables.
std::size_t rule_count(const RuleSet& rules);

/// The tables as people read them, one row a line, with articles, marks and their meaning.
std::string rules_text(const RuleSet& rules);

}  // namespace hazone
