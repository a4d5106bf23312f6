#include "io/map/map_legend.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "io/map/map_badges.hpp"
#include "io/map/map_furniture.hpp"
#include "io/map/map_inset.hpp"
#include "io/map/map_raster.hpp"
#include "io/map/sheet_words.hpp"

namespace hazone::io {
namespace {

constexpr double kRow = 15.5;
constexpr double kSwatchWidth = 26;
constexpr double kSwatchHeight = 11.5;
constexpr double kTextSize = 9;
constexpr double kHeadSize = 7.5;
constexpr double kBadgeSize = 8;
constexpr double kPadding = millimetres(4);
constexpr double kSwatchDots = 150;  // per inch

bool has_table(const MapSheet& sheet) { return sheet.table != nullptr && !sheet.table->empty(); }

std::string percent(double share, Language language) {
    const bool trace = share > 0 && share < 0.0005;
    return fmt::format("{}{} %", trace ? "<" : "",
                       number_text(trace ? 0.1 : share * 100, 1, language));
}

/// In km² with as many decimals as it has room for.
std::string square_kilometres(double area, Language language) {
    const double value = area / 1e6;
    return number_text(value, value >= 100 ? 0 : value >= 1 ? 1 : 2, language);
}

void outline(cairo_t* context, const Box& box) {
    set_colour(context, kInk);
    cairo_set_line_width(context, 0.5);
    add_box(context, box);
    cairo_stroke(context);
}

/// The sign at the size it has on the map: nothing of it grows with the legend.
void draw_swatch(
    cairo_t* context, const KindStyle& style, int kind, const Box& box, double factor) {
    if (kind == 0) {
        add_box(context, box);
        fill_no_data(context, box);
        cairo_new_path(context);
    } else {
        const auto dots = [factor](double length) {
            return static_cast<Index>(length * factor / kPointsPerInch * kSwatchDots);
        };
        const Raster<std::uint8_t> one(Extent{1, 1}, static_cast<std::uint8_t>(kind));
        paint_picture(context,
                      compose_picture({.hazard_class = one,
                                       .dots = {dots(box.height), dots(box.width)},
                                       .dots_per_inch = kSwatchDots,
                                       .colours = style.colours,
                                       .signs = style.signs}),
                      box);
    }
    outline(context, box);
}

/// Number of zones below level 1 and of levels 1 to 5, and without data.
struct LevelCounts {
    std::array<Index, kLevelCount + 1> of_level{};
    Index unknown = 0;
};

LevelCounts zones_of_level(const MapSheet& sheet) {
    LevelCounts counts;
    for (const ZoneSummary& zone : *sheet.table) {
        const std::optional<LevelMark> mark = mark_of(sheet, zone);
        if (mark && mark->level) {
            ++counts.of_level.at(
                static_cast<std::size_t>(std::clamp(*mark->level, 0, kLevelCount)));
        } else {
            ++counts.unknown;
        }
    }
    return counts;
}

std::string level_name(const MapSheet& sheet, int level) {
    if (level == 0) {
        return std::string(text(SheetWord::below_levels, sheet.language));
    }
    const auto place = static_cast<std::size_t>(level - 1);
    std::string name =
        fmt::format(fmt::runtime(text(SheetWord::level_number, sheet.language)), level);
    if (place < sheet.level_names.size() && !sheet.level_names[place].empty()) {
        name += " · " + sheet.level_names[place];
    }
    return name;
}

/// What kind 1 .. 6 of the cells is called.
std::string kind_name(const MapSheet& sheet, int kind) {
    if (kind == 0) {
        return std::string(text(Word::no_data, sheet.language));
    }
    return sheet.kinds == CellKinds::levels
               ? level_name(sheet, kind - 1)
               : fmt::format("{}  {}", kind, class_name(kind, sheet.language));
}

void draw_kinds(Column& column, const MapSheet& sheet, double factor) {
    cairo_t* const context = column.context();
    const Language language = sheet.language;
    const ClassShares shares = class_shares(sheet);
    const KindAreas areas = kind_areas(sheet);
    const KindStyle style = kind_style(sheet);
    const TextStyle head{.size = kHeadSize, .colour = kSoftInk};
    const double head_y = column.y() + 8;
    column.heading(sheet.kinds_title.empty() ? text(Word::hazard_class, language)
                                             : std::string_view(sheet.kinds_title),
                   column.box().width * 0.42);
    draw_right(context, text(Word::area_share, language), head, {column.first_number(), head_y});
    draw_right(context, text(SheetWord::square_kilometres, language), head,
               {column.second_number(), head_y});
    for (auto kind = static_cast<int>(style.colours.size()); kind >= 0; --kind) {
        const Box swatch{column.box().x, column.y(), kSwatchWidth, kSwatchHeight};
        const double middle = swatch.centre().y;
        draw_swatch(context, style, kind, swatch, factor);
        const double left = swatch.right() + 6;
        const std::string name = kind_name(sheet, kind);
        const double room = column.first_number() - left - 34;
        draw_left(context, name, fitted(context, name, {.size = kTextSize}, room), {left, middle});
        const auto place = static_cast<std::size_t>(std::max(kind - 1, 0));
        draw_right(context, percent(kind == 0 ? shares.missing : shares.of_known[place], language),
                   {.size = kTextSize}, {column.first_number(), middle});
        draw_right(context,
                   square_kilometres(kind == 0 ? areas.missing : areas.of_kind[place], language),
                   {.size = kTextSize}, {column.second_number(), middle});
        column.skip(kRow);
    }
}

void draw_levels(Column& column, const MapSheet& sheet) {
    cairo_t* const context = column.context();
    const Language language = sheet.language;
    const LevelCounts counts = zones_of_level(sheet);
    const double head_y = column.y() + 8;
    column.heading(sheet.levels_title.empty() ? text(SheetWord::zone_levels, language)
                                              : std::string_view(sheet.levels_title),
                   column.box().width * 0.24);
    draw_right(context, text(SheetWord::communes, language),
               fitted(context, text(SheetWord::communes, language),
                      {.size = kHeadSize, .colour = kSoftInk}, column.box().width * 0.22),
               {column.second_number(), head_y});
    for (int level = kLevelCount; level >= -1; --level) {
        const LevelMark mark{level < 0 ? std::nullopt : std::optional<int>(level)};
        const double middle = column.y() + kSwatchHeight / 2;
        draw_badge(context, mark, sheet.level_colours, kBadgeSize,
                   {column.box().x + kSwatchWidth / 2, middle});
        const std::string name =
            level < 0 ? std::string(text(Word::no_data, language)) : level_name(sheet, level);
        const double left = column.box().x + kSwatchWidth + 6;
        const double room = column.second_number() - left - 26;
        draw_left(context, name, fitted(context, name, {.size = kTextSize}, room), {left, middle});
        const Index count =
            level < 0 ? counts.unknown : counts.of_level[static_cast<std::size_t>(level)];
        draw_right(context, std::to_string(count), {.size = kTextSize},
                   {column.second_number(), middle});
        column.skip(kRow);
    }
}

void draw_symbol_rows(Column& column, const MapSheet& sheet) {
    cairo_t* const context = column.context();
    const auto row = [&](std::string_view words, auto draw_symbol) {
        const Box box{column.box().x, column.y(), kSwatchWidth, kSwatchHeight};
        draw_symbol(box);
        draw_left(context, words,
                  fitted(context, words, {.size = kTextSize}, column.box().width - 32),
                  {box.right() + 6, box.centre().y});
        column.skip(kRow);
    };
    const auto line = [&](Colour colour, double width) {
        return [context, colour, width](const Box& box) {
            set_colour(context, colour);
            cairo_set_line_width(context, width);
            stroke_line(context, {box.x, box.centre().y}, {box.right(), box.centre().y});
        };
    };
    column.heading(text(Word::symbols, sheet.language));
    if (!sheet.stream_network.extent().empty()) {
        row(text(Word::stream, sheet.language), line(kStreamColour, 0.9));
    }
    if (sheet.layer != nullptr) {
        row(text(Word::zone_boundary, sheet.language), line(kBoundaryColour, 0.9));
    }
    if (sheet.focus) {
        row(text(SheetWord::focus_boundary, sheet.language), line(kInk, 2.2));
    }
    if (shows_levels(sheet)) {
        row(text(SheetWord::level_mark, sheet.language), [&](const Box& box) {
            const std::string_view sample = text(Word::zone_name_sample, sheet.language);
            const TextBlock name(
                context, sample,
                fitted(context, sample, {.size = 6.8, .bold = true}, box.width - 10));
            name.draw({box.x - 1, box.centre().y - name.height() / 2});
            draw_badge(context, {.level = 3}, sheet.level_colours, 6.2,
                       {box.right() - 4, box.centre().y});
        });
    }
}

void draw_scale(Column& column, const MapSheet& sheet, double denominator, double enlargement) {
    constexpr double kArrow = 44;
    const Box& box = column.box();
    const double used = draw_scale_bar(column.context(), {denominator, enlargement}, sheet.language,
                                       {box.x, column.y(), box.width - kArrow, kArrow});
    draw_north_arrow(column.context(), {box.right() - kArrow * 0.3, column.y() + kArrow / 2},
                     kArrow, sheet.language);
    column.skip(std::max(used, kArrow));
}

void draw_inset_block(Column& column, const MapSheet& sheet) {
    constexpr double kMostHeight = 190;
    const bool place = sheet.focus.has_value() || !shows_levels(sheet);
    column.heading(text(place ? SheetWord::inset_place : SheetWord::inset_levels, sheet.language));
    const double height = std::min(inset_height(sheet, column.box().width), kMostHeight);
    draw_inset(column.context(), sheet, *sheet.grid,
               {column.box().x, column.y(), column.box().width, height});
    column.skip(height + 1);
}

}  // namespace

KindStyle kind_style(const MapSheet& sheet) {
    KindStyle style;
    if (sheet.kinds == CellKinds::classes) {
        return {{kLevelColours.begin(), kLevelColours.end()},
                {kLevelSigns.begin(), kLevelSigns.end()}};
    }
    style.colours = {kBelowLevelsColour};
    style.signs = {kBelowLevelsSign};
    style.colours.insert(style.colours.end(), sheet.level_colours.begin(),
                         sheet.level_colours.end());
    style.signs.insert(style.signs.end(), kLevelSigns.begin(), kLevelSigns.end());
    return style;
}

bool shows_levels(const MapSheet& sheet) {
    return has_table(sheet) &&
           std::any_of(sheet.table->begin(), sheet.table->end(), [&](const ZoneSummary& zone) {
               const std::optional<LevelMark> mark = mark_of(sheet, zone);
               return mark.has_value();
           });
}

std::optional<LevelMark> mark_of(const MapSheet& sheet, const ZoneSummary& zone) {
    if (!sheet.levels) {
        return std::nullopt;
    }
    if (sheet.hazard == Hazard::none) {
        return LevelMark{zone.level, zone.lower_bound};
    }
    for (const HazardLevel& own : zone.hazards) {
        if (own.hazard == sheet.hazard) {
            return LevelMark{own.level, own.level && zone.lower_bound};
        }
    }
    return LevelMark{};
}

void add_classes(PanelContent& content, const MapSheet& sheet) {
    content.blocks.emplace_back(
        [&](Column& column, double factor) { draw_kinds(column, sheet, factor); });
}

void add_levels(PanelContent& content, const MapSheet& sheet) {
    if (shows_levels(sheet)) {
        content.blocks.emplace_back([&](Column& column, double) { draw_levels(column, sheet); });
    }
}

void add_symbols(PanelContent& content, const MapSheet& sheet) {
    if (sheet.layer != nullptr || !sheet.stream_network.extent().empty()) {
        content.blocks.emplace_back(
            [&](Column& column, double) { draw_symbol_rows(column, sheet); });
    }
}

void draw_legend(cairo_t* context, const MapSheet& part, const SheetLayout& layout) {
    const SavedState state(context);
    set_colour(context, kInk);
    cairo_set_line_width(context, 1.6);
    add_box(context, layout.panel);
    cairo_stroke(context);
    PanelContent content;
    add_facts(content, part);
    add_classes(content, part);
    add_levels(content, part);
    add_symbols(content, part);
    content.blocks.emplace_back([&](Column& column, double factor) {
        draw_scale(column, part, layout.scale, layout.enlargement * factor);
    });
    if (inset_height(part, 100) > 0) {
        content.blocks.emplace_back(
            [&](Column& column, double) { draw_inset_block(column, part); });
    }
    add_notes(content, part);
    add_highest_zones(content, part);
    draw_panel(context, content, layout.panel.shrunk(kPadding),
               layout.panel_place == PanelPlace::side);
}

}  // namespace hazone::io
