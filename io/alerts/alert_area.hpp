#pragma once

// For .cpp files of io alone.

#include <string>
#include <vector>

#include "io/publish/lon_lat.hpp"

namespace hazone::io {

/// Points of all rings of an area of an alert together, at most, where one ring per part allows it.
inline constexpr int kMostAlertPoints = 400;

/// The outline of a zone as CAP writes polygons: "lat,lon lat,lon ...", WGS 84, closed, one text
/// for each outer ring, since CAP has no holes. Simplified, and never smaller than the zone: it is
/// first widened by what simplifying may cut off, 20 m and more for long outlines, so that no
/// house of the zone lies outside. Empty when the grid has no CRS.
std::vector<std::string> alert_polygons(const OGRGeometry& outline, const ToLonLat& to_lon_lat);

}  // namespace hazone::io
