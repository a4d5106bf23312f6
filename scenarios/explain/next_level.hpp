#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/rules/rule_set.hpp"

namespace hazone {

/// Value of a quantity by the name of its field, SI; NaN where it has no data, empty where it is
/// not known to the caller.
using ValueOf = std::function<std::optional<double>(const std::string& field)>;

/// A row of a higher level, and what stands between it and the present values.
struct WayUp {
    int level = 0;
    const RuleRow* row = nullptr;
    std::vector<const Condition*> unmet;  // of its conditions, those which do not hold
};

/// The rows which give more than `level`, nearest first: of each set of quantities that would have
/// to change the row of the lowest level, fewer quantities before more, lower levels before higher.
/// Rows which need more to change than another one that gives as much are left out.
std::vector<WayUp> ways_up(const RuleTable& table, int level, const ValueOf& values);

}  // namespace hazone
