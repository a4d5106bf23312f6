#include "io/map/map_sheet.hpp"

#include <cassert>
#include <cmath>

#include <cairo-pdf.h>
#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/atomic_file.hpp"
#include "io/map/map_canvas.hpp"
#include "io/map/map_furniture.hpp"
#include "io/map/map_layout.hpp"
#include "io/map/map_legend.hpp"
#include "io/map/map_raster.hpp"
#include "io/map/map_streams.hpp"
#include "io/map/map_zones.hpp"

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

void check(cairo_status_t status, const std::filesystem::path& path) {
    if (status != CAIRO_STATUS_SUCCESS) {
        throw InputError(fmt::format("cannot write the map '{}': {}", path.string(),
                                     cairo_status_to_string(status)));
    }
}

void draw_pdf(const MapSheet& sheet, const SheetLayout& layout, const std::filesystem::path& path) {
    const SurfacePtr surface(cairo_pdf_surface_create(path.c_str(), layout.width, layout.height));
    check(cairo_surface_status(surface.get()), path);
    const std::string title =
        sheet.title.empty() ? std::string(text(Word::map_title, sheet.language)) : sheet.title;
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "hazone");
    const ContextPtr context(cairo_create(surface.get()));
    draw_sheet(context.get(), sheet, layout, kPdfDots);
    check(cairo_status(context.get()), path);
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()), path);
}

void draw_png(const MapSheet& sheet, const SheetLayout& layout, const std::filesystem::path& path) {
    const Extent dots = dots_of({0, 0, layout.width, layout.height}, kPngDots);
    const SurfacePtr surface(cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, static_cast<int>(dots.cols), static_cast<int>(dots.rows)));
    check(cairo_surface_status(surface.get()), path);
    const ContextPtr context(cairo_create(surface.get()));
    cairo_scale(context.get(), kPngDots / kPointsPerInch, kPngDots / kPointsPerInch);
    draw_sheet(context.get(), sheet, layout, kPngDots);
    check(cairo_status(context.get()), path);
    check(cairo_surface_write_to_png(surface.get(), path.c_str()), path);
}

}  // namespace

void draw_map(const MapSheet& sheet, SheetFormat format, const std::filesystem::path& path) {
    assert(sheet.grid != nullptr && !sheet.grid->extent.empty());
    assert(fits(sheet.elevation.extent(), sheet.grid->extent) &&
           fits(sheet.hazard_class.extent(), sheet.grid->extent) &&
           fits(sheet.stream_network.extent(), sheet.grid->extent));
    const bool pdf = format == SheetFormat::pdf;
    const SheetLayout layout =
        lay_out_sheet(*sheet.grid, title_height(sheet), pdf ? kPdfDots : kPngDots);
    AtomicFile file(path);
    if (pdf) {
        draw_pdf(sheet, layout, file.path());
    } else {
        draw_png(sheet, layout, file.path());
    }
    file.commit();
}

}  // namespace hazone::io
