#include "io/map/map_legend.hpp"

#include <algorithm>
#include <string>

#include <ogr_spatialref.h>

#include <fmt/format.h>

#include "io/map/map_canvas.hpp"
#include "io/map/map_furniture.hpp"
#include "io/map/map_raster.hpp"

namespace hazone::io {
namespace {

constexpr double kRow = 17;
constexpr double kSwatchWidth = 26;
constexpr double kSwatchHeight = 12.5;
constexpr double kTextSize = 9;
constexpr double kNoteSize = 7.5;
constexpr double kBlockGap = 11;
constexpr double kPadding = millimetres(4);
constexpr double kBetween = millimetres(8);      // columns
constexpr double kHighPanel = 203;               // holds classes over symbols
constexpr double kLowPanel = 142;                // holds any of its columns
constexpr double kUsualWidth = millimetres(68);  // inside a panel at the side
constexpr double kSwatchDots = 150;              // per inch

/// Draws from the top of a box downwards.
class Column {
public:
    Column(cairo_t* context, const Box& box) : context_(context), box_(box), y_(box.y) {}

    double y() const { return y_; }
    double left_over() const { return box_.bottom() - y_; }
    const Box& box() const { return box_; }
    void skip(double height) { y_ += height; }
    void heading(std::string_view words) {
        const TextStyle style = fitted(context_, words, {.size = 10.5, .bold = true}, box_.width);
        const TextBlock block(context_, words, style);
        block.draw({box_.x, y_});
        y_ += block.height() + 4;
    }
    void note(std::string_view words, const TextStyle& style) {
        const TextBlock block(context_, words, style, box_.width);
        if (block.height() <= left_over()) {
            block.draw({box_.x, y_});
            y_ += block.height() + 2.5;
        }
    }
    /// Right edges of the two columns of numbers.
    double first_number() const { return box_.right() - box_.width * 0.19; }
    double second_number() const { return box_.right(); }

private:
    cairo_t* context_;
    Box box_;
    double y_;
};

void draw_right(cairo_t* context, std::string_view words, const TextStyle& style, SheetPoint at) {
    const TextBlock block(context, words, style);
    block.draw({at.x - block.width(), at.y - block.height() / 2});
}

void draw_left(cairo_t* context, std::string_view words, const TextStyle& style, SheetPoint at) {
    const TextBlock block(context, words, style);
    block.draw({at.x, at.y - block.height() / 2});
}

std::string percent(double share, Language language) {
    const bool trace = share > 0 && share < 0.0005;
    return fmt::format("{}{} %", trace ? "<" : "",
                       number_text(trace ? 0.1 : share * 100, 1, language));
}

void draw_swatch(cairo_t* context, int number, const Box& box) {
    if (number == 0) {
        add_box(context, box);
        fill_no_data(context, box);
    } else {
        const auto dots = [](double length) {
            return static_cast<Index>(length / kPointsPerInch * kSwatchDots);
        };
        const Raster<std::uint8_t> one(Extent{1, 1}, static_cast<std::uint8_t>(number));
        paint_picture(context,
                      compose_picture({.hazard_class = one,
                                       .dots = {dots(box.height), dots(box.width)},
                                       .dots_per_inch = kSwatchDots}),
                      box);
    }
    set_colour(context, kInk);
    cairo_set_line_width(context, 0.5);
    add_box(context, box);
    cairo_stroke(context);
}

/// Number of zones of level 0..5.
std::array<Index, kClassCount + 1> zones_of_level(const ZoneTable& table) {
    std::array<Index, kClassCount + 1> counts{};
    for (const ZoneSummary& zone : table) {
        ++counts.at(static_cast<std::size_t>(std::clamp(zone.level.value_or(0), 0, kClassCount)));
    }
    return counts;
}

bool has_table(const MapSheet& sheet) { return sheet.table != nullptr && !sheet.table->empty(); }

void draw_classes(cairo_t* context, const MapSheet& sheet, Column& column) {
    const ClassShares shares = class_shares(sheet);
    const Language language = sheet.language;
    const bool with_zones = has_table(sheet);
    const double area_right = with_zones ? column.first_number() : column.second_number();
    const TextStyle head{.size = kNoteSize, .colour = kSoftInk};
    const double head_y = column.y() + 7;
    column.heading(text(Word::hazard_class, language));
    draw_right(context, text(Word::area_share, language), head, {area_right, head_y});
    if (with_zones) {
        draw_right(context, text(Word::zone_count, language), head,
                   {column.second_number(), head_y});
    }
    const auto counts = with_zones ? zones_of_level(*sheet.table) : decltype(zones_of_level({})){};
    for (const int number : {5, 4, 3, 2, 1, 0}) {
        const Box swatch{column.box().x, column.y(), kSwatchWidth, kSwatchHeight};
        const double middle = swatch.centre().y;
        draw_swatch(context, number, swatch);
        const std::string name = number == 0
                                     ? std::string(class_name(0, language))
                                     : fmt::format("{}  {}", number, class_name(number, language));
        draw_left(context, name, {.size = kTextSize}, {swatch.right() + 6, middle});
        const double share =
            number == 0 ? shares.missing : shares.of_known[static_cast<std::size_t>(number - 1)];
        draw_right(context, percent(share, language), {.size = kTextSize}, {area_right, middle});
        if (with_zones) {
            draw_right(context, std::to_string(counts[static_cast<std::size_t>(number)]),
                       {.size = kTextSize}, {column.second_number(), middle});
        }
        column.skip(kRow);
    }
}

void draw_symbols(cairo_t* context, const MapSheet& sheet, Column& column) {
    const Language language = sheet.language;
    if (sheet.layer == nullptr && sheet.stream_network.extent().empty()) {
        return;
    }
    const auto row = [&](Word word, auto draw_symbol) {
        const Box box{column.box().x, column.y(), kSwatchWidth, kSwatchHeight};
        draw_symbol(box);
        draw_left(context, text(word, language), {.size = kTextSize},
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
    column.heading(text(Word::symbols, language));
    if (!sheet.stream_network.extent().empty()) {
        row(Word::stream, line(kStreamColour, 0.9));
    }
    if (sheet.layer != nullptr) {
        row(Word::zone_boundary, line(kBoundaryColour, 0.9));
    }
    if (sheet.layer != nullptr && has_table(sheet)) {
        row(Word::name_and_level, [&](const Box& box) {
            const std::string sample =
                fmt::format("{} · 4", text(Word::zone_name_sample, language));
            const TextStyle style = fitted(context, sample, {.size = 7.5, .bold = true}, box.width);
            TextBlock(context, sample, style).draw_centred(box.centre());
        });
    }
}

void draw_scale(cairo_t* context, const MapSheet& sheet, BarScale scale, Column& column) {
    constexpr double kArrow = 46;
    const Box& box = column.box();
    const double used = draw_scale_bar(context, scale, sheet.language,
                                       {box.x, column.y(), box.width - kArrow, kArrow});
    draw_north_arrow(context, {box.right() - kArrow * 0.3, column.y() + kArrow / 2}, kArrow,
                     sheet.language);
    column.skip(std::max(used, kArrow));
}

std::string crs_name(const std::string& wkt) {
    OGRSpatialReference reference;
    const bool known = !wkt.empty() && reference.importFromWkt(wkt.c_str()) == OGRERR_NONE;
    const char* const name = known ? reference.GetName() : nullptr;
    return name == nullptr ? std::string() : name;
}

std::vector<std::string> notes(const MapSheet& sheet) {
    const Language language = sheet.language;
    const auto with_title = [&](Word word, const std::string& content) {
        return fmt::format("{}: {}", text(word, language), content);
    };
    std::vector<std::string> lines;
    const std::string crs = crs_name(sheet.grid->crs);
    if (!crs.empty()) {
        lines.push_back(with_title(Word::coordinate_system, crs));
    }
    const double cell = sheet.grid->cell_size;
    lines.push_back(
        with_title(Word::cell_size,
                   fmt::format("{} {}. {}", number_text(cell, cell < 10 ? 1 : 0, language),
                               text(Word::metre, language), text(Word::grid_ticks, language))));
    lines.emplace_back(text(Word::highest_note, language));
    lines.push_back(
        fmt::format("{} {}", text(Word::share_note, language), text(Word::no_data_note, language)));
    if (!sheet.sources.empty()) {
        lines.push_back(with_title(Word::sources, sheet.sources));
    }
    if (!sheet.date.empty()) {
        lines.push_back(with_title(Word::date, sheet.date));
    }
    return lines;
}

void draw_notes(const MapSheet& sheet, Column& column) {
    column.note(text(Word::disclaimer, sheet.language), {.size = kNoteSize + 1, .bold = true});
    for (const std::string& line : notes(sheet)) {
        column.note(line, {.size = kNoteSize});
    }
}

double height_of_notes(cairo_t* context, const MapSheet& sheet, double width) {
    const TextStyle style{.size = kNoteSize};
    double height = TextBlock(context, text(Word::disclaimer, sheet.language),
                              {.size = kNoteSize + 1, .bold = true}, width)
                        .height() +
                    2.5;
    for (const std::string& line : notes(sheet)) {
        height += TextBlock(context, line, style, width).height() + 2.5;
    }
    return height;
}

/// Named zones of level 4 and 5, the highest level first, then by the share of the two classes.
std::vector<const ZoneSummary*> highest_zones(const ZoneTable& table) {
    std::vector<const ZoneSummary*> zones;
    for (const ZoneSummary& zone : table) {
        if (zone.level.value_or(0) >= 4 && !zone.name.empty()) {
            zones.push_back(&zone);
        }
    }
    std::stable_sort(zones.begin(), zones.end(), [](const auto* a, const auto* b) {
        return a->level != b->level ? a->level > b->level
                                    : a->share(5) + a->share(4) > b->share(5) + b->share(4);
    });
    return zones;
}

bool has_list(const MapSheet& sheet) {
    return has_table(sheet) && !highest_zones(*sheet.table).empty();
}

void draw_highest_zones(cairo_t* context, const MapSheet& sheet, Column& column) {
    const auto zones =
        has_table(sheet) ? highest_zones(*sheet.table) : std::vector<const ZoneSummary*>();
    constexpr double kLine = 12.5;
    const double lines = std::floor((column.left_over() - 20) / kLine);
    if (zones.empty() || lines < 3) {
        return;
    }
    const bool all = static_cast<double>(zones.size()) <= lines;
    const std::size_t shown = all ? zones.size() : static_cast<std::size_t>(lines) - 1;
    column.heading(text(Word::highest_zones, sheet.language));
    for (std::size_t place = 0; place < shown; ++place) {
        const ZoneSummary& zone = *zones[place];
        const double middle = column.y() + kLine / 2;
        const Box mark{column.box().x, middle - 4, 8, 8};
        set_colour(context, kLevelColours.at(static_cast<std::size_t>(*zone.level - 1)));
        add_box(context, mark);
        cairo_fill(context);
        draw_left(context, fmt::format("{}  {}", *zone.level, zone.name), {.size = 8},
                  {mark.right() + 5, middle});
        draw_right(context, class_name(*zone.level, sheet.language),
                   {.size = 7, .colour = kSoftInk}, {column.second_number(), middle});
        column.skip(kLine);
    }
    if (!all) {
        column.note(
            fmt::format(fmt::runtime(text(Word::more_zones, sheet.language)), zones.size() - shown),
            {.size = 7.5, .colour = kSoftInk});
    }
}

void draw_beside(cairo_t* context, const MapSheet& sheet, BarScale scale, const Box& room) {
    const double notes_height = height_of_notes(context, sheet, room.width);
    Column upper(context, {room.x, room.y, room.width, room.height - notes_height - kBlockGap});
    const TextBlock heading(context, text(Word::legend, sheet.language),
                            {.size = 14, .bold = true});
    heading.draw({room.centre().x - heading.width() / 2, room.y});
    upper.skip(heading.height() + kBlockGap);
    draw_classes(context, sheet, upper);
    upper.skip(kBlockGap - 4);
    draw_symbols(context, sheet, upper);
    upper.skip(kBlockGap - 4);
    draw_scale(context, sheet, scale, upper);
    upper.skip(kBlockGap + 4);
    draw_highest_zones(context, sheet, upper);
    Column lower(context, {room.x, room.bottom() - notes_height, room.width, notes_height + 1});
    draw_notes(sheet, lower);
}

/// Equal columns side by side.
std::vector<Column> columns(cairo_t* context, const Box& room, int count) {
    const double width = (room.width - (count - 1) * kBetween) / count;
    std::vector<Column> made;
    made.reserve(static_cast<std::size_t>(count));
    for (int number = 0; number < count; ++number) {
        made.emplace_back(context,
                          Box{room.x + number * (width + kBetween), room.y, width, room.height});
    }
    return made;
}

/// Low panel: classes, symbols with scale, zones if there are any to list, notes.
void draw_below(cairo_t* context, const MapSheet& sheet, BarScale scale, const Box& room) {
    const bool with_list = has_list(sheet);
    std::vector<Column> column = columns(context, room, with_list ? 4 : 3);
    draw_classes(context, sheet, column[0]);
    draw_symbols(context, sheet, column[1]);
    column[1].skip(kBlockGap - 4);
    draw_scale(context, sheet, scale, column[1]);
    if (with_list) {
        draw_highest_zones(context, sheet, column[2]);
    }
    draw_notes(sheet, column.back());
}

/// High panel: classes over symbols, scale over notes, zones.
void draw_below_high(cairo_t* context, const MapSheet& sheet, BarScale scale, const Box& room) {
    const bool with_list = has_list(sheet);
    std::vector<Column> column = columns(context, room, with_list ? 3 : 2);
    draw_classes(context, sheet, column[0]);
    column[0].skip(kBlockGap - 4);
    draw_symbols(context, sheet, column[0]);
    draw_scale(context, sheet, scale, column[1]);
    column[1].skip(kBlockGap + 4);
    draw_notes(sheet, column[1]);
    if (with_list) {
        draw_highest_zones(context, sheet, column[2]);
    }
}

}  // namespace

ClassShares class_shares(const MapSheet& sheet) {
    std::array<double, kClassCount> counts{};
    double all = 0;
    if (has_table(sheet)) {
        for (const ZoneSummary& zone : *sheet.table) {
            all += zone.area;
            for (std::size_t place = 0; place < counts.size(); ++place) {
                counts[place] += zone.class_area[place];
            }
        }
    } else {
        const auto classes = sheet.hazard_class;
        all = static_cast<double>(classes.size());
        for (std::size_t place = 0; place < counts.size(); ++place) {
            counts[place] =
                static_cast<double>(count_cells(classes.extent(), [=](Index row, Index col) {
                    return classes(row, col) == place + 1;
                }));
        }
    }
    double known = 0;
    for (const double count : counts) {
        known += count;
    }
    ClassShares shares;
    shares.missing = all > 0 ? (all - known) / all : 0;
    for (std::size_t place = 0; place < counts.size(); ++place) {
        shares.of_known[place] = known > 0 ? counts[place] / known : 0;
    }
    return shares;
}

void draw_legend(cairo_t* context, const MapSheet& sheet, const SheetLayout& layout) {
    const SavedState state(context);
    set_colour(context, kInk);
    cairo_set_line_width(context, 1.6);
    add_box(context, layout.panel);
    cairo_stroke(context);
    const Box room = layout.panel.shrunk(kPadding);
    const bool beside = layout.panel_place == PanelPlace::side;
    const bool high = !beside && has_list(sheet) && room.height >= kHighPanel;
    double factor = high ? std::clamp(room.height / kHighPanel, 1.0, 1.15)
                         : std::clamp(room.height / kLowPanel, 1.0, 1.35);
    if (beside) {
        factor = std::clamp(room.width / kUsualWidth, 1.0, 1.2);
    } else if (!high && has_list(sheet)) {
        factor = 1;  // four columns need the width
    }
    cairo_scale(context, factor, factor);
    const Box scaled{room.x / factor, room.y / factor, room.width / factor, room.height / factor};
    const BarScale scale{layout.scale, factor};
    if (beside) {
        draw_beside(context, sheet, scale, scaled);
    } else if (high) {
        draw_below_high(context, sheet, scale, scaled);
    } else {
        draw_below(context, sheet, scale, scaled);
    }
}

}  // namespace hazone::io
