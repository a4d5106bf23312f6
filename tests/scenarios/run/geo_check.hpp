#pragma once

// What GDAL says of a product, for the tests of whole runs.
#include <filesystem>
#include <string>
#include <vector>

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

namespace hazone::testing {

inline GDALDatasetUniquePtr open_raster(const std::string& name) {
    GDALAllRegister();
    return GDALDatasetUniquePtr(GDALDataset::FromHandle(
        GDALOpenEx(name.c_str(), GDAL_OF_RASTER, nullptr, nullptr, nullptr)));
}

inline GDALDatasetUniquePtr open_vector(const std::filesystem::path& path) {
    GDALAllRegister();
    return GDALDatasetUniquePtr(GDALDataset::FromHandle(
        GDALOpenEx(path.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr)));
}

/// All cells of a band as double; empty when they cannot be read.
inline std::vector<double> cells_of(GDALDataset& dataset, int band = 1) {
    const int rows = dataset.GetRasterYSize();
    const int cols = dataset.GetRasterXSize();
    std::vector<double> cells(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols));
    const CPLErr error = dataset.GetRasterBand(band)->RasterIO(
        GF_Read, 0, 0, cols, rows, cells.data(), cols, rows, GDT_Float64, 0, 0, nullptr);
    return error == CE_None ? cells : std::vector<double>();
}

inline void expect_crs(const OGRSpatialReference* found, int epsg) {
    ASSERT_NE(found, nullptr);
    OGRSpatialReference expected;
    ASSERT_EQ(expected.importFromEPSG(epsg), OGRERR_NONE);
    EXPECT_TRUE(found->IsSame(&expected));
}

}  // namespace hazone::testing
