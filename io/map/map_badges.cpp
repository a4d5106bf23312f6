#include "io/map/map_badges.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "io/map/map_canvas.hpp"
#include "io/map/map_signs.hpp"

namespace hazone::io {
namespace {

constexpr double kHeight = 1.42;  // of the letters
constexpr double kSides = 0.7;    // of the letters, left and right of the number together

TextStyle letters(const LevelMark& mark, const LevelColours& colours, double size) {
    return {.size = size, .bold = true, .colour = letters_on(mark_colour(mark, colours))};
}

void add_plate(cairo_t* context, const Box& box) {
    const double radius = box.height * 0.28;
    constexpr double kQuarter = std::numbers::pi / 2;
    cairo_new_sub_path(context);
    cairo_arc(context, box.right() - radius, box.y + radius, radius, -kQuarter, 0);
    cairo_arc(context, box.right() - radius, box.bottom() - radius, radius, 0, kQuarter);
    cairo_arc(context, box.x + radius, box.bottom() - radius, radius, kQuarter, 2 * kQuarter);
    cairo_arc(context, box.x + radius, box.y + radius, radius, 2 * kQuarter, 3 * kQuarter);
    cairo_close_path(context);
}

}  // namespace

std::string mark_text(const LevelMark& mark) {
    if (!mark.level) {
        return "?";
    }
    if (mark.lower_bound) {
        return "≥" + std::to_string(*mark.level);
    }
    return *mark.level == 0 ? "<1" : std::to_string(*mark.level);
}

Colour mark_colour(const LevelMark& mark, const LevelColours& colours) {
    if (!mark.level) {
        return kNoDataColour;
    }
    return *mark.level == 0 ? kBelowLevelsColour
                            : colours.at(static_cast<std::size_t>(*mark.level - 1));
}

BadgeSize badge_size(cairo_t* context, const LevelMark& mark, double letter_size) {
    const double height = letter_size * kHeight;
    const TextBlock number(context, mark_text(mark), {.size = letter_size, .bold = true});
    return {std::max(height, number.width() + letter_size * kSides), height};
}

void draw_badge(cairo_t* context,
                const LevelMark& mark,
                const LevelColours& colours,
                double letter_size,
                SheetPoint centre) {
    const SavedState state(context);
    const BadgeSize size = badge_size(context, mark, letter_size);
    const Box plate{centre.x - size.width / 2, centre.y - size.height / 2, size.width, size.height};
    cairo_new_path(context);
    add_plate(context, plate);
    set_colour(context, kPaper, 0.85);
    cairo_set_line_width(context, letter_size * 0.3);
    cairo_stroke_preserve(context);
    if (mark.level) {
        set_colour(context, mark_colour(mark, colours));
        cairo_fill(context);
    } else {
        fill_no_data(context, plate);
    }
    cairo_new_path(context);
    add_plate(context, plate);
    set_colour(context, kInk);
    cairo_set_line_width(context, letter_size * 0.09);
    cairo_stroke(context);
    const TextBlock number(context, mark_text(mark), letters(mark, colours, letter_size));
    if (mark.level) {
        number.draw_centred(centre);
    } else {
        number.draw_with_halo({centre.x - number.width() / 2, centre.y - number.height() / 2});
    }
}

double luminance(Colour colour) {
    const auto linear = [](std::uint8_t value) {
        const double part = value / 255.0;
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
           0.0722 * linear(colour.blue);
}

Colour letters_on(Colour ground) {
    const double light = luminance(ground);
    const double with_white = 1.05 / (light + 0.05);
    const double with_black = (light + 0.05) / 0.05;
    return with_white > with_black ? kPaper : Colour{0, 0, 0};
}

}  // namespace hazone::io
