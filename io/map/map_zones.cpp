#include "io/map/map_zones.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <ogr_geometry.h>

#include "io/map/map_canvas.hpp"

namespace hazone::io {
namespace {

constexpr double kHair = 0.2;          // points; finer detail cannot be printed
constexpr double kSmallestZone = 1.0;  // square points
constexpr double kBeyond = 8.0;        // points outside the frame which are kept of outlines
constexpr double kBoundaryWidth = 0.95;
constexpr double kHaloWidth = 2.5;
constexpr double kFocusWidth = 2.2;
constexpr double kVeil = 0.58;  // opacity of the white over what lies outside

/// Twice the area on the sheet; positive when clockwise to the eye.
double doubled_area(const Ring& ring) {
    double sum = 0;
    for (std::size_t place = 0; place < ring.size(); ++place) {
        const SheetPoint& from = ring[place];
        const SheetPoint& to = ring[(place + 1) % ring.size()];
        sum += from.x * to.y - to.x * from.y;
    }
    return sum;
}

/// Where outlines are drawn, and how far around it they are kept.
struct Place {
    const MapProjection& projection;
    Box kept;
};

Ring ring_on_sheet(const OGRLinearRing& outline, const Place& place, bool clockwise) {
    Ring ring;
    ring.reserve(256);
    for (int number = 0; number < outline.getNumPoints(); ++number) {
        const SheetPoint point =
            place.projection.on_sheet({outline.getX(number), outline.getY(number)});
        const double east = ring.empty() ? kHair : point.x - ring.back().x;
        const double south = ring.empty() ? kHair : point.y - ring.back().y;
        if (east * east + south * south >= kHair * kHair) {
            ring.push_back(point);
        }
    }
    if ((doubled_area(ring) > 0) != clockwise) {
        std::reverse(ring.begin(), ring.end());
    }
    return clipped(ring, place.kept);
}

void add_part(const OGRPolygon& polygon, const Place& place, SheetZone& zone) {
    const OGRLinearRing* const exterior = polygon.getExteriorRing();
    if (exterior == nullptr) {
        return;
    }
    std::vector<Ring> rings{ring_on_sheet(*exterior, place, true)};
    for (int hole = 0; hole < polygon.getNumInteriorRings(); ++hole) {
        rings.push_back(ring_on_sheet(*polygon.getInteriorRing(hole), place, false));
    }
    const bool largest = zone.largest_part.empty() ||
                         doubled_area(rings.front()) > doubled_area(zone.largest_part.front());
    for (const Ring& ring : rings) {
        zone.area += doubled_area(ring) / 2;
    }
    zone.rings.insert(zone.rings.end(), rings.begin(), rings.end());
    if (largest) {
        zone.largest_part = std::move(rings);
    }
}

void add_parts(const OGRGeometry& geometry, const Place& place, SheetZone& zone) {
    const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
    if (type == wkbPolygon) {
        add_part(*geometry.toPolygon(), place, zone);
    } else if (type == wkbMultiPolygon || type == wkbGeometryCollection) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            add_parts(*part, place, zone);
        }
    }
}

/// Whether any of the geometry may lie in the frame.
bool touches(const OGRGeometry& geometry, const MapProjection& projection, const Box& frame) {
    OGREnvelope envelope;
    geometry.getEnvelope(&envelope);
    const SheetPoint low = projection.on_sheet({envelope.MinX, envelope.MaxY});
    const SheetPoint high = projection.on_sheet({envelope.MaxX, envelope.MinY});
    return frame.overlaps({low.x, low.y, high.x - low.x, high.y - low.y});
}

void add_rings(cairo_t* context, const SheetZone& zone) {
    for (const Ring& ring : zone.rings) {
        cairo_new_sub_path(context);
        for (const SheetPoint& point : ring) {
            cairo_line_to(context, point.x, point.y);
        }
        cairo_close_path(context);
    }
}

}  // namespace

std::vector<SheetZone> zones_on_sheet(const MapSheet& sheet,
                                      const MapProjection& projection,
                                      const Box& frame) {
    std::unordered_map<std::int32_t, std::optional<LevelMark>> marks;
    if (sheet.table != nullptr) {
        for (const ZoneSummary& summary : *sheet.table) {
            marks[summary.label] = mark_of(sheet, summary);
        }
    }
    std::vector<SheetZone> zones;
    if (sheet.layer == nullptr) {
        return zones;
    }
    const Place place{projection, frame.shrunk(-kBeyond)};
    for (const Zone& zone : sheet.layer->zones) {
        if (zone.geometry == nullptr || !touches(*zone.geometry, projection, frame)) {
            continue;
        }
        const auto mark = marks.find(zone.label);
        SheetZone drawn;
        drawn.number = zone.label;
        drawn.name = zone.name;
        drawn.mark = mark == marks.end() ? std::nullopt : mark->second;
        add_parts(*zone.geometry, place, drawn);
        if (drawn.area >= kSmallestZone) {
            zones.push_back(std::move(drawn));
        }
    }
    return zones;
}

void add_zones(cairo_t* context, const std::vector<SheetZone>& zones) {
    for (const SheetZone& zone : zones) {
        add_rings(context, zone);
    }
}

void draw_veil(cairo_t* context,
               const std::vector<SheetZone>& zones,
               std::optional<std::int32_t> focus,
               const Box& frame) {
    const SavedState state(context);
    cairo_new_path(context);
    // Against the clock, while zones go with it: with the winding rule the zones stay free.
    cairo_move_to(context, frame.x, frame.y);
    cairo_line_to(context, frame.x, frame.bottom());
    cairo_line_to(context, frame.right(), frame.bottom());
    cairo_line_to(context, frame.right(), frame.y);
    cairo_close_path(context);
    for (const SheetZone& zone : zones) {
        if (!focus || zone.number == *focus) {
            add_rings(context, zone);
        }
    }
    set_colour(context, kPaper, kVeil);
    cairo_fill(context);
}

void draw_zone_boundaries(cairo_t* context,
                          const std::vector<SheetZone>& zones,
                          std::optional<std::int32_t> focus) {
    const SavedState state(context);
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
    // Zone by zone: cairo takes far longer for one path of a million points.
    const auto stroke_all = [&](Colour colour, double opacity, double width, bool focused) {
        set_colour(context, colour, opacity);
        cairo_set_line_width(context, width);
        for (const SheetZone& zone : zones) {
            if (!focused || zone.number == focus) {
                add_rings(context, zone);
                cairo_stroke(context);
            }
        }
    };
    stroke_all(kPaper, 0.6, kHaloWidth, false);
    stroke_all(kBoundaryColour, 1, kBoundaryWidth, false);
    if (focus) {
        stroke_all(kPaper, 0.9, kFocusWidth + 2, true);
        stroke_all(kInk, 1, kFocusWidth, true);
    }
}

}  // namespace hazone::io
