// A drawing in points as a PDF, PNG or SVG file, through cairo.
#include "io/map/picture_file.hpp"

#include <cmath>
#include <ctime>

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/atomic_file.hpp"
#include "io/map/map_canvas.hpp"

namespace hazone::io {
namespace {

void check(cairo_status_t status, const std::filesystem::path& path) {
    if (status != CAIRO_STATUS_SUCCESS) {
        throw InputError(fmt::format("cannot write the picture '{}': {}", path.string(),
                                     cairo_status_to_string(status)));
    }
}

SurfacePtr vector_surface(const PictureFile& sheet,
                          PictureFormat format,
                          const std::filesystem::path& path) {
    if (format == PictureFormat::svg) {
        SurfacePtr surface(cairo_svg_surface_create(path.c_str(), sheet.width, sheet.height));
        cairo_svg_surface_set_document_unit(surface.get(), CAIRO_SVG_UNIT_PT);
        return surface;
    }
    SurfacePtr surface(cairo_pdf_surface_create(path.c_str(), sheet.width, sheet.height));
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, sheet.title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "hazone");
    if (sheet.made) {
        const auto date = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                                      fmt::gmtime(static_cast<std::time_t>(*sheet.made)));
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
    }
    return surface;
}

void draw_vectors(const PictureFile& sheet,
                  PictureFormat format,
                  const std::filesystem::path& path,
                  const std::function<void(cairo_t*)>& draw) {
    const SurfacePtr surface = vector_surface(sheet, format, path);
    check(cairo_surface_status(surface.get()), path);
    const ContextPtr context(cairo_create(surface.get()));
    draw(context.get());
    check(cairo_status(context.get()), path);
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()), path);
}

void draw_dots(const PictureFile& sheet,
               const std::filesystem::path& path,
               const std::function<void(cairo_t*)>& draw) {
    const double dots = sheet.dots_per_inch / kPointsPerInch;
    const SurfacePtr surface(cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, static_cast<int>(std::lround(sheet.width * dots)),
        static_cast<int>(std::lround(sheet.height * dots))));
    check(cairo_surface_status(surface.get()), path);
    const ContextPtr context(cairo_create(surface.get()));
    cairo_scale(context.get(), dots, dots);
    draw(context.get());
    check(cairo_status(context.get()), path);
    check(cairo_surface_write_to_png(surface.get(), path.c_str()), path);
}

}  // namespace

void write_picture(const PictureFile& sheet,
                   PictureFormat format,
                   const std::filesystem::path& path,
                   const std::function<void(cairo_t*)>& draw) {
    AtomicFile file(path);
    if (format == PictureFormat::png) {
        draw_dots(sheet, file.path(), draw);
    } else {
        draw_vectors(sheet, format, file.path(), draw);
    }
    file.commit();
}

}  // namespace hazone::io
