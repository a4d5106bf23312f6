#pragma once

#include <array>
#include <optional>
#include <string>

#include <cairo.h>

#include "engine/core/zones.hpp"
#include "io/map/map_layout.hpp"
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

/// Width and height of a badge with letters of the size.
struct BadgeSize {
    double width = 0;
    double height = 0;
};
BadgeSize badge_size(cairo_t* context, const LevelMark& mark, double letter_size);

/// A small plate in the colour of the level with its number, centred on the point. Without data it
/// is grey with oblique lines.
void draw_badge(cairo_t* context,
                const LevelMark& mark,
                const LevelColours& colours,
                double letter_size,
                SheetPoint centre);

/// Black or white, whichever stands out more from the colour (WCAG 2.1, relative luminance).
Colour letters_on(Colour ground);

/// Relative luminance of an sRGB colour, 0 to 1 (IEC 61966-2-1).
double luminance(Colour colour);

}  // namespace hazone::io
