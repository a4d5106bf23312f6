#include "io/read/zone_file.hpp"

#include <cpl_string.h>
#include <ogrsf_frmts.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/atomic_file.hpp"
#include "io/cells_dataset.hpp"

namespace hazone::io {
namespace {

struct FeatureDeleter {
    void operator()(OGRFeature* feature) const { OGRFeature::DestroyFeature(feature); }
};

bool add_attributes(OGRLayer& layer) {
    OGRFieldDefn label("label", OFTInteger);
    OGRFieldDefn code("code", OFTString);
    OGRFieldDefn name("name", OFTString);
    return layer.CreateField(&label) == OGRERR_NONE && layer.CreateField(&code) == OGRERR_NONE &&
           layer.CreateField(&name) == OGRERR_NONE;
}

bool add_zone(OGRLayer& layer, const Zone& zone) {
    const std::unique_ptr<OGRFeature, FeatureDeleter> feature(
        OGRFeature::CreateFeature(layer.GetLayerDefn()));
    feature->SetField("label", zone.label);
    feature->SetField("code", zone.code.c_str());
    feature->SetField("name", zone.name.c_str());
    return feature->SetGeometry(zone.geometry.get()) == OGRERR_NONE &&
           layer.CreateFeature(feature.get()) == OGRERR_NONE;
}

bool add_zones(OGRLayer& layer, const ZoneLayer& zones) {
    bool complete = add_attributes(layer) && layer.StartTransaction() == OGRERR_NONE;
    for (const Zone& zone : zones.zones) {
        complete = complete && add_zone(layer, zone);
    }
    return complete && layer.CommitTransaction() == OGRERR_NONE;
}

bool write(const std::filesystem::path& path,
           const std::string& layer_name,
           const ZoneLayer& zones,
           const Grid& grid,
           const Metadata& metadata) {
    const DatasetPtr dataset(
        gdal_driver("GPKG").Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (dataset == nullptr) {
        return false;
    }
    OGRSpatialReference reference = spatial_reference(grid.crs);
    OGRLayer* layer =
        dataset->CreateLayer(layer_name.c_str(), &reference, wkbMultiPolygon, nullptr);
    if (layer == nullptr) {
        return false;
    }
    for (const auto& [key, value] : metadata) {
        layer->SetMetadataItem(key.c_str(), value.c_str());
    }
    return add_zones(*layer, zones);
}

}  // namespace

void write_zone_layer(const std::filesystem::path& path,
                      const std::string& layer_name,
                      const ZoneLayer& layer,
                      const Grid& grid,
                      const Metadata& metadata) {
    const QuietGdal quiet;
    AtomicFile file(path);
    CPLErrorReset();
    if (!write(file.path(), layer_name, layer, grid, metadata) || gdal_failed()) {
        throw InputError(fmt::format("cannot write '{}': {}", path.string(), quiet.message()));
    }
    file.commit();
}

}  // namespace hazone::io
