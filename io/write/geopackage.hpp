#pragma once

// For .cpp files of io alone: what the writers of GeoPackages share.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <ogrsf_frmts.h>

#include "io/gdal.hpp"
#include "io/write/qgis_style.hpp"

namespace hazone::io {

/// Name of the geometry column of every layer.
inline constexpr const char* kGeometryColumn = "geom";

/// InputError which names `what` and the last words of GDAL.
[[noreturn]] void cannot_write(std::string_view what);

/// One attribute of a layer. The alias is what people read in its place, with the unit in brackets;
/// both texts may be empty.
struct LayerAttribute {
    std::string name;
    OGRFieldType type = OFTString;
    OGRFieldSubType subtype = OFSTNone;
    std::string alias;
    std::string description;
};

struct LayerPlan {
    std::string name;
    std::string description;
    OGRwkbGeometryType geometry = wkbNone;
    std::vector<LayerAttribute> attributes;
};

/// Makes an empty layer. Aliases and descriptions go into gpkg_data_columns, the schema extension
/// of the GeoPackage standard, where QGIS and GDAL find them.
OGRLayer& create_layer(GDALDataset& file, const LayerPlan& plan, OGRSpatialReference* crs);

void set_text(OGRFeature& feature, const char* name, std::string_view text);
void add_feature(OGRLayer& layer, OGRFeature& feature);

/// How QGIS draws one of the layers, by its name.
struct LayerStyle {
    std::string layer;
    std::string description;
    CategorisedStyle style;
};

/// Writes `layer_styles`, the table in which QGIS keeps the styles of a database.
void write_styles(GDALDataset& file, const std::vector<LayerStyle>& styles);

/// Writes a GeoPackage whole or not at all: `fill` makes its layers, in one transaction.
void write_geopackage(const std::filesystem::path& path,
                      const std::function<void(GDALDataset& file)>& fill);

}  // namespace hazone::io
