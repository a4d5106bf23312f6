#pragma once

#include <cairo.h>

#include "io/map/map_layout.hpp"
#include "io/map/map_sheet.hpp"

namespace hazone::io {

/// The whole layer small: zones in the colours and signs of their levels, grey where there is no
/// data, plain where the sheet has no levels; meridians and parallels with degrees where the CRS is
/// known; a frame around the ground of the sheet, and the focus outlined, where they are a part.
/// `shown` is the ground of the main map.
void draw_inset(cairo_t* context, const MapSheet& sheet, const Grid& shown, const Box& box);

/// Height of the inset in a width, which keeps the shape of the layer; 0 without zones.
double inset_height(const MapSheet& sheet, double width);

}  // namespace hazone::io
