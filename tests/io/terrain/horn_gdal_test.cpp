// Slope and aspect against gdaldem, the program which people compare with.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include <gdal_priv.h>
#include <gdal_utils.h>
#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/form/horn.hpp"
#include "engine/terrain/synthetic.hpp"

namespace hazone {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr float kNodata = -9999;

struct CloseDataset {
    void operator()(GDALDatasetH dataset) const { GDALClose(dataset); }
};
using DatasetPointer = std::unique_ptr<void, CloseDataset>;

struct Ground {
    Raster<float> z;
    double cell_size = 0;
};

Raster<float> read_cells(GDALDatasetH dataset) {
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

DatasetPointer in_memory(const Ground& ground) {
    const auto cols = static_cast<int>(ground.z.cols());
    const auto rows = static_cast<int>(ground.z.rows());
    DatasetPointer dataset(
        GDALCreate(GDALGetDriverByName("MEM"), "", cols, rows, 1, GDT_Float32, nullptr));
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

/// What `gdaldem WHAT -alg Horn` makes of the ground, in degrees.
Raster<float> gdaldem(const Ground& ground, const char* what) {
    const DatasetPointer source = in_memory(ground);
    std::string words[] = {"-of", "MEM", "-alg", "Horn"};
    char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(),
                         nullptr};
    GDALDEMProcessingOptions* options = GDALDEMProcessingOptionsNew(arguments, nullptr);
    int failed = 0;
    const DatasetPointer result(
        GDALDEMProcessing("", source.get(), what, nullptr, options, &failed));
    GDALDEMProcessingOptionsFree(options);
    EXPECT_EQ(failed, 0);
    return read_cells(result.get());
}

/// The greatest difference of angles, rad, over the cells which have a value in gdaldem's result;
/// `compared` counts them. Cells which are missing in one result alone fail the test.
/// gdaldem adds heights in float, so that the aspect of nearly level ground is rounding: the caller
/// takes such ground out of both.
double greatest_difference(const Raster<float>& ours,
                           const Raster<float>& degrees,
                           Index& compared) {
    double greatest = 0;
    Index unlike = 0;
    compared = 0;
    for (Index row = 0; row < ours.rows(); ++row) {
        for (Index col = 0; col < ours.cols(); ++col) {
            const float mine = ours(row, col);
            const float theirs = degrees(row, col);
            unlike += is_missing(mine) != is_missing(theirs) ? 1 : 0;
            if (is_missing(mine) || is_missing(theirs)) {
                continue;
            }
            ++compared;
            const double apart = std::abs(mine - theirs * kDegree);
            greatest = std::max(greatest, std::min(apart, 2 * std::numbers::pi - apart));
        }
    }
    EXPECT_EQ(unlike, 0);
    return greatest;
}

void expect_equal_to_gdaldem(const Ground& ground, Index least_compared) {
    Raster<float> slope(ground.z.extent());
    Raster<float> aspect(ground.z.extent());
    horn_slope_and_aspect(ground.z, ground.cell_size, slope, aspect);
    Raster<float> aspect_of_gdal = gdaldem(ground, "aspect");
    constexpr float kLevel = 0.1F;  // rad
    for_each_cell(slope.extent(), [&](Index row, Index col) {
        if (slope(row, col) < kLevel) {
            aspect(row, col) = kMissing;
            aspect_of_gdal(row, col) = kMissing;
        }
    });
    Index compared = 0;
    EXPECT_LT(greatest_difference(slope, gdaldem(ground, "slope"), compared), 1e-4);
    EXPECT_GE(compared, least_compared);
    EXPECT_LT(greatest_difference(aspect, aspect_of_gdal, compared), 1e-4);
    EXPECT_GE(compared, least_compared / 2);
}

TEST(HornSlope, EqualsGdaldemOnSyntheticGroundWithHoles) {
    GDALAllRegister();
    Ground ground{synthetic_terrain(SyntheticTerrain::fractal, {200, 300}, 11), 10};
    for (Index hole = 0; hole < 40; ++hole) {
        ground.z(hole * 37 % 200, hole * 101 % 300) = kMissing;
    }
    expect_equal_to_gdaldem(ground, 55000);
}

TEST(HornSlope, EqualsGdaldemOnTheTaiwanClip) {
    const char* shared = std::getenv("HAZONE_SHARED");
    const std::string root = shared != nullptr ? shared : HAZONE_SOURCE_DIR "/../shared";
    const std::string path = root + "/data/dem/taiwan_ci_1024_30m.tif";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << path << " is absent; set HAZONE_SHARED to the folder of the shared data";
    }
    GDALAllRegister();
    const DatasetPointer dataset(GDALOpen(path.c_str(), GA_ReadOnly));
    ASSERT_NE(dataset, nullptr);
    double transform[6] = {};
    ASSERT_EQ(GDALGetGeoTransform(dataset.get(), transform), CE_None);
    const Ground ground{read_cells(dataset.get()), transform[1]};
    expect_equal_to_gdaldem(ground, 500000);
}

}  // namespace
}  // namespace hazone
