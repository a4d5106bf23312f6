#include "io/map/map_inset.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/map/map_canvas.hpp"
#include "io/map/map_signs.hpp"
#include "io/map/map_window.hpp"
#include "io/map/map_zones.hpp"
#include "io/read/read.hpp"

namespace hazone::io {
namespace {

constexpr double kStrip = 9;          // of the degrees, left and below
constexpr double kMargin = 0.04;      // of the layer's longer side
constexpr double kMostHeight = 1.15;  // of the width
constexpr Colour kPlainGround{0xEE, 0xEA, 0xE0};
constexpr Colour kGraticule{0x55, 0x77, 0x99};

/// The ground of the inset: the layer with a margin.
GroundBox ground_of(const MapSheet& sheet) {
    GroundBox ground = *ground_of_zones(*sheet.layer, std::nullopt);
    const double margin = kMargin * std::max(ground.width(), ground.height());
    ground.west -= margin;
    ground.east += margin;
    ground.south -= margin;
    ground.north += margin;
    return ground;
}

bool has_zones(const MapSheet& sheet) {
    return sheet.layer != nullptr && ground_of_zones(*sheet.layer, std::nullopt).has_value();
}

/// A grid of one cell high and wide as the ground, for the projection.
Grid grid_of(const GroundBox& ground, const std::string& crs) {
    constexpr Index kCells = 1'000'000;
    const double cell = ground.width() / kCells;
    return {.extent = {std::max<Index>(1, std::lround(ground.height() / cell)), kCells},
            .west = ground.west,
            .north = ground.north,
            .cell_size = cell,
            .crs = crs};
}

Box around(const SheetZone& zone) {
    SheetPoint low{1e9, 1e9};
    SheetPoint high{-1e9, -1e9};
    for (const Ring& ring : zone.rings) {
        for (const SheetPoint& point : ring) {
            low = {std::min(low.x, point.x), std::min(low.y, point.y)};
            high = {std::max(high.x, point.x), std::max(high.y, point.y)};
        }
    }
    return {low.x, low.y, high.x - low.x, high.y - low.y};
}

void fill_zone(cairo_t* context, const SheetZone& zone, const LevelColours& colours) {
    const Box box = around(zone);
    if (!zone.mark) {
        set_colour(context, kPlainGround);
        cairo_fill(context);
    } else if (!zone.mark->level) {
        fill_no_data(context, box);
        cairo_new_path(context);
    } else {
        const int level = *zone.mark->level;
        const Sign sign =
            level == 0 ? kBelowLevelsSign : kLevelSigns.at(static_cast<std::size_t>(level - 1));
        fill_with_sign(context, mark_colour(*zone.mark, colours), sign, box);
    }
    cairo_new_path(context);
}

void add_outline(cairo_t* context, const SheetZone& zone) { add_zones(context, {zone}); }

void draw_outlines(cairo_t* context,
                   const std::vector<SheetZone>& zones,
                   std::optional<std::int32_t> focus) {
    set_colour(context, kBoundaryColour);
    cairo_set_line_width(context, 0.35);
    for (const SheetZone& zone : zones) {
        add_outline(context, zone);
        cairo_stroke(context);
    }
    for (const SheetZone& zone : zones) {
        if (zone.number == focus) {
            set_colour(context, kPaper);
            cairo_set_line_width(context, 3);
            add_outline(context, zone);
            cairo_stroke(context);
            set_colour(context, kInk);
            cairo_set_line_width(context, 1.5);
            add_outline(context, zone);
            cairo_stroke(context);
        }
    }
}

/// The ground of the main map.
void draw_shown(cairo_t* context,
                const MapProjection& projection,
                const Grid& shown,
                const Box& frame) {
    const SheetPoint low = projection.on_sheet({shown.west, shown.north});
    const SheetPoint high = projection.on_sheet({shown.east(), shown.south()});
    const Box box{low.x, low.y, high.x - low.x, high.y - low.y};
    if (box.contains(frame)) {
        return;
    }
    add_box(context, box);
    set_colour(context, kPaper);
    cairo_set_line_width(context, 3.4);
    cairo_stroke_preserve(context);
    set_colour(context, kInk);
    cairo_set_line_width(context, 1.6);
    cairo_stroke(context);
}

/// Round degrees along an edge, with their places from 0 to 1.
struct Degrees {
    std::vector<double> values;
    std::vector<double> places;
};

Degrees degrees_between(double low, double high, double step) {
    Degrees found;
    for (double number = std::ceil(low / step); number * step <= high; ++number) {
        found.values.push_back(number * step);
        found.places.push_back((number * step - low) / (high - low));
    }
    return found;
}

std::string degrees_text(double degrees, const char* letter) {
    const auto minutes = static_cast<long>(std::lround(std::abs(degrees) * 60));
    return minutes % 60 == 0 ? fmt::format("{}°{}", minutes / 60, letter)
                             : fmt::format("{}°{:02}′{}", minutes / 60, minutes % 60, letter);
}

/// The largest of 2°, 1°, 30′, 15′ ... of which two lie in the span.
double degree_step(double span) {
    for (const double step : {20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.25, 1.0 / 6, 1.0 / 12, 1.0 / 60}) {
        if (span >= 1.6 * step) {
            return step;
        }
    }
    return 1.0 / 120;
}

/// Meridians and parallels as straight lines between the edges, which bends none of them by a
/// line's width at this size.
void draw_graticule(cairo_t* context,
                    const MapSheet& sheet,
                    const GroundBox& ground,
                    const Box& frame) {
    const Grid& grid = *sheet.grid;
    const Point north_west = lon_lat_of(grid, {ground.west, ground.north});
    const Point north_east = lon_lat_of(grid, {ground.east, ground.north});
    const Point south_west = lon_lat_of(grid, {ground.west, ground.south});
    const Point south_east = lon_lat_of(grid, {ground.east, ground.south});
    const double step =
        degree_step(std::min(south_east.x - south_west.x, 1.4 * (north_west.y - south_west.y)));
    const TextStyle style{.size = 5.6, .colour = kSoftInk};
    const auto word = [&](Word positive, Word negative, double value) {
        return std::string(text(value < 0 ? negative : positive, sheet.language));
    };
    cairo_set_line_width(context, 0.4);
    const Degrees below = degrees_between(south_west.x, south_east.x, step);
    for (std::size_t place = 0; place < below.values.size(); ++place) {
        const double above = (below.values[place] - north_west.x) / (north_east.x - north_west.x);
        const double x = frame.x + below.places[place] * frame.width;
        set_colour(context, kGraticule, 0.7);
        stroke_line(context, {x, frame.bottom()}, {frame.x + above * frame.width, frame.y});
        TextBlock(context,
                  degrees_text(below.values[place],
                               word(Word::east, Word::west, below.values[place]).c_str()),
                  style)
            .draw_centred({x, frame.bottom() + kStrip / 2});
    }
    const Degrees left = degrees_between(south_west.y, north_west.y, step);
    for (std::size_t place = 0; place < left.values.size(); ++place) {
        const double right = (left.values[place] - south_east.y) / (north_east.y - south_east.y);
        const double y = frame.bottom() - left.places[place] * frame.height;
        set_colour(context, kGraticule, 0.7);
        stroke_line(context, {frame.x, y}, {frame.right(), frame.bottom() - right * frame.height});
        const TextBlock label(
            context,
            degrees_text(left.values[place],
                         word(Word::north, Word::south, left.values[place]).c_str()),
            style);
        const SavedState state(context);
        cairo_translate(context, frame.x - kStrip / 2, y);
        cairo_rotate(context, -std::numbers::pi / 2);
        label.draw_centred({0, 0});
    }
}

}  // namespace

double inset_height(const MapSheet& sheet, double width) {
    if (!has_zones(sheet)) {
        return 0;
    }
    const GroundBox ground = ground_of(sheet);
    const double inside = (width - kStrip) * ground.height() / ground.width();
    return std::min(inside, width * kMostHeight) + kStrip;
}

void draw_inset(cairo_t* context, const MapSheet& sheet, const Grid& shown, const Box& box) {
    const SavedState state(context);
    const GroundBox ground = ground_of(sheet);
    const double scale =
        std::min((box.width - kStrip) / ground.width(), (box.height - kStrip) / ground.height());
    const double width = ground.width() * scale;
    const Box frame{box.x + kStrip + (box.width - kStrip - width) / 2, box.y, width,
                    ground.height() * scale};
    const MapProjection projection(grid_of(ground, sheet.grid->crs), frame);
    {
        const SavedState clipped(context);
        add_box(context, frame);
        cairo_clip(context);
        MapSheet small = sheet;
        small.layer = sheet.inset_layer == nullptr ? sheet.layer : sheet.inset_layer;
        const std::vector<SheetZone> zones = zones_on_sheet(small, projection, frame);
        for (const SheetZone& zone : zones) {
            add_outline(context, zone);
            fill_zone(context, zone, sheet.level_colours);
        }
        draw_outlines(context, zones, sheet.focus);
        if (sheet.focus) {
            draw_shown(context, projection, shown, frame);
        }
    }
    if (!sheet.grid->crs.empty()) {
        try {
            draw_graticule(context, sheet, ground, frame);
        } catch (const InputError&) {
            cairo_new_path(context);  // a map without degrees is still a map
        }
    }
    add_box(context, frame);
    set_colour(context, kInk);
    cairo_set_line_width(context, 0.7);
    cairo_stroke(context);
}

}  // namespace hazone::io
