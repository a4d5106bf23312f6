#pragma once

#include <string>

#include "engine/core/units.hpp"
#include "engine/rules/rule_set.hpp"

namespace hazone {

/// Reads a band as rule files have it: "100-200 mm" with both ends, ">200-400 mm" without the
/// first, "4-<8" without the last, ">400 mm", ">=1 m", "<0", "<=2", "3". The ends are SI and
/// rounded to float, as fields are stored: 200 mm of rain in a field is not above "200 mm".
/// InputError names `what`, the text and what is allowed.
Band band_from_text(const std::string& text, Unit unit, const std::string& what);

}  // namespace hazone
