#pragma once

#include <cairo.h>

#include "io/map/map_labels.hpp"
#include "io/map/map_layout.hpp"
#include "io/map/map_sheet.hpp"

namespace hazone::io {

/// A zone in the coordinates of the sheet: outer rings clockwise, holes against it.
struct SheetZone {
    std::string label;        // name and level, or either of them
    std::vector<Ring> rings;  // of all parts
    std::vector<Ring> largest_part;
    double area = 0;  // square points, holes taken off
};

/// The zones of the sheet's layer with the levels of its table. Points nearer than a hair's breadth
/// to the one before are left out, and so are zones that would be a mere dot.
std::vector<SheetZone> zones_on_sheet(const MapSheet& sheet, const MapProjection& projection);

/// Adds the outlines to the path of the context.
void add_zones(cairo_t* context, const std::vector<SheetZone>& zones);

/// Dark grey outlines with a white halo.
void draw_zone_boundaries(cairo_t* context, const std::vector<SheetZone>& zones);

/// Names with levels, inside their zones, none over another.
void draw_zone_labels(cairo_t* context, const std::vector<SheetZone>& zones, const Box& bounds);

}  // namespace hazone::io
