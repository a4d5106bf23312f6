#pragma once

#include <array>
#include <optional>
#include <string>

#include "engine/core/zones.hpp"
#include "io/map/palette.hpp"

namespace hazone::io {

/// The level of a zone as the map marks it.
struct LevelMark {
    std::optional<int> level = {};  // 0 below level 1, to 5; empty: no data
    bool lower_bound = false;       // much is missing: the level may be higher
};

/// "3", "≥3" for a lower bound, "<1" below level 1, "?" without data.
std::string mark_text(const LevelMark& mark);

using LevelColours = std::array<Colour, kLevelCount>;

/// Colour of the ground of a mark: that of its level, nearly white below level 1, the grey of no
/// data without one.
Colour mark_colour(const LevelMark& mark, const LevelColours& colours);

}  // namespace hazone::io
