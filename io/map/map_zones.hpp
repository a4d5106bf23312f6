#pragma once

#include <optional>
#include <string>
#include <vector>

#include <cairo.h>

#include "io/map/map_labels.hpp"
#include "io/map/map_layout.hpp"
#include "io/map/map_sheet.hpp"

namespace hazone::io {

/// A zone in the coordinates of the sheet: outer rings clockwise, holes against it.
struct SheetZone {
    std::int32_t number = 0;  // the zone's label
    std::string name;
    std::optional<LevelMark> mark;  // empty: the sheet shows no level
    std::vector<Ring> rings;        // of all parts
    std::vector<Ring> largest_part;
    double area = 0;  // square points, holes taken off
};

/// The zones of the sheet's layer which touch the frame, cut a little outside of it, with the
/// levels of its table. Points nearer than a hair's breadth to the one before are left out, and so
/// are zones that would be a mere dot.
std::vector<SheetZone> zones_on_sheet(const MapSheet& sheet,
                                      const MapProjection& projection,
                                      const Box& frame);

/// Adds the outlines to the path of the context.
void add_zones(cairo_t* context, const std::vector<SheetZone>& zones);

/// Lays a pale veil over what lies outside the zones, or outside the focus where there is one.
void draw_veil(cairo_t* context,
               const std::vector<SheetZone>& zones,
               std::optional<std::int32_t> focus,
               const Box& frame);

/// Dark grey outlines with a white halo, that of the focus heavier.
void draw_zone_boundaries(cairo_t* context,
                          const std::vector<SheetZone>& zones,
                          std::optional<std::int32_t> focus);

/// Names with badges of the level, inside their zones, none over another. Where there is no room
/// for the name the badge stands alone.
void draw_zone_labels(cairo_t* context,
                      const std::vector<SheetZone>& zones,
                      const MapSheet& sheet,
                      const Box& bounds);

/// The part of a ring inside the box; edges may run along its sides. Empty when none is.
Ring clipped(const Ring& ring, const Box& box);

}  // namespace hazone::io
