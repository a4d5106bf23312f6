#pragma once

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <gdal_priv.h>
#include <gdal_utils.h>
#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"

namespace hazone::testing {

struct Ground {
    Raster<float> z;
    double cell_size = 0;
};

/// The cells of the first band, nodata as missing.
inline Raster<float> read_cells(GDALDatasetH dataset) {
    const Extent extent{GDALGetRasterYSize(dataset), GDALGetRasterXSize(dataset)};
    Raster<float> cells(extent);
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    const auto cols = static_cast<int>(extent.cols);
    const auto rows = static_cast<int>(extent.rows);
    EXPECT_EQ(
        GDALRasterIO(band, GF_Read, 0, 0, cols, rows, cells.data(), cols, rows, GDT_Float32, 0, 0),
        CE_None);
    int has_nodata = 0;
    const auto nodata = static_cast<float>(GDALGetRasterNoDataValue(band, &has_nodata));
    for_each_cell(extent, [&](Index row, Index col) {
        if (has_nodata != 0 && cells(row, col) == nodata) {
            cells(row, col) = kMissing;
        }
    });
    return cells;
}

/// The DEM in a file with square cells; no cells where the file is absent.
inline Ground read_ground(const std::filesystem::path& path) {
    GDALAllRegister();
    if (!std::filesystem::exists(path)) {
        return {};
    }
    const GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER));
    double transform[6] = {};
    EXPECT_EQ(GDALGetGeoTransform(dataset.get(), transform), CE_None);
    return {read_cells(dataset.get()), transform[1]};
}

inline GDALDatasetUniquePtr in_memory(const Ground& ground) {
    constexpr float kNodata = -9999;
    const auto cols = static_cast<int>(ground.z.cols());
    const auto rows = static_cast<int>(ground.z.rows());
    GDALDatasetUniquePtr dataset(GDALDataset::FromHandle(
        GDALCreate(GDALGetDriverByName("MEM"), "", cols, rows, 1, GDT_Float32, nullptr)));
    double transform[] = {0, ground.cell_size, 0, 0, 0, -ground.cell_size};
    EXPECT_EQ(GDALSetGeoTransform(dataset.get(), transform), CE_None);
    auto cells = ground.z.clone();
    for_each_cell(cells.extent(), [&](Index row, Index col) {
        if (is_missing(cells(row, col))) {
            cells(row, col) = kNodata;
        }
    });
    GDALRasterBandH band = GDALGetRasterBand(dataset.get(), 1);
    EXPECT_EQ(GDALSetRasterNoDataValue(band, kNodata), CE_None);
    EXPECT_EQ(
        GDALRasterIO(band, GF_Write, 0, 0, cols, rows, cells.data(), cols, rows, GDT_Float32, 0, 0),
        CE_None);
    return dataset;
}

/// What `gdaldem MODE OPTIONS...` makes of the ground.
inline Raster<float> gdaldem(const Ground& ground,
                             const char* mode,
                             std::vector<std::string> options = {}) {
    GDALAllRegister();
    const GDALDatasetUniquePtr source = in_memory(ground);
    options.insert(options.begin(), {"-of", "MEM"});
    std::vector<char*> words;
    for (std::string& option : options) {
        words.push_back(option.data());
    }
    words.push_back(nullptr);
    GDALDEMProcessingOptions* parsed = GDALDEMProcessingOptionsNew(words.data(), nullptr);
    int failed = 0;
    const GDALDatasetUniquePtr result(GDALDataset::FromHandle(
        GDALDEMProcessing("", source.get(), mode, nullptr, parsed, &failed)));
    GDALDEMProcessingOptionsFree(parsed);
    EXPECT_EQ(failed, 0);
    return read_cells(result.get());
}

}  // namespace hazone::testing
