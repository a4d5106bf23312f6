#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "engine/rules/rule_set.hpp"

namespace hazone {

/// Number of rows of all tables.
std::size_t rule_count(const RuleSet& rules);

/// The tables as people read them, one row a line, with articles, marks and their meaning.
std::string rules_text(const RuleSet& rules);

/// The whole set for programs; rules_from_json() gives it back.
nlohmann::ordered_json rules_json(const RuleSet& rules);
RuleSet rules_from_json(const nlohmann::ordered_json& json);

}  // namespace hazone
