#include "io/map/map_furniture.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/map/map_canvas.hpp"
#include "io/read/read.hpp"

namespace hazone::io {
namespace {

constexpr double kTickSpacing = millimetres(28);  // at least, between two numbers
constexpr double kTick = 4.0;
constexpr double kCross = 3.0;
constexpr double kTitleSize = 25;
constexpr double kSubtitleSize = 13;
constexpr double kNoticeSize = 11;
constexpr double kSteepestNotice = 0.7;  // rad

/// Round map coordinates inside [low, high], `step` apart.
std::vector<double> round_coordinates(double low, double high, double step) {
    std::vector<double> values;
    for (double number = std::ceil(low / step); number * step <= high; ++number) {
        values.push_back(number * step);
    }
    return values;
}

std::string kilometres(double metres, double step, Language language) {
    const double digits = std::max(0.0, 3 - std::floor(std::log10(step) + 1e-9));
    return number_text(metres / 1000, static_cast<int>(digits), language);
}

struct Graticule {
    std::vector<double> eastings;   // m
    std::vector<double> northings;  // m
    double step = 1;                // m
};

Graticule graticule(const MapProjection& projection, const Box& frame) {
    const Point upper_left = projection.on_ground({frame.x, frame.y});
    const Point lower_right = projection.on_ground({frame.right(), frame.bottom()});
    const double metres_per_point = (lower_right.x - upper_left.x) / frame.width;
    double step = round_length(kTickSpacing * metres_per_point);
    while (step < kTickSpacing * metres_per_point) {
        step = round_length(step * 2.5);
    }
    return {round_coordinates(upper_left.x, lower_right.x, step),
            round_coordinates(lower_right.y, upper_left.y, step), step};
}

void draw_crosses(cairo_t* context,
                  const Graticule& lines,
                  const MapProjection& projection,
                  const Box& frame) {
    set_colour(context, kInk, 0.55);
    cairo_set_line_width(context, 0.35);
    for (const double easting : lines.eastings) {
        for (const double northing : lines.northings) {
            const SheetPoint at = projection.on_sheet({easting, northing});
            stroke_line(context, {at.x - kCross, at.y}, {at.x + kCross, at.y});
            stroke_line(context, {at.x, at.y - kCross}, {at.x, at.y + kCross});
        }
    }
    set_colour(context, kInk);
    cairo_set_line_width(context, 0.5);
    for (const double easting : lines.eastings) {
        const double x = projection.on_sheet({easting, 0}).x;
        stroke_line(context, {x, frame.y}, {x, frame.y - kTick});
        stroke_line(context, {x, frame.bottom()}, {x, frame.bottom() + kTick});
    }
    for (const double northing : lines.northings) {
        const double y = projection.on_sheet({0, northing}).y;
        stroke_line(context, {frame.x, y}, {frame.x - kTick, y});
        stroke_line(context, {frame.right(), y}, {frame.right() + kTick, y});
    }
}

/// Text turned to read upwards, its middle at the point.
void draw_upwards(cairo_t* context, const TextBlock& text, SheetPoint centre) {
    const SavedState state(context);
    cairo_translate(context, centre.x, centre.y);
    cairo_rotate(context, -std::acos(0.0));
    text.draw_centred({0, 0});
}

/// Degrees, minutes and seconds with the letter of the half of the globe.
std::string angle_text(double degrees, Word positive, Word negative, Language language) {
    const auto seconds = static_cast<long>(std::lround(std::abs(degrees) * 3600));
    return fmt::format("{}°{:02}′{:02}″ {}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                       text(degrees < 0 ? negative : positive, language));
}

/// Longitude and latitude of a corner; empty where the CRS gives none, since a map without them is
/// still a map.
std::string corner_text(const MapSheet& sheet, Point corner) {
    if (sheet.grid->crs.empty()) {
        return {};
    }
    try {
        const Point degrees = lon_lat_of(*sheet.grid, corner);
        return angle_text(degrees.x, Word::east, Word::west, sheet.language) + "  " +
               angle_text(degrees.y, Word::north, Word::south, sheet.language);
    } catch (const InputError&) {
        return {};
    }
}

/// Writes longitude and latitude at the four corners of the frame; returns the width they take.
double draw_corners(cairo_t* context,
                    const MapSheet& sheet,
                    const MapProjection& projection,
                    const SheetLayout& layout) {
    const Box& frame = layout.frame;
    const double strip = (frame.x - layout.border.x) / 2 + 1;
    double widest = 0;
    for (const double x : {frame.x, frame.right()}) {
        for (const double y : {frame.y, frame.bottom()}) {
            const TextBlock words(context, corner_text(sheet, projection.on_ground({x, y})),
                                  {.size = 6.5, .colour = kSoftInk});
            const double left = x == frame.x ? x : x - words.width();
            const double middle = y == frame.y ? y - strip : y + strip;
            words.draw({left, middle - words.height() / 2});
            widest = std::max(widest, words.width());
        }
    }
    return widest;
}

/// Numbers in the strip between border and frame, `corner` away from its corners.
void draw_numbers(cairo_t* context,
                  const Graticule& lines,
                  const MapProjection& projection,
                  const SheetLayout& layout,
                  Language language,
                  double corner) {
    const Box& frame = layout.frame;
    const double strip = (frame.x - layout.border.x) / 2 + 1;
    const TextStyle style{.size = 7};
    for (const double easting : lines.eastings) {
        const double x = projection.on_sheet({easting, 0}).x;
        const TextBlock number(context, kilometres(easting, lines.step, language), style);
        if (x > frame.x + corner && x + number.width() < frame.right() - corner) {
            number.draw({x + 2, frame.y - strip - number.height() / 2});
            number.draw({x + 2, frame.bottom() + strip - number.height() / 2});
        }
    }
    for (const double northing : lines.northings) {
        const double y = projection.on_sheet({0, northing}).y;
        const TextBlock number(context, kilometres(northing, lines.step, language), style);
        if (y - number.width() > frame.y && y < frame.bottom()) {
            const double middle = y - 2 - number.width() / 2;
            draw_upwards(context, number, {frame.x - strip, middle});
            draw_upwards(context, number, {frame.right() + strip, middle});
        }
    }
}

/// The longest length up to `most` whose leading digit is 1 or even, so that its half is round too.
double round_bar(double most) {
    const double unit = std::pow(10.0, std::floor(std::log10(most)));
    const double leading = std::floor(most / unit);
    return leading < 2 ? unit : std::floor(leading / 2) * 2 * unit;
}

/// Halves and wholes of the bar are written; its boxes are quarters, dark and light in turn.
void draw_bar(cairo_t* context, const Box& bar) {
    cairo_set_line_width(context, 0.6);
    for (int quarter = 0; quarter < 4; ++quarter) {
        add_box(context, {bar.x + quarter * bar.width / 4, bar.y, bar.width / 4, bar.height});
        set_colour(context, quarter % 2 == 0 ? kInk : kPaper);
        cairo_fill_preserve(context);
        set_colour(context, kInk);
        cairo_stroke(context);
    }
}

}  // namespace

double title_height(const MapSheet& sheet) {
    return kTitleSize * 1.35 + (sheet.subtitle.empty() ? 0 : kSubtitleSize * 1.5) +
           (sheet.synthetic ? kNoticeSize * 1.5 : 0) + millimetres(3);
}

void draw_title(cairo_t* context, const MapSheet& sheet, const Box& box) {
    double y = box.y;
    const auto line = [&](std::string_view words, TextStyle style) {
        const double height = style.size * 1.42;
        style = fitted(context, words, style, box.width);
        TextBlock(context, words, style).draw_centred({box.centre().x, y + height / 2});
        y += height;
    };
    line(sheet.title.empty() ? text(Word::map_title, sheet.language) : sheet.title,
         {.size = kTitleSize, .bold = true});
    if (!sheet.subtitle.empty()) {
        line(sheet.subtitle, {.size = kSubtitleSize, .colour = kSoftInk});
    }
    if (sheet.synthetic) {
        line(text(Word::synthetic_notice, sheet.language),
             {.size = kNoticeSize, .bold = true, .colour = kWarningColour});
    }
}

void draw_frame(cairo_t* context, const MapSheet& sheet, const SheetLayout& layout) {
    const SavedState state(context);
    const MapProjection projection(*sheet.grid, layout.map);
    const Graticule lines = graticule(projection, layout.frame);
    draw_crosses(context, lines, projection, layout.frame);
    const double corner = draw_corners(context, sheet, projection, layout) + millimetres(2);
    draw_numbers(context, lines, projection, layout, sheet.language, corner);
    set_colour(context, kInk);
    cairo_set_line_width(context, 0.7);
    add_box(context, layout.frame);
    cairo_stroke(context);
    cairo_set_line_width(context, 1.6);
    add_box(context, layout.border);
    cairo_stroke(context);
}

void draw_synthetic_notice(cairo_t* context, Language language, const Box& frame) {
    const SavedState state(context);
    add_box(context, frame);
    cairo_clip(context);
    const double angle = std::min(std::atan2(frame.height, frame.width), kSteepestNotice);
    const double length =
        0.8 * std::min(frame.width / std::cos(angle), frame.height / std::sin(angle));
    const std::string_view notice_text = text(Word::synthetic_notice, language);
    const std::size_t dash = std::min(notice_text.find(" - "), notice_text.size());
    const std::string words =
        fmt::format("{}\n{}", notice_text.substr(0, dash),
                    notice_text.substr(std::min(dash + 3, notice_text.size())));
    const TextStyle style = fitted(
        context, words,
        {.size = 110, .bold = true, .colour = kWarningColour, .alignment = PANGO_ALIGN_CENTER},
        length);
    const TextBlock notice(context, words, style);
    cairo_translate(context, frame.centre().x, frame.centre().y);
    cairo_rotate(context, -angle);
    notice.draw_outlined({-notice.width() / 2, -notice.height() / 2});
}

double draw_scale_bar(cairo_t* context, BarScale scale, Language language, const Box& box) {
    const double metres_per_point = scale.denominator * scale.enlargement * 0.0254 / kPointsPerInch;
    const TextStyle style{.size = 7.5};
    const double length = round_bar((box.width - 22) * metres_per_point);
    const bool in_kilometres = length >= 1000;
    const double unit = in_kilometres ? 1000 : 1;
    const TextBlock scale_text(context,
                               fmt::format("{} 1:{}", text(Word::scale, language),
                                           number_text(scale.denominator, 0, language)),
                               {.size = 10, .bold = true});
    scale_text.draw({box.x, box.y});
    const double bar_width = length / metres_per_point;
    const double numbers_y = box.y + scale_text.height() + 3;
    double height = 0;
    for (const double part : {0.0, 0.5, 1.0}) {
        const double value = length * part / unit;
        const int decimals = value == std::floor(value) ? 0 : 1;
        std::string number = number_text(value, decimals, language);
        const TextBlock plain(context, number, style);
        if (part == 1.0) {
            number +=
                fmt::format(" {}", text(in_kilometres ? Word::kilometre : Word::metre, language));
        }
        const double left = part == 0.0 ? 0 : plain.width() / 2;
        const TextBlock written(context, number, style);
        written.draw({box.x + part * bar_width - left, numbers_y});
        height = written.height();
    }
    const Box bar{box.x, numbers_y + height + 1, bar_width, 5};
    draw_bar(context, bar);
    return bar.bottom() - box.y;
}

void draw_north_arrow(cairo_t* context, SheetPoint centre, double height, Language language) {
    const SavedState state(context);
    const TextBlock letter(context, text(Word::north, language), {.size = 13, .bold = true});
    const double top = centre.y - height / 2 + letter.height();
    const double bottom = centre.y + height / 2;
    const double half = height * 0.2;
    letter.draw_centred({centre.x, top - letter.height() / 2});
    const auto side = [&](double direction) {
        cairo_move_to(context, centre.x, top);
        cairo_line_to(context, centre.x + direction * half, bottom);
        cairo_line_to(context, centre.x, bottom - half * 0.6);
        cairo_close_path(context);
    };
    set_colour(context, kInk);
    cairo_set_line_width(context, 0.7);
    cairo_set_line_join(context, CAIRO_LINE_JOIN_MITER);
    side(-1);
    cairo_fill_preserve(context);
    cairo_stroke(context);
    side(1);
    cairo_stroke(context);
}

}  // namespace hazone::io
