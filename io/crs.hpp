#pragma once

#include <string>

#include <ogr_spatialref.h>

#include "io/gdal.hpp"

namespace hazone::io {

/// Horizontal part of a CRS with x east and y north, whatever the order of its axes says.
/// `what` names the file or key in an InputError.
OGRSpatialReference horizontal_crs(const OGRSpatialReference& crs);
OGRSpatialReference parse_crs(const std::string& text, const std::string& what);

/// Name for messages: "VN-2000 / UTM zone 48N (EPSG:3405)".
std::string crs_name(const OGRSpatialReference& crs);
std::string wkt2(const OGRSpatialReference& crs);
bool same_crs(const OGRSpatialReference& a, const OGRSpatialReference& b);
bool is_vn2000(const OGRSpatialReference& crs);

/// The coordinate operation from `from` to `to` in PROJ's words, in the order of the axes of both
/// CRS; empty when PROJ shall choose. `transformation` is what the scenario states: an EPSG code
/// of a datum transformation, a PROJ pipeline between both CRS, or nothing.
/// InputError: VN-2000 on one side alone and nothing stated; an unknown code or pipeline.
std::string coordinate_operation(const OGRSpatialReference& from,
                                 const OGRSpatialReference& to,
                                 const std::string& transformation,
                                 const std::string& what);

/// Transformation of points by an operation of `coordinate_operation`.
TransformPtr make_transform(const OGRSpatialReference& from,
                            const OGRSpatialReference& to,
                            const std::string& operation,
                            const std::string& what);

}  // namespace hazone::io
