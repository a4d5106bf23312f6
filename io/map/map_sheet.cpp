#include "io/map/map_sheet.hpp"

#include <cassert>
#include <cmath>

#include "io/map/map_canvas.hpp"
#include "io/map/map_furniture.hpp"
#include "io/map/map_layout.hpp"
#include "io/map/map_legend.hpp"
#include "io/map/map_raster.hpp"
#include "io/map/map_streams.hpp"
#include "io/map/map_window.hpp"
#include "io/map/map_zones.hpp"
#include "io/map/picture_file.hpp"

namespace hazone::io {
namespace {

constexpr double kPngDots = 150;    // per inch
constexpr double kPdfDots = 200;    // per inch, of the picture inside the sheet
constexpr double kLargeDots = 150;  // the same on A2 and larger

[[maybe_unused]] bool fits(Extent view, Extent grid) { return view.empty() || view == grid; }

double picture_dots(const MapSheet& sheet, PictureFormat format) {
    if (format == PictureFormat::png) {
        return kPngDots;
    }
    if (sheet.picture_dots > 0) {
        return sheet.picture_dots;
    }
    return sheet.paper == Paper::a4 || sheet.paper == Paper::a3 ? kPdfDots : kLargeDots;
}

Extent dots_of(const Box& map, double dots_per_inch) {
    const auto dots = [=](double length) {
        return static_cast<Index>(std::lround(length / kPointsPerInch * dots_per_inch));
    };
    return {dots(map.height), dots(map.width)};
}

/// `dots_per_inch`: of a unit of the layout.
void draw_map_picture(cairo_t* context,
                      const MapSheet& sheet,
                      const SheetLayout& layout,
                      double dots_per_inch,
                      bool part) {
    const SavedState state(context);
    const MapProjection projection(*sheet.grid, layout.map);
    // Beyond the whole grid zones have no data, and show it; beyond a part of it they are cut off.
    const Box& frame = part ? layout.map : layout.frame;
    const std::vector<SheetZone> zones = zones_on_sheet(sheet, projection, frame);
    add_box(context, frame);
    cairo_clip(context);
    if (sheet.layer == nullptr) {
        add_box(context, layout.map);
    } else {
        add_zones(context, zones);
    }
    fill_no_data(context, layout.map);
    cairo_new_path(context);
    const KindStyle style = kind_style(sheet);
    paint_picture(context,
                  compose_picture({.hazard_class = sheet.hazard_class,
                                   .elevation = sheet.elevation,
                                   .cell_size = sheet.grid->cell_size,
                                   .dots = dots_of(layout.map, dots_per_inch),
                                   .dots_per_inch = dots_per_inch,
                                   .colours = style.colours,
                                   .signs = style.signs}),
                  layout.map);
    draw_streams(context, sheet.stream_network, layout.map);
    if (!zones.empty()) {
        draw_veil(context, zones, sheet.focus, frame);
    }
    if (sheet.synthetic) {
        draw_synthetic_notice(context, sheet.language, layout.map);
    }
    draw_zone_boundaries(context, zones, sheet.focus);
    draw_zone_labels(context, zones, sheet, frame.shrunk(2));
}

void draw_sheet(cairo_t* context,
                const MapSheet& sheet,
                const SheetLayout& layout,
                double dots_per_inch,
                bool part) {
    set_colour(context, kPaper);
    cairo_paint(context);
    cairo_scale(context, layout.enlargement, layout.enlargement);
    draw_map_picture(context, sheet, layout, dots_per_inch * layout.enlargement, part);
    draw_title(context, sheet, layout.title);
    draw_frame(context, sheet, layout);
    draw_legend(context, sheet, layout);
}

}  // namespace

void draw_map(const MapSheet& sheet, PictureFormat format, const std::filesystem::path& path) {
    assert(sheet.grid != nullptr && !sheet.grid->extent.empty());
    assert(fits(sheet.elevation.extent(), sheet.grid->extent) &&
           fits(sheet.hazard_class.extent(), sheet.grid->extent) &&
           fits(sheet.stream_network.extent(), sheet.grid->extent));
    const double dots = picture_dots(sheet, format);
    const double title = title_height(sheet);
    const Window window = window_of_sheet(sheet, title, dots);
    PartOfSheet part = part_of_sheet(sheet, window);
    part.sheet.grid = &part.grid;
    const SheetLayout layout = lay_out_sheet(part.grid, title, dots, sheet.paper);
    write_picture({.title = sheet.title.empty() ? std::string(text(Word::map_title, sheet.language))
                                                : sheet.title,
                   .width = layout.width * layout.enlargement,
                   .height = layout.height * layout.enlargement,
                   .dots_per_inch = kPngDots,
                   .made = sheet.made},
                  format, path, [&](cairo_t* context) {
                      draw_sheet(context, part.sheet, layout, dots,
                                 window != whole_window(sheet.grid->extent));
                  });
}

}  // namespace hazone::io
