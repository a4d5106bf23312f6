#pragma once

#include <cairo.h>

#include "io/map/map_layout.hpp"
#include "io/map/map_sheet.hpp"

namespace hazone::io {

/// Border and neat line with ticks and kilometre numbers, crosses inside the map, and longitude and
/// latitude at the corners where the CRS is known.
void draw_frame(cairo_t* context, const MapSheet& sheet, const SheetLayout& layout);

/// Title, subtitle and, for synthetic data, the notice in red.
void draw_title(cairo_t* context, const MapSheet& sheet, const Box& box);
double title_height(const MapSheet& sheet);

/// The notice of synthetic data, large, oblique and light, over the map.
void draw_synthetic_notice(cairo_t* context, Language language, const Box& frame);

/// The scale of the map, and how much larger than points the units are in which its bar is drawn.
struct BarScale {
    double denominator = 1;
    double enlargement = 1;
};

/// Bar with a round length of at most the box's width, and the scale in numbers below it.
/// Returns the height it used.
double draw_scale_bar(cairo_t* context, BarScale scale, Language language, const Box& box);

/// Arrow to grid north with its letter, centred on `centre`.
void draw_north_arrow(cairo_t* context, SheetPoint centre, double height, Language language);

}  // namespace hazone::io
