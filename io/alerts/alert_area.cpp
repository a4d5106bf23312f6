#include "io/alerts/alert_area.hpp"

#include <ogr_geometry.h>

#include <fmt/format.h>

namespace hazone::io {
namespace {

/// All outer rings, each as a polygon without holes.
std::vector<const OGRLinearRing*> outer_rings(const OGRGeometry& geometry) {
    std::vector<const OGRLinearRing*> rings;
    if (wkbFlatten(geometry.getGeometryType()) == wkbPolygon) {
        rings.push_back(geometry.toPolygon()->getExteriorRing());
    } else if (wkbFlatten(geometry.getGeometryType()) == wkbMultiPolygon) {
        for (const OGRPolygon* part : *geometry.toMultiPolygon()) {
            rings.push_back(part->getExteriorRing());
        }
    }
    return rings;
}

int points_of(const OGRGeometry& geometry) {
    int points = 0;
    for (const OGRLinearRing* ring : outer_rings(geometry)) {
        points += ring->getNumPoints();
    }
    return points;
}

/// Widened by a little more than the tolerance, then simplified by it. The corners of a widened
/// outline are chords of arcs, which come nearer by the cosine of half their angle, 2 %; rounding
/// to 1e-5 degrees moves a point by less than 1 m.
GeometryPtr widened(const OGRGeometry& outline, double tolerance) {
    constexpr int kChordsOfAQuarter = 4;
    const GeometryPtr wide(outline.Buffer(1.05 * tolerance + 1.5, kChordsOfAQuarter));
    return GeometryPtr(wide ? wide->SimplifyPreserveTopology(tolerance) : nullptr);
}

std::string ring_text(const OGRLinearRing& ring) {
    std::string text;
    for (int point = 0; point < ring.getNumPoints(); ++point) {
        text += fmt::format("{}{:.5f},{:.5f}", point == 0 ? "" : " ", ring.getY(point),
                            ring.getX(point));
    }
    return text;
}

}  // namespace

std::vector<std::string> alert_polygons(const OGRGeometry& outline, const ToLonLat& to_lon_lat) {
    if (!to_lon_lat) {
        return {};
    }
    constexpr double kLeastTolerance = 20;  // m
    constexpr double kMostTolerance = 1000;
    GeometryPtr simple;
    for (double tolerance = kLeastTolerance; tolerance < kMostTolerance; tolerance *= 2) {
        // From the last one, which covers the zone with fewer points than the outline has.
        simple = widened(simple ? *simple : outline, tolerance);
        if (simple && points_of(*simple) <= kMostAlertPoints) {
            break;
        }
    }
    const GeometryPtr degrees = to_lon_lat(simple ? *simple : outline);
    std::vector<std::string> texts;
    for (const OGRLinearRing* ring : outer_rings(*degrees)) {
        texts.push_back(ring_text(*ring));
    }
    return texts;
}

}  // namespace hazone::io
