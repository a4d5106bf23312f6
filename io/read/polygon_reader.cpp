#include <algorithm>
#include <array>

#include <gdal_alg.h>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "io/file_unit.hpp"
#include "io/read/range_check.hpp"
#include "io/read/rasterise.hpp"
#include "io/read/warp.hpp"
#include "io/vector_file.hpp"
#include "io/write/field_cells.hpp"

namespace hazone::io {
namespace {

/// Polygons of a layer and the value of each, SI; NaN where the attribute is empty.
struct ValuedPolygons {
    std::vector<GeometryPtr> geometries;
    std::vector<double> values;
};

double attribute_value(const VectorFile& file,
                       const OGRFeature& feature,
                       int attribute,
                       const FieldSpec& field,
                       double factor) {
    if (!feature.IsFieldSetAndNotNull(attribute)) {
        return static_cast<double>(kMissing);
    }
    const double value = feature.GetFieldAsDouble(attribute) * factor;
    if (value < field.lowest || value > field.highest) {
        throw InputError(fmt::format(
            "{}: feature {} has {} = {}, that is {:.6g} {}, outside the "
            "range of {}, {}",
            file.name, feature.GetFID(), feature.GetFieldDefnRef(attribute)->GetNameRef(),
            feature.GetFieldAsString(attribute), value, symbol(field.unit), field.name,
            range_text(field)));
    }
    return value;
}

int numeric_attribute(const VectorFile& file, const std::string& wanted) {
    const int attribute = file.attribute(wanted);
    const OGRFieldType type = file.layer->GetLayerDefn()->GetFieldDefn(attribute)->GetType();
    if (type != OFTInteger && type != OFTInteger64 && type != OFTReal) {
        throw InputError(fmt::format("{}: attribute '{}' holds {}; allowed: numbers", file.name,
                                     wanted, OGRFieldDefn::GetFieldTypeName(type)));
    }
    return attribute;
}

ValuedPolygons read_features(const VectorFile& file,
                             const PolygonSource& source,
                             const FieldSpec& field) {
    const int attribute = numeric_attribute(file, source.attribute);
    const double factor = unit_factor(field, source.unit, "", file.name);
    ValuedPolygons polygons;
    for (const auto& feature : *file.layer) {
        bool mended = false;
        GeometryPtr geometry = polygons_of(file, *feature, mended);
        if (geometry) {
            polygons.values.push_back(attribute_value(file, *feature, attribute, field, factor));
            polygons.geometries.push_back(std::move(geometry));
        }
    }
    return polygons;
}

void require_overlap(const VectorFile& file, const ValuedPolygons& polygons, const Grid& grid) {
    const auto meets = [&](const GeometryPtr& geometry) {
        OGREnvelope box;
        geometry->getEnvelope(&box);
        return overlap({box.MinX, box.MinY, box.MaxX, box.MaxY}, bounds_of(grid));
    };
    if (!std::any_of(polygons.geometries.begin(), polygons.geometries.end(), meets)) {
        throw InputError(
            fmt::format("{}: none of its {} polygons overlaps the grid. Check the CRS "
                        "of the file and the extent of the grid",
                        file.name, polygons.geometries.size()));
    }
}

}  // namespace

void burn(const std::vector<OGRGeometry*>& geometries,
          const std::vector<double>& values,
          const Grid& grid,
          GDALDataset& target) {
    const QuietGdal quiet;
    std::array<double, 6> transform{grid.west, grid.cell_size, 0, grid.north, 0, -grid.cell_size};
    target.SetGeoTransform(transform.data());
    std::vector<OGRGeometryH> handles;
    handles.reserve(geometries.size());
    for (OGRGeometry* geometry : geometries) {
        handles.push_back(OGRGeometry::ToHandle(geometry));
    }
    int band = 1;
    if (!handles.empty() &&
        GDALRasterizeGeometries(GDALDataset::ToHandle(&target), 1, &band,
                                static_cast<int>(handles.size()), handles.data(), nullptr, nullptr,
                                values.data(), nullptr, nullptr, nullptr) != CE_None) {
        throw InputError("features cannot be rasterised" + quiet.reason());
    }
    target.FlushCache();
}

Raster<float> read_polygons(const PolygonSource& source, const FieldSpec& field, const Grid& grid) {
    const VectorFile file =
        open_polygons(source.path.string(), source.layer, source.transformation, grid);
    const ValuedPolygons polygons = read_features(file, source, field);
    require_overlap(file, polygons, grid);
    std::vector<OGRGeometry*> geometries;
    for (const GeometryPtr& geometry : polygons.geometries) {
        geometries.push_back(geometry.get());
    }
    Raster<float> cells(grid.extent, kMissing);
    const DatasetPtr target =
        memory_dataset(cells.data(), GDT_Float32, static_cast<int>(grid.extent.rows),
                       static_cast<int>(grid.extent.cols));
    burn(geometries, polygons.values, grid, *target);
    return cells;
}

}  // namespace hazone::io
