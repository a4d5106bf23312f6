#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/field_set.hpp"
#include "engine/core/zone_cover.hpp"

class OGRGeometry;

namespace hazone::io {

struct OgrGeometryDeleter {
    void operator()(OGRGeometry* geometry) const;
};
using GeometryPtr = std::unique_ptr<OGRGeometry, OgrGeometryDeleter>;

/// One zone: its cells carry `label` in the field `zone`.
struct Zone {
    std::int32_t label = 0;
    std::string code;
    std::string name;
    GeometryPtr geometry;  // valid multipolygon in the CRS of the grid
};

/// Communes from a polygon layer, or drainage basins from their labels.
struct ZoneLayer {
    std::vector<Zone> zones;
    std::vector<std::string> warnings;  // overlaps, mended geometries, zones without cells
    std::vector<ZoneOverlap> overlaps;  // of polygons as read, largest first
    double overlap_area = 0;            // m2 in more than one zone, each place once
    double excess_area = 0;             // m2: see ZoneCover
};

struct ZoneSource {
    std::filesystem::path path;
    std::string layer;           // empty: the only layer
    std::string name_attribute;  // empty: "name" when present
    std::string code_attribute;  // empty: "code" when present
    std::string transformation;
};

/// Reads the polygons, makes them valid, brings them to the grid's CRS, numbers them from 1.
/// InputError: unreadable, no polygons, missing CRS, unknown attribute, no overlap with the grid.
ZoneLayer read_zones(const ZoneSource& source, const Grid& grid);

/// Label of the zone that holds each cell centre; kNoLabel outside all. Where zones overlap the
/// lower label wins. A zone too small to hold a cell centre gets the cell under its point on
/// surface, so that every zone inside the grid has cells.
Raster<std::int32_t> rasterise_zones(const ZoneLayer& zones, const Grid& grid);

/// The share of each cell in each zone, exact to rounding; zone k has label k + 1. Zones are worked
/// out by several threads, with the same bits for any number of them.
ZoneCover cover_of(const ZoneLayer& zones, const Grid& grid);

/// One zone per label, its outline following the cells.
ZoneLayer polygonise_zones(View<const std::int32_t> labels, const Grid& grid);

}  // namespace hazone::io
