#include "io/map/map_signs.hpp"

#include <algorithm>
#include <cmath>

#include "io/map/map_canvas.hpp"

namespace hazone::io {
namespace {

constexpr double kDotTone = -0.55;
constexpr double kDarkTone = -0.4;
constexpr double kLightTone = 0.45;
constexpr double kRowTone = 0.6;
constexpr double kColumnTone = -0.25;

double tone_of(Sign sign) {
    switch (sign) {
        case Sign::light_rows:
            return kRowTone;
        case Sign::dots:
            return kDotTone;
        case Sign::dark_diagonals:
            return kDarkTone;
        case Sign::light_diagonals:
            return kLightTone;
        case Sign::dark_columns:
            return kColumnTone;
        default:
            return 0;
    }
}

Colour toned_colour(Colour colour, double tone) {
    const auto channel = [=](std::uint8_t value) {
        return static_cast<std::uint8_t>(std::lround(std::clamp(toned(value, tone), 0.0, 255.0)));
    };
    return {channel(colour.red), channel(colour.green), channel(colour.blue)};
}

void add_diagonals(cairo_t* context, const Box& box, bool rising) {
    const double step = kSignSpacing * std::sqrt(2.0);
    for (double x = box.x - box.height; x < box.right(); x += step) {
        cairo_move_to(context, x, rising ? box.bottom() : box.y);
        cairo_line_to(context, x + box.height, rising ? box.y : box.bottom());
    }
}

void add_lines(cairo_t* context, Sign sign, const Box& box) {
    if (sign == Sign::light_rows) {
        for (double y = box.y + kSignSpacing / 2; y < box.bottom(); y += kSignSpacing) {
            cairo_move_to(context, box.x, y);
            cairo_line_to(context, box.right(), y);
        }
    } else if (sign == Sign::dark_columns) {
        for (double x = box.x + kSignSpacing / 2; x < box.right(); x += kSignSpacing) {
            cairo_move_to(context, x, box.y);
            cairo_line_to(context, x, box.bottom());
        }
    } else {
        add_diagonals(context, box, sign == Sign::dark_diagonals);
    }
}

void add_dots(cairo_t* context, const Box& box) {
    constexpr double kSide = 1.0;
    int row = 0;
    for (double y = box.y + kSignSpacing / 2; y < box.bottom(); y += kSignSpacing) {
        const double shift = row++ % 2 == 0 ? kSignSpacing / 2 : kSignSpacing;
        for (double x = box.x + shift; x < box.right(); x += kSignSpacing) {
            cairo_rectangle(context, x - kSide / 2, y - kSide / 2, kSide, kSide);
        }
    }
}

}  // namespace

double sign_tone(Sign sign, Index row, Index col, Index period) {
    const auto phase = [period](Index place) { return ((place % period) + period) % period; };
    const Index thickness = std::max<Index>(1, period / 7);
    bool marked = false;
    switch (sign) {
        case Sign::light_rows:
            marked = phase(row) < thickness;
            break;
        case Sign::dots: {
            const Index shift = (row / period) % 2 * (period / 2);
            marked = phase(row) <= thickness && phase(col + shift) <= thickness;
            break;
        }
        case Sign::dark_diagonals:
            marked = phase(row + col) < thickness;
            break;
        case Sign::light_diagonals:
            marked = phase(row - col) < thickness;
            break;
        case Sign::dark_columns:
            marked = phase(col) < thickness;
            break;
        default:
            break;
    }
    return marked ? tone_of(sign) : 0;
}

double toned(double channel, double tone) {
    return tone < 0 ? channel * (1 + tone) : channel + (255 - channel) * tone;
}

void fill_with_sign(cairo_t* context, Colour colour, Sign sign, const Box& around) {
    const SavedState state(context);
    set_colour(context, colour);
    if (sign == Sign::none) {
        cairo_fill(context);
        return;
    }
    cairo_fill_preserve(context);
    cairo_clip(context);
    set_colour(context, toned_colour(colour, tone_of(sign)));
    if (sign == Sign::dots) {
        add_dots(context, around);
        cairo_fill(context);
        return;
    }
    add_lines(context, sign, around);
    cairo_set_line_width(context, 0.55);
    cairo_stroke(context);
}

}  // namespace hazone::io
