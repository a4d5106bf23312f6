#include <algorithm>

#include <fmt/format.h>

#include "io/read/rasterise.hpp"
#include "io/read/warp.hpp"
#include "io/vector_file.hpp"
#include "io/write/field_cells.hpp"

namespace hazone::io {
namespace {

/// The lines and polygons of a layer, in the grid's CRS.
struct MarkingFeatures {
    std::vector<GeometryPtr> geometries;
    Index others = 0;  // features without a line or polygon
};

/// Takes the lines and polygons out of a geometry, whose collections may hold collections.
void add_lines_and_polygons(const OGRGeometry& geometry, std::vector<GeometryPtr>& found) {
    const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
    if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            add_lines_and_polygons(*part, found);
        }
    } else if ((type == wkbLineString || type == wkbPolygon) && geometry.IsEmpty() == 0) {
        found.emplace_back(geometry.clone());
    }
}

MarkingFeatures read_features(const VectorFile& file) {
    MarkingFeatures features;
    for (const auto& feature : *file.layer) {
        const std::size_t before = features.geometries.size();
        if (const GeometryPtr geometry = geometry_of(file, *feature)) {
            add_lines_and_polygons(*geometry, features.geometries);
        }
        features.others += features.geometries.size() == before ? 1 : 0;
    }
    return features;
}

/// Keeps the geometries which may meet the grid; one at least must.
void keep_overlapping(const VectorFile& file, const Grid& grid, std::vector<GeometryPtr>& all) {
    const std::size_t read = all.size();
    std::erase_if(all, [&](const GeometryPtr& geometry) {
        OGREnvelope box;
        geometry->getEnvelope(&box);
        return box.MaxX < grid.west || box.MinX > grid.east() || box.MaxY < grid.south() ||
               box.MinY > grid.north;
    });
    if (all.empty()) {
        throw InputError(fmt::format(
            "{}: none of its {} lines and polygons overlaps the grid (x {:.0f} to {:.0f}, y {:.0f} "
            "to {:.0f}). Check the CRS of the file and the extent of the grid",
            file.name, read, grid.west, grid.east(), grid.south(), grid.north));
    }
}

}  // namespace

Raster<std::uint8_t> read_marks(const FeatureSource& source,
                                const FieldSpec& field,
                                const Grid& grid) {
    if (!is_mark(field)) {
        throw InputError(fmt::format(
            "{}: lines and polygons say where something is, not its value; allowed: a raster, or "
            "polygons with an attribute",
            field.name));
    }
    const VectorFile file = open_features(source.path.string(), source.layer, source.transformation,
                                          grid, "a layer of lines or polygons");
    MarkingFeatures features = read_features(file);
    if (features.geometries.empty()) {
        throw InputError(
            fmt::format("{}: holds no lines or polygons ({} features of other kinds); allowed: a "
                        "layer of lines or polygons",
                        file.name, features.others));
    }
    keep_overlapping(file, grid, features.geometries);
    std::vector<OGRGeometry*> geometries;
    geometries.reserve(features.geometries.size());
    for (const GeometryPtr& geometry : features.geometries) {
        geometries.push_back(geometry.get());
    }
    Raster<std::uint8_t> marks(grid.extent, std::uint8_t{0});
    const DatasetPtr target =
        memory_dataset(marks.data(), GDT_Byte, static_cast<int>(grid.extent.rows),
                       static_cast<int>(grid.extent.cols));
    burn(geometries, std::vector<double>(geometries.size(), 1.0), grid, *target);
    return marks;
}

}  // namespace hazone::io
