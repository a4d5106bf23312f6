#include "io/map/map_sheet.hpp"

#include <cassert>
#include <cmath>

#include "io/map/map_canvas.hpp"
#include "io/map/map_furniture.hpp"
#include "io/map/map_layout.hpp"
#include "io/map/map_legend.hpp"
#include "io/map/map_raster.hpp"
#include "io/map/map_streams.hpp"
#include "io/map/map_zones.hpp"
#include "io/map/picture_file.hpp"

namespace hazone::io {
namespace {

constexpr double kPngDots = 150;  // per inch
constexpr double kPdfDots = 200;  // per inch, of the picture inside the sheet

[[maybe_unused]] bool fits(Extent view, Extent grid) { return view.empty() || view == grid; }

Extent dots_of(const Box& map, double dots_per_inch) {
    const auto dots = [=](double length) {
        return static_cast<Index>(std::lround(length / kPointsPerInch * dots_per_inch));
    };
    return {dots(map.height), dots(map.width)};
}

void draw_map_picture(cairo_t* context,
                      const MapSheet& sheet,
                      const SheetLayout& layout,
                      double dots_per_inch) {
    const SavedState state(context);
    const MapProjection projection(*sheet.grid, layout.map);
    const std::vector<SheetZone> zones = zones_on_sheet(sheet, projection);
    add_box(context, layout.frame);
    cairo_clip(context);
    if (sheet.layer == nullptr) {
        add_box(context, layout.map);
    } else {
        add_zones(context, zones);
    }
    fill_no_data(context, layout.map);
    paint_picture(context,
                  compose_picture({.hazard_class = sheet.hazard_class,
                                   .elevation = sheet.elevation,
                                   .cell_size = sheet.grid->cell_size,
                                   .dots = dots_of(layout.map, dots_per_inch),
                                   .dots_per_inch = dots_per_inch}),
                  layout.map);
    draw_streams(context, sheet.stream_network, layout.map);
    if (sheet.synthetic) {
        draw_synthetic_notice(context, sheet.language, layout.map);
    }
    draw_zone_boundaries(context, zones);
    draw_zone_labels(context, zones, layout.frame.shrunk(2));
}

void draw_sheet(cairo_t* context,
                const MapSheet& sheet,
                const SheetLayout& layout,
                double dots_per_inch) {
    set_colour(context, kPaper);
    cairo_paint(context);
    draw_map_picture(context, sheet, layout, dots_per_inch);
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
    const bool pdf = format != PictureFormat::png;
    const SheetLayout layout =
        lay_out_sheet(*sheet.grid, title_height(sheet), pdf ? kPdfDots : kPngDots);
    write_picture({.title = sheet.title.empty() ? std::string(text(Word::map_title, sheet.language))
                                                : sheet.title,
                   .width = layout.width,
                   .height = layout.height,
                   .dots_per_inch = kPngDots},
                  format, path, [&](cairo_t* context) {
                      draw_sheet(context, sheet, layout, pdf ? kPdfDots : kPngDots);
                  });
}

}  // namespace hazone::io
