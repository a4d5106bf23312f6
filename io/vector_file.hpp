#pragma once

#include <string>

#include <ogrsf_frmts.h>

#include "io/crs.hpp"
#include "io/write/zone_layer.hpp"

namespace hazone::io {

/// A layer of features, open for reading.
struct VectorFile {
    std::string name;  // "file.gpkg, layer 'communes'"
    DatasetPtr dataset;
    OGRLayer* layer = nullptr;
    TransformPtr transform;  // to the grid's CRS

    /// Number of the attribute; InputError which lists the attributes when there is none.
    int attribute(const std::string& wanted) const;
    /// Number of the attribute, or -1.
    int find_attribute(const std::string& wanted) const;
};

/// `what` names the thing the user meant. InputError: no such file or layer, several layers and
/// none named, no CRS, the datum rules of coordinate_operation.
VectorFile open_features(const std::string& path,
                         const std::string& layer,
                         const std::string& transformation,
                         const Grid& grid,
                         const std::string& what);

/// The same for a layer of polygons.
VectorFile open_polygons(const std::string& path,
                         const std::string& layer,
                         const std::string& transformation,
                         const Grid& grid);

/// The geometry of a feature, flat, with straight edges and in the grid's CRS; null when it has
/// none. InputError when it has no place in that CRS.
GeometryPtr geometry_of(const VectorFile& file, const OGRFeature& feature);

/// The polygons among the parts of a geometry, as one multipolygon; null when there are none.
GeometryPtr only_polygons(GeometryPtr geometry);

/// The polygons of a feature as one valid multipolygon in the grid's CRS, or null when it has
/// none. `mended` is set when the geometry was not valid.
GeometryPtr polygons_of(const VectorFile& file, const OGRFeature& feature, bool& mended);

}  // namespace hazone::io
