#pragma once

#include <string>
#include <vector>

#include "engine/core/grid.hpp"

namespace hazone::io {

/// The CRS of a grid in the words of the CF conventions, Appendix F.
struct GridMapping {
    struct Number {
        std::string name;
        std::vector<double> values;
    };
    struct Text {
        std::string name;
        std::string value;
    };
    std::vector<Text> texts;
    std::vector<Number> numbers;
};

/// crs_wkt (WKT 2), spatial_ref and GeoTransform (what GDAL reads), and where CF knows the
/// projection (transverse Mercator, Lambert conformal conic, Albers, Lambert azimuthal, Mercator)
/// grid_mapping_name with its parameters. Empty for a grid without CRS.
GridMapping grid_mapping_of(const Grid& grid);

}  // namespace hazone::io
