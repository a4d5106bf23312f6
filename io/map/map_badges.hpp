#pragma once

#include <cairo.h>

#include "io/map/level_mark.hpp"
#include "io/map/map_layout.hpp"

namespace hazone::io {

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
