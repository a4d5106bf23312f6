#include "io/vector_file.hpp"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hazone::io {
namespace {

std::vector<std::string> layer_names(GDALDataset& dataset) {
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(dataset.GetLayerCount()));
    for (int number = 0; number < dataset.GetLayerCount(); ++number) {
        names.emplace_back(dataset.GetLayer(number)->GetName());
    }
    return names;
}

OGRLayer* pick_layer(GDALDataset& dataset, const std::string& path, const std::string& wanted) {
    const auto names = layer_names(dataset);
    if (wanted.empty() && names.size() == 1) {
        return dataset.GetLayer(0);
    }
    OGRLayer* layer = wanted.empty() ? nullptr : dataset.GetLayerByName(wanted.c_str());
    if (layer == nullptr) {
        const std::string problem =
            wanted.empty() ? fmt::format("has {} layers and none is named", names.size())
                           : fmt::format("has no layer '{}'", wanted);
        throw InputError(fmt::format("{}: {}; its layers are {}. Set layer = \"...\".{}", path,
                                     problem, fmt::join(names, ", "), suggestion(wanted, names)));
    }
    return layer;
}

bool is_collection(const OGRGeometry& geometry) {
    return OGR_GT_IsSubClassOf(wkbFlatten(geometry.getGeometryType()), wkbGeometryCollection) != 0;
}

/// Adds copies of the polygons in `geometry`, whose collections may hold collections.
void add_polygons(const OGRGeometry& geometry, OGRMultiPolygon& polygons) {
    if (is_collection(geometry)) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            add_polygons(*part, polygons);
        }
    } else if (wkbFlatten(geometry.getGeometryType()) == wkbPolygon && geometry.IsEmpty() == 0) {
        polygons.addGeometry(&geometry);
    }
}

}  // namespace

void OgrGeometryDeleter::operator()(OGRGeometry* geometry) const {
    OGRGeometryFactory::destroyGeometry(geometry);
}

GeometryPtr only_polygons(GeometryPtr geometry) {
    auto polygons = std::make_unique<OGRMultiPolygon>();
    add_polygons(*geometry, *polygons);
    return GeometryPtr(polygons->IsEmpty() != 0 ? nullptr : polygons.release());
}

int VectorFile::find_attribute(const std::string& wanted) const {
    return layer->GetLayerDefn()->GetFieldIndex(wanted.c_str());
}

int VectorFile::attribute(const std::string& wanted) const {
    const int found = find_attribute(wanted);
    if (found >= 0) {
        return found;
    }
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(layer->GetLayerDefn()->GetFieldCount()));
    for (int number = 0; number < layer->GetLayerDefn()->GetFieldCount(); ++number) {
        names.emplace_back(layer->GetLayerDefn()->GetFieldDefn(number)->GetNameRef());
    }
    throw InputError(fmt::format("{}: has no attribute '{}'; its attributes are {}.{}", name,
                                 wanted, fmt::join(names, ", "), suggestion(wanted, names)));
}

VectorFile open_polygons(const std::string& path,
                         const std::string& layer,
                         const std::string& transformation,
                         const Grid& grid) {
    return open_features(path, layer, transformation, grid, "a polygon layer");
}

VectorFile open_features(const std::string& path,
                         const std::string& layer,
                         const std::string& transformation,
                         const Grid& grid,
                         const std::string& what) {
    VectorFile file;
    file.dataset = open_dataset(path, GDAL_OF_VECTOR, what);
    const QuietGdal quiet;
    file.layer = pick_layer(*file.dataset, path, layer);
    file.name = fmt::format("{}, layer '{}'", path, file.layer->GetName());
    const OGRSpatialReference* crs = file.layer->GetSpatialRef();
    if (crs == nullptr || crs->IsEmpty()) {
        throw InputError(
            fmt::format("{}: has no CRS; allowed: a georeferenced layer. If you know "
                        "the CRS, write it: ogr2ogr -a_srs EPSG:4326 new.gpkg {}",
                        file.name, path));
    }
    const OGRSpatialReference from = horizontal_crs(*crs);
    const OGRSpatialReference to = parse_crs(grid.crs, "the grid");
    file.transform = make_transform(
        from, to, coordinate_operation(from, to, transformation, file.name), file.name);
    return file;
}

GeometryPtr geometry_of(const VectorFile& file, const OGRFeature& feature) {
    const QuietGdal quiet;
    const OGRGeometry* stored = feature.GetGeometryRef();
    if (stored == nullptr || stored->IsEmpty() != 0) {
        return nullptr;
    }
    GeometryPtr geometry(stored->getLinearGeometry());
    geometry->flattenTo2D();
    if (geometry->transform(file.transform.get()) != OGRERR_NONE) {
        throw InputError(fmt::format("{}: feature {} cannot be brought to the grid's CRS{}",
                                     file.name, feature.GetFID(), quiet.reason()));
    }
    return geometry;
}

GeometryPtr polygons_of(const VectorFile& file, const OGRFeature& feature, bool& mended) {
    const QuietGdal quiet;
    mended = false;
    GeometryPtr geometry = geometry_of(file, feature);
    if (!geometry) {
        return nullptr;
    }
    if (geometry->IsValid() == 0) {
        GeometryPtr valid(geometry->MakeValid());
        mended = true;
        if (valid) {
            geometry = std::move(valid);
        }
    }
    return only_polygons(std::move(geometry));
}

}  // namespace hazone::io
