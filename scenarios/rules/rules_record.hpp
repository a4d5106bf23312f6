#pragma once

#include <nlohmann/json.hpp>

#include "engine/rules/rule_set.hpp"

namespace hazone {

/// The rule set whole, for run.json: every table and row with its conditions, article and mark, so
/// that a result is explained by the rules it was made with. An open end of a band is null.
nlohmann::ordered_json rules_json(const RuleSet& rules);

/// One row of it, as it stands there.
nlohmann::ordered_json rule_row_json(const RuleRow& row);

/// The rule set of such a record. InputError when the record is not one.
RuleSet rules_from_json(const nlohmann::ordered_json& json);

}  // namespace hazone
