// Exact areas of zones on the cells of a grid: rings from GDAL's geometries to
// engine/statistics/ring_cover.hpp.
#include <algorithm>
#include <vector>

#include <ogr_geometry.h>

#include "engine/parallel/loops.hpp"
#include "engine/statistics/ring_cover.hpp"
#include "io/write/zone_layer.hpp"

namespace hazone::io {
namespace {

/// A difference this small between two areas of the same ground is rounding.
constexpr double kRounding = 1e-9;

std::vector<Point> points_of(const OGRLinearRing& ring) {
    std::vector<Point> points;
    points.reserve(static_cast<std::size_t>(ring.getNumPoints()));
    for (int number = 0; number < ring.getNumPoints(); ++number) {
        points.push_back({ring.getX(number), ring.getY(number)});
    }
    return points;
}

CoveredCells covered_by(const OGRMultiPolygon& polygons, const Grid& grid) {
    RingCover cover(grid);
    for (const OGRPolygon* polygon : polygons) {
        const OGRLinearRing* outline = polygon->getExteriorRing();
        if (outline == nullptr) {
            continue;
        }
        cover.add_outline(points_of(*outline));
        for (int hole = 0; hole < polygon->getNumInteriorRings(); ++hole) {
            cover.add_hole(points_of(*polygon->getInteriorRing(hole)));
        }
    }
    return cover.take();
}

}  // namespace

ZoneCover cover_of(const ZoneLayer& zones, const Grid& grid) {
    std::vector<CoveredCells> covered(zones.zones.size());
    for_each_block(static_cast<Index>(covered.size()), [&](Index number) {
        const auto place = static_cast<std::size_t>(number);
        covered[place] = covered_by(*zones.zones[place].geometry->toMultiPolygon(), grid);
    });
    ZoneCover cover{.cell_area = grid.cell_area(),
                    .overlaps = zones.overlaps,
                    .overlap_area = zones.overlap_area,
                    .excess_area = zones.excess_area};
    for (const CoveredCells& cells : covered) {
        cover.add(cells.runs, cells.parts, 0);
        const double outside = cells.area - cover.area_of(cover.size() - 1);
        cover.outside.back() = outside > kRounding * cells.area ? outside : 0;
    }
    return cover;
}

}  // namespace hazone::io
