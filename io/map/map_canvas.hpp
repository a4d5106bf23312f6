#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <cairo.h>
#include <pango/pango-layout.h>

#include "engine/core/raster.hpp"
#include "io/map/map_layout.hpp"
#include "io/map/palette.hpp"

namespace hazone::io {

struct CairoDeleter {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
using ContextPtr = std::unique_ptr<cairo_t, CairoDeleter>;
using SurfacePtr = std::unique_ptr<cairo_surface_t, CairoDeleter>;

inline constexpr Colour kInk{0x22, 0x22, 0x22};
inline constexpr Colour kSoftInk{0x60, 0x60, 0x60};
inline constexpr Colour kPaper{0xFF, 0xFF, 0xFF};
inline constexpr Colour kStreamColour{0x1F, 0x5F, 0xA8};
inline constexpr Colour kBoundaryColour{0x40, 0x40, 0x40};
inline constexpr Colour kWarningColour{0xC0, 0x10, 0x10};

struct TextStyle {
    double size = 8;  // points
    bool bold = false;
    Colour colour = kInk;
    PangoAlignment alignment = PANGO_ALIGN_LEFT;
    PangoWrapMode wrap = PANGO_WRAP_WORD_CHAR;
};

/// Text in UTF-8, laid out and ready to be measured and drawn. Fonts come from fontconfig.
class TextBlock {
public:
    /// Lines break at `wrap_width`; 0 keeps the text on one line.
    TextBlock(cairo_t* context,
              std::string_view text,
              const TextStyle& style,
              double wrap_width = 0);

    double width() const { return width_; }
    double height() const { return height_; }
    void draw(SheetPoint upper_left) const;
    void draw_with_halo(SheetPoint upper_left) const;
    /// Light letters with a thin line around, through which the ground stays visible.
    void draw_outlined(SheetPoint upper_left) const;
    void draw_centred(SheetPoint centre) const;

private:
    cairo_t* context_;
    Colour colour_;
    std::unique_ptr<PangoLayout, CairoDeleter> layout_;
    double indent_ = 0;  // of the widest line inside the wrap width
    double width_ = 0;
    double height_ = 0;
};

/// Lets fontconfig read its files, once and on one thread, before several threads draw.
void prepare_fonts();

/// The style, made smaller until the text fits the width on one line (not below a third).
TextStyle fitted(cairo_t* context, std::string_view text, TextStyle style, double width);

void set_colour(cairo_t* context, Colour colour, double opacity = 1);
void stroke_line(cairo_t* context, SheetPoint from, SheetPoint to);
void add_box(cairo_t* context, const Box& box);

/// Paints premultiplied ARGB dots over the box, each dot a sharp rectangle.
void paint_picture(cairo_t* context, const Raster<std::uint32_t>& picture, const Box& box);

/// Fills the current path with the grey of "no data" under thin oblique lines.
void fill_no_data(cairo_t* context, const Box& around);

/// Keeps the state of the context (colour, clip, line width) and brings it back.
class SavedState {
public:
    explicit SavedState(cairo_t* context) : context_(context) { cairo_save(context_); }
    ~SavedState() { cairo_restore(context_); }
    SavedState(const SavedState&) = delete;
    SavedState& operator=(const SavedState&) = delete;
    SavedState(SavedState&&) = delete;
    SavedState& operator=(SavedState&&) = delete;

private:
    cairo_t* context_;
};

}  // namespace hazone::io
