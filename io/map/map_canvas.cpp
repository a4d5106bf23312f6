#include "io/map/map_canvas.hpp"

#include <algorithm>

#include <pango/pangocairo.h>

namespace hazone::io {
namespace {

constexpr const char* kFontFamilies = "Noto Sans, DejaVu Sans, sans-serif";
constexpr double kHaloWidth = 2.2;
constexpr double kNoDataLineSpacing = 3.6;

double points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

/// The same metrics on paper and on screen: no hinting.
void use_exact_metrics(PangoContext* context) {
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    pango_cairo_context_set_resolution(context, kPointsPerInch);
    cairo_font_options_destroy(options);
}

}  // namespace

TextBlock::TextBlock(cairo_t* context,
                     std::string_view text,
                     const TextStyle& style,
                     double wrap_width)
    : context_(context), colour_(style.colour), layout_(pango_cairo_create_layout(context)) {
    PangoLayout* const layout = layout_.get();
    use_exact_metrics(pango_layout_get_context(layout));
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, kFontFamilies);
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_alignment(layout, style.alignment);
    if (wrap_width > 0) {
        pango_layout_set_width(layout, static_cast<int>(wrap_width * PANGO_SCALE));
        pango_layout_set_wrap(layout, style.wrap);
    }
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    PangoRectangle extents;
    pango_layout_get_extents(layout, nullptr, &extents);
    indent_ = points(extents.x);
    width_ = points(extents.width);
    height_ = points(extents.height);
}

void TextBlock::draw(SheetPoint upper_left) const {
    set_colour(context_, colour_);
    cairo_move_to(context_, upper_left.x - indent_, upper_left.y);
    pango_cairo_show_layout(context_, layout_.get());
    cairo_new_path(context_);
}

void TextBlock::draw_with_halo(SheetPoint upper_left) const {
    const SavedState state(context_);
    cairo_move_to(context_, upper_left.x - indent_, upper_left.y);
    pango_cairo_layout_path(context_, layout_.get());
    set_colour(context_, kPaper, 0.92);
    cairo_set_line_width(context_, kHaloWidth);
    cairo_set_line_join(context_, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(context_);
    draw(upper_left);
}

void TextBlock::draw_outlined(SheetPoint upper_left) const {
    const SavedState state(context_);
    cairo_move_to(context_, upper_left.x - indent_, upper_left.y);
    pango_cairo_layout_path(context_, layout_.get());
    set_colour(context_, kPaper, 0.4);
    cairo_fill_preserve(context_);
    set_colour(context_, colour_, 0.6);
    cairo_set_line_width(context_, 0.8);
    cairo_stroke(context_);
}

void TextBlock::draw_centred(SheetPoint centre) const {
    draw({centre.x - width_ / 2, centre.y - height_ / 2});
}

void prepare_fonts() {
    const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1));
    const ContextPtr context(cairo_create(surface.get()));
    TextBlock(context.get(), "Ấ", {.bold = true}).draw({0, 0});
    TextBlock(context.get(), "Ấ", {}).draw({0, 0});
}

TextStyle fitted(cairo_t* context, std::string_view text, TextStyle style, double width) {
    const double needed = TextBlock(context, text, style).width();
    if (needed > width) {
        style.size *= std::max(width / needed, 1.0 / 3);
    }
    return style;
}

void set_colour(cairo_t* context, Colour colour, double opacity) {
    cairo_set_source_rgba(context, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0,
                          opacity);
}

void stroke_line(cairo_t* context, SheetPoint from, SheetPoint to) {
    cairo_move_to(context, from.x, from.y);
    cairo_line_to(context, to.x, to.y);
    cairo_stroke(context);
}

void add_box(cairo_t* context, const Box& box) {
    cairo_rectangle(context, box.x, box.y, box.width, box.height);
}

void paint_picture(cairo_t* context, const Raster<std::uint32_t>& picture, const Box& box) {
    if (picture.extent().empty()) {
        return;
    }
    const auto width = static_cast<int>(picture.cols());
    const auto height = static_cast<int>(picture.rows());
    const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height));
    const int stride = cairo_image_surface_get_stride(surface.get());
    unsigned char* const target = cairo_image_surface_get_data(surface.get());
    for (Index row = 0; row < picture.rows(); ++row) {
        const auto* const dots = picture.view().row(row);
        std::copy_n(reinterpret_cast<const unsigned char*>(dots), picture.cols() * 4,
                    target + row * stride);
    }
    cairo_surface_mark_dirty(surface.get());
    const SavedState state(context);
    cairo_translate(context, box.x, box.y);
    cairo_scale(context, box.width / width, box.height / height);
    cairo_set_source_surface(context, surface.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST);
    cairo_rectangle(context, 0, 0, width, height);
    cairo_fill(context);
}

void fill_no_data(cairo_t* context, const Box& around) {
    const SavedState state(context);
    set_colour(context, kNoDataColour);
    cairo_fill_preserve(context);
    cairo_clip(context);
    set_colour(context, kSoftInk, 0.7);
    cairo_set_line_width(context, 0.4);
    const auto lines = static_cast<int>((around.width + around.height) / kNoDataLineSpacing) + 1;
    for (int line = 0; line < lines; ++line) {
        const double x = around.x - around.height + line * kNoDataLineSpacing;
        cairo_move_to(context, x, around.bottom());
        cairo_line_to(context, x + around.height, around.y);
    }
    cairo_stroke(context);
}

}  // namespace hazone::io
