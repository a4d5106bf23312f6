// What the sheet says in sentences: facts of its zone, fields, rules, sources, and the zones of the
// highest levels.
#include <algorithm>
#include <cmath>

#include <ogr_spatialref.h>

#include <fmt/format.h>

#include "io/map/map_badges.hpp"
#include "io/map/map_legend.hpp"
#include "io/map/sheet_words.hpp"

namespace hazone::io {
namespace {

constexpr double kNoteSize = 7.5;
constexpr double kFactSize = 8.5;

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
    if (shows_levels(sheet) && sheet.kinds == CellKinds::classes) {
        lines.emplace_back(text(SheetWord::class_level_note, language));
    }
    const bool bounds = shows_levels(sheet) &&
                        std::any_of(sheet.table->begin(), sheet.table->end(),
                                    [](const ZoneSummary& zone) { return zone.lower_bound; });
    if (bounds) {
        lines.emplace_back(text(SheetWord::lower_bound_note, language));
    }
    lines.push_back(
        fmt::format("{} {}", text(Word::highest_note, language),
                    sheet.layer == nullptr ? "" : text(SheetWord::pale_outside, language)));
    lines.push_back(
        fmt::format("{} {}", text(Word::share_note, language), text(Word::no_data_note, language)));
    const std::string crs = crs_name(sheet.grid->crs);
    const double cell = sheet.grid->cell_size;
    lines.push_back(
        (crs.empty() ? "" : with_title(Word::coordinate_system, crs) + ". ") +
        with_title(Word::cell_size,
                   fmt::format("{} {}. {}", number_text(cell, cell < 10 ? 1 : 0, language),
                               text(Word::metre, language), text(Word::grid_ticks, language))));
    if (!sheet.sources.empty()) {
        lines.push_back(with_title(Word::sources, sheet.sources));
    }
    if (!sheet.date.empty()) {
        lines.push_back(with_title(Word::date, sheet.date));
    }
    return lines;
}

void draw_note(Column& column, const SheetNote& note, double heading_size, double size) {
    if (!note.heading.empty()) {
        column.note(note.heading, {.size = heading_size, .bold = true});
    }
    for (const std::string& line : note.lines) {
        column.note(line, {.size = size});
    }
}

/// Named zones of level 1 and more, the highest level first, then by exposed ground.
std::vector<const ZoneSummary*> highest_zones(const MapSheet& sheet) {
    std::vector<const ZoneSummary*> zones;
    for (const ZoneSummary& zone : *sheet.table) {
        const auto mark = mark_of(sheet, zone);
        if (mark && mark->level.value_or(0) >= 1 && !zone.name.empty()) {
            zones.push_back(&zone);
        }
    }
    std::stable_sort(zones.begin(), zones.end(), [&](const auto* a, const auto* b) {
        const int first = *mark_of(sheet, *a)->level;
        const int second = *mark_of(sheet, *b)->level;
        return first != second ? first > second : a->exposed_area > b->exposed_area;
    });
    return zones;
}

void draw_highest_zones(Column& column, const MapSheet& sheet) {
    constexpr double kLine = 12.5;
    cairo_t* const context = column.context();
    const std::vector<const ZoneSummary*> zones = highest_zones(sheet);
    const double lines = std::floor((column.left_over() - 20) / kLine);
    if (zones.empty() || lines < 3) {
        return;
    }
    const bool all = static_cast<double>(zones.size()) <= lines;
    const std::size_t shown = all ? zones.size() : static_cast<std::size_t>(lines) - 1;
    column.heading(text(SheetWord::highest_levels, sheet.language));
    for (std::size_t place = 0; place < shown; ++place) {
        const ZoneSummary& zone = *zones[place];
        const double middle = column.y() + kLine / 2;
        draw_badge(context, *mark_of(sheet, zone), sheet.level_colours, 6.5,
                   {column.box().x + 8, middle});
        const double left = column.box().x + 20;
        const std::string_view hazard = sheet.hazard == Hazard::none && zone.hazard != Hazard::none
                                            ? hazard_name(zone.hazard, sheet.language)
                                            : std::string_view();
        const TextBlock right(context, hazard, {.size = 7, .colour = kSoftInk});
        right.draw({column.second_number() - right.width(), middle - right.height() / 2});
        const double room = column.second_number() - right.width() - 4 - left;
        draw_left(context, zone.name, fitted(context, zone.name, {.size = 8}, room),
                  {left, middle});
        column.skip(kLine);
    }
    if (!all) {
        column.note(
            fmt::format(fmt::runtime(text(Word::more_zones, sheet.language)), zones.size() - shown),
            {.size = 7.5, .colour = kSoftInk});
    }
}

}  // namespace

void add_facts(PanelContent& content, const MapSheet& sheet) {
    if (!sheet.focus || sheet.table == nullptr) {
        return;
    }
    const auto zone =
        std::find_if(sheet.table->begin(), sheet.table->end(),
                     [&](const ZoneSummary& own) { return own.label == *sheet.focus; });
    if (zone == sheet.table->end()) {
        return;
    }
    content.blocks.emplace_back([&sheet, zone](Column& column, double) {
        constexpr double kBadge = 22;
        const auto mark = mark_of(sheet, *zone);
        const BadgeSize size = badge_size(column.context(), *mark, kBadge);
        const double left = column.box().x + size.width + 8;
        draw_badge(column.context(), *mark, sheet.level_colours, kBadge,
                   {column.box().x + size.width / 2, column.y() + size.height / 2});
        const double room = column.box().right() - left;
        const TextStyle name_style =
            fitted(column.context(), zone->name, {.size = 13, .bold = true}, room);
        draw_left(column.context(), zone->name, name_style, {left, column.y() + 8});
        const std::string below = fmt::format("{}{}{}", text(SheetWord::zone_level, sheet.language),
                                              zone->code.empty() ? "" : " · ", zone->code);
        draw_left(column.context(), below,
                  fitted(column.context(), below, {.size = 8, .colour = kSoftInk}, room),
                  {left, column.y() + 24});
        column.skip(size.height + 5);
        for (const SheetNote& note : sheet.facts) {
            draw_note(column, note, kFactSize, kFactSize);
            column.skip(2);
        }
    });
}

void add_notes(PanelContent& content, const MapSheet& sheet) {
    for (const SheetNote& note : sheet.about) {
        content.blocks.emplace_back(
            [&note](Column& column, double) { draw_note(column, note, kNoteSize + 1, kNoteSize); });
    }
    content.blocks.emplace_back([&sheet](Column& column, double) {
        column.note(text(Word::disclaimer, sheet.language), {.size = kNoteSize + 1, .bold = true});
        for (const std::string& line : notes(sheet)) {
            column.note(line, {.size = kNoteSize});
        }
    });
}

void add_highest_zones(PanelContent& content, const MapSheet& sheet) {
    if (shows_levels(sheet) && !sheet.focus) {
        content.last = [&sheet](Column& column, double) { draw_highest_zones(column, sheet); };
    }
}

}  // namespace hazone::io
