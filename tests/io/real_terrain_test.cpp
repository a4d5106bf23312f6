// The flow kernels on a real DEM: 1024 x 1024 cells of 30 m from the terrain model of Taiwan.
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/conditioning/priority_flood.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/height_above_drainage.hpp"
#include "engine/terrain/network/drainage_basin.hpp"
#include "engine/terrain/network/streams.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

std::string dem_path() {
    const char* shared = std::getenv("HAZONE_SHARED");
    const std::string folder = shared != nullptr ? shared : HAZONE_SOURCE_DIR "/../shared";
    return folder + "/data/dem/taiwan_ci_1024_30m.tif";
}

/// Band 1 with its nodata value as missing.
Raster<float> read_dem(const std::string& path) {
    GDALAllRegister();
    const std::unique_ptr<GDALDataset> file(
        GDALDataset::FromHandle(GDALOpen(path.c_str(), GA_ReadOnly)));
    if (file == nullptr) {
        throw std::runtime_error("cannot open " + path);
    }
    GDALRasterBand* band = file->GetRasterBand(1);
    const int cols = band->GetXSize();
    const int rows = band->GetYSize();
    Raster<float> z(Extent{rows, cols});
    if (band->RasterIO(GF_Read, 0, 0, cols, rows, z.data(), cols, rows, GDT_Float32, 0, 0) !=
        CE_None) {
        throw std::runtime_error("cannot read " + path);
    }
    int has_nodata = 0;
    const double nodata = band->GetNoDataValue(&has_nodata);
    for_each_cell(z.extent(), [&](Index row, Index col) {
        if (has_nodata != 0 && double{z(row, col)} == nodata) {
            z(row, col) = kMissing;
        }
    });
    return z;
}

class RealTerrain : public ::testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(dem_path())) {
            GTEST_SKIP() << "no DEM at " << dem_path() << "; set HAZONE_SHARED to the shared data";
        }
        z_ = read_dem(dem_path());
    }
    Raster<float> z_;
};

TEST_F(RealTerrain, FillEqualsPriorityFloodCellByCell) {
    Raster<float> flooded(z_.extent());
    priority_flood(z_, flooded);
    const Raster<float> filled = testing::filled(z_);
    EXPECT_TRUE(testing::same_bits(filled, flooded));
    EXPECT_GT(count_cells(z_.extent(),
                          [&](Index row, Index col) { return filled(row, col) > z_(row, col); }),
              100);
}

TEST_F(RealTerrain, EveryCellDrainsAndIsCountedOnce) {
    const auto direction = testing::directions(testing::filled(z_));
    Raster<double> area(z_.extent());
    flow_accumulation(direction, area, 900.0);
    const double at_outlets = sum_cells(z_.extent(), [&](Index row, Index col) {
        return direction(row, col) == kOutlet ? area(row, col) : 0.0;
    });
    EXPECT_EQ(at_outlets, 900.0 * static_cast<double>(testing::count_valid(z_)));
}

TEST_F(RealTerrain, HeightsAreNotNegativeAndEveryCellHasABasin) {
    const Raster<float> filled = testing::filled(z_);
    const auto direction = testing::directions(filled);
    Raster<double> area(z_.extent());
    flow_accumulation(direction, area, 900.0);
    Raster<std::uint8_t> stream(z_.extent());
    stream_network(area, 5e5, stream);
    Raster<float> height(z_.extent());
    height_above_drainage(filled, direction, stream, height);
    Raster<std::int32_t> basin(z_.extent());
    const BasinCount count = drainage_basins(direction, area, 1e7, basin);
    EXPECT_GT(count.links, 10);
    const Index valid = testing::count_valid(z_);
    EXPECT_EQ(
        count_cells(z_.extent(), [&](Index row, Index col) { return height(row, col) >= 0.0F; }),
        valid);
    EXPECT_EQ(count_cells(z_.extent(), [&](Index row, Index col) { return basin(row, col) > 0; }),
              valid);
}

}  // namespace
}  // namespace hazone
