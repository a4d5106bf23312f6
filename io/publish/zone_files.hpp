#pragma once

#include <filesystem>

#include "io/publish/publication.hpp"

namespace hazone::io {

/// GeoPackage with the layers `zones` (polygons with name, code, shares, level, hazard, rule and
/// reason; level and shares are NULL where there is no data) and `hazard_classes` (hazard_class
/// polygonised; patches under `smallest_patch` cells join a neighbour of a higher class, never of a
/// lower one; outlines of large grids are cut and coarsened to the highest class, see the layer's
/// metadata item "generalisation"), and QGIS styles for both in `layer_styles`. The rules of the
/// publication may be null. InputError when the file cannot be written.
void write_zones(const std::filesystem::path& path,
                 const Publication& publication,
                 int smallest_patch = 8);

/// The table of zones as CSV: comma, UTF-8 with a byte order mark, without which Excel takes the
/// names for Latin-1; texts in quotes, so that codes keep their zeros where the reader heeds
/// quotes; an empty cell for no data. InputError when the file cannot be written.
void write_zones_csv(const std::filesystem::path& path, const Publication& publication);

/// The zones as GeoJSON after RFC 7946: WGS 84, outer rings counterclockwise, seven decimals,
/// nothing simplified; properties as the attributes of zones.gpkg, null for no data. A grid without
/// CRS gives zones without geometry. InputError when the file cannot be written.
void write_zones_geojson(const std::filesystem::path& path, const Publication& publication);

}  // namespace hazone::io
