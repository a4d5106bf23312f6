#include "io/map/map_zones.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <ogr_geometry.h>

#include "io/map/map_canvas.hpp"

namespace hazone::io {
namespace {

constexpr double kHair = 0.15;         // points; finer detail cannot be printed
constexpr double kSmallestZone = 3.0;  // square points
constexpr double kBoundaryWidth = 0.95;
constexpr double kHaloWidth = 2.5;
constexpr double kNameSize = 7.6;
constexpr double kSmallNameSize = 6.2;
constexpr double kSmallestNamed = 60.0;
constexpr std::size_t kMostNames = 600;

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

Ring ring_on_sheet(const OGRLinearRing& outline, const MapProjection& projection, bool clockwise) {
    Ring ring;
    for (int place = 0; place < outline.getNumPoints(); ++place) {
        const SheetPoint point = projection.on_sheet({outline.getX(place), outline.getY(place)});
        const bool near =
            !ring.empty() && std::hypot(point.x - ring.back().x, point.y - ring.back().y) < kHair;
        if (!near) {
            ring.push_back(point);
        }
    }
    if ((doubled_area(ring) > 0) != clockwise) {
        std::reverse(ring.begin(), ring.end());
    }
    return ring;
}

void add_part(const OGRPolygon& polygon, const MapProjection& projection, SheetZone& zone) {
    const OGRLinearRing* const exterior = polygon.getExteriorRing();
    if (exterior == nullptr) {
        return;
    }
    std::vector<Ring> rings{ring_on_sheet(*exterior, projection, true)};
    for (int hole = 0; hole < polygon.getNumInteriorRings(); ++hole) {
        rings.push_back(ring_on_sheet(*polygon.getInteriorRing(hole), projection, false));
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

void add_parts(const OGRGeometry& geometry, const MapProjection& projection, SheetZone& zone) {
    const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
    if (type == wkbPolygon) {
        add_part(*geometry.toPolygon(), projection, zone);
    } else if (type == wkbMultiPolygon || type == wkbGeometryCollection) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            add_parts(*part, projection, zone);
        }
    }
}

std::string label_text(const std::string& name, int level) {
    if (level == 0) {
        return name;
    }
    return name.empty() ? std::to_string(level) : name + "\u00A0·\u00A0" + std::to_string(level);
}

/// The largest zones with a label, as many as a sheet could hold.
std::vector<const SheetZone*> zones_to_name(const std::vector<SheetZone>& zones) {
    std::vector<const SheetZone*> named;
    for (const SheetZone& zone : zones) {
        if (!zone.label.empty() && zone.area >= kSmallestNamed) {
            named.push_back(&zone);
        }
    }
    std::stable_sort(named.begin(), named.end(),
                     [](const auto* a, const auto* b) { return a->area > b->area; });
    named.resize(std::min(named.size(), kMostNames));
    return named;
}

using Forms = std::vector<TextBlock>;

/// One line, two lines, two smaller lines.
Forms label_forms(cairo_t* context, const std::string& label) {
    TextStyle style{
        .size = 7.5, .bold = true, .alignment = PANGO_ALIGN_CENTER, .wrap = PANGO_WRAP_WORD};
    Forms forms;
    forms.emplace_back(context, label, style);
    const double half = forms.front().width() * 0.62;
    forms.emplace_back(context, label, style, half);
    style.size = kSmallNameSize;
    forms.emplace_back(context, label, style);
    forms.emplace_back(context, label, style, half * style.size / kNameSize);
    return forms;
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

std::vector<SheetZone> zones_on_sheet(const MapSheet& sheet, const MapProjection& projection) {
    std::unordered_map<std::int32_t, int> levels;
    if (sheet.table != nullptr) {
        for (const ZoneSummary& summary : *sheet.table) {
            levels[summary.label] = summary.level.value_or(0);
        }
    }
    std::vector<SheetZone> zones;
    if (sheet.layer == nullptr) {
        return zones;
    }
    for (const Zone& zone : sheet.layer->zones) {
        if (zone.geometry == nullptr) {
            continue;
        }
        const auto level = levels.find(zone.label);
        SheetZone drawn;
        drawn.label = label_text(zone.name, level == levels.end() ? 0 : level->second);
        add_parts(*zone.geometry, projection, drawn);
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

void draw_zone_boundaries(cairo_t* context, const std::vector<SheetZone>& zones) {
    const SavedState state(context);
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
    // Zone by zone: cairo takes far longer for one path of a million points.
    const auto stroke_all = [&] {
        for (const SheetZone& zone : zones) {
            add_rings(context, zone);
            cairo_stroke(context);
        }
    };
    set_colour(context, kPaper, 0.6);
    cairo_set_line_width(context, kHaloWidth);
    stroke_all();
    set_colour(context, kBoundaryColour);
    cairo_set_line_width(context, kBoundaryWidth);
    stroke_all();
}

void draw_zone_labels(cairo_t* context, const std::vector<SheetZone>& zones, const Box& bounds) {
    std::vector<LabelRequest> requests;
    std::vector<Forms> texts;
    for (const SheetZone* zone : zones_to_name(zones)) {
        texts.push_back(label_forms(context, zone->label));
        LabelRequest request{label_places(zone->largest_part), {}, zone->area};
        for (const TextBlock& form : texts.back()) {
            request.forms.push_back({form.width(), form.height()});
        }
        requests.push_back(std::move(request));
    }
    for (const PlacedLabel& label : place_labels(requests, bounds)) {
        const TextBlock& form = texts[label.request][label.form];
        form.draw_with_halo({label.box.x, label.box.y});
    }
}

}  // namespace hazone::io
