#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/hazards.hpp"
#include "engine/rules/rule_set.hpp"
#include "io/map/palette.hpp"
#include "io/words.hpp"

namespace hazone::io {

/// What people call a hazard: "flash flood", "lũ quét"; "none" for Hazard::none.
std::string_view hazard_name(Hazard hazard, Language language);

/// What people call a level: the name which the rules give it, else "level 3"; "below level 1" for
/// 0 and "no data" for none. `rules` may be null.
std::string level_name(std::optional<int> level, const RuleSet* rules, Language language);

/// The colour of level 0 to 5, of the rules where they state one ("#FFA500"), else of hazone's
/// palette; that of no data for none. `rules` may be null.
Colour level_colour(std::optional<int> level, const RuleSet* rules);

}  // namespace hazone::io
