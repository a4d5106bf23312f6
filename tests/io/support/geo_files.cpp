#include "tests/io/support/geo_files.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace hazone::testing {
namespace {

OGRSpatialReference crs_of(const std::string& text) {
    OGRSpatialReference crs;
    crs.SetFromUserInput(text.c_str());
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return crs;
}

GDALDriver& driver(const char* name) {
    GDALAllRegister();
    return *GetGDALDriverManager()->GetDriverByName(name);
}

}  // namespace

void write_raster(const std::filesystem::path& path, const RasterSpec& spec) {
    GDALDataset* dataset = driver("GTiff").Create(
        path.c_str(), spec.cols, spec.rows, 1, GDALGetDataTypeByName(spec.type.c_str()), nullptr);
    ASSERT_NE(dataset, nullptr);
    std::array<double, 6> transform = spec.transform;
    dataset->SetGeoTransform(transform.data());
    if (!spec.crs.empty()) {
        const OGRSpatialReference crs = crs_of(spec.crs);
        dataset->SetSpatialRef(&crs);
    }
    GDALRasterBand& band = *dataset->GetRasterBand(1);
    if (spec.nodata) {
        band.SetNoDataValue(*spec.nodata);
    }
    band.SetUnitType(spec.unit.c_str());
    if (spec.scale != 1 || spec.offset != 0) {
        band.SetScale(spec.scale);
        band.SetOffset(spec.offset);
    }
    std::vector<double> values = spec.values;
    ASSERT_EQ(values.size(), static_cast<std::size_t>(spec.rows * spec.cols));
    ASSERT_EQ(band.RasterIO(GF_Write, 0, 0, spec.cols, spec.rows, values.data(), spec.cols,
                            spec.rows, GDT_Float64, 0, 0, nullptr),
              CE_None);
    GDALClose(dataset);
}

RasterSpec raster_on(const Grid& grid, const std::function<double(Index, Index)>& value) {
    RasterSpec spec;
    spec.rows = static_cast<int>(grid.extent.rows);
    spec.cols = static_cast<int>(grid.extent.cols);
    spec.transform = {grid.west, grid.cell_size, 0, grid.north, 0, -grid.cell_size};
    spec.crs = grid.crs;
    for (Index row = 0; row < grid.extent.rows; ++row) {
        for (Index col = 0; col < grid.extent.cols; ++col) {
            spec.values.push_back(value(row, col));
        }
    }
    return spec;
}

Grid small_grid(const std::string& crs) {
    Grid grid;
    grid.extent = {4, 5};
    grid.west = 451000;
    grid.north = 2446200;
    grid.cell_size = 30;
    grid.crs = crs;
    return grid;
}

void write_polygons(const std::filesystem::path& path,
                    const std::string& layer_name,
                    const std::string& crs_text,
                    const std::vector<PolygonSpec>& polygons) {
    GDALDataset* dataset = driver("GPKG").Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
    ASSERT_NE(dataset, nullptr);
    OGRSpatialReference crs = crs_of(crs_text);
    OGRLayer& layer = *dataset->CreateLayer(layer_name.c_str(), &crs, wkbUnknown, nullptr);
    for (const auto& [name, type] : {std::pair{"name", OFTString}, std::pair{"code", OFTString},
                                     std::pair{"number", OFTReal}}) {
        OGRFieldDefn attribute(name, type);
        layer.CreateField(&attribute);
    }
    int code = 0;
    for (const PolygonSpec& polygon : polygons) {
        OGRFeature feature(layer.GetLayerDefn());
        if (!polygon.name.empty()) {
            feature.SetField("name", polygon.name.c_str());
        }
        feature.SetField("code", std::to_string(++code).c_str());
        feature.SetField("number", polygon.number);
        OGRGeometry* geometry = nullptr;
        OGRGeometryFactory::createFromWkt(polygon.wkt.c_str(), &crs, &geometry);
        feature.SetGeometryDirectly(geometry);
        ASSERT_EQ(layer.CreateFeature(&feature), OGRERR_NONE);
    }
    GDALClose(dataset);
}

std::string refusal_of(const std::function<void()>& attempt) {
    try {
        attempt();
    } catch (const InputError& error) {
        return error.what();
    }
    ADD_FAILURE() << "nothing was refused";
    return "";
}

}  // namespace hazone::testing
