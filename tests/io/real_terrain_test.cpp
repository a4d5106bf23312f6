// Conditioning and flow on real DEMs: Big Tujunga (SRTM, 30 m, whole metres) and the terrain model
// of Taiwan (30 m in quarters of a metre, 20 m in whole metres), of which parts are read.
#include <memory>
#include <string>

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include "engine/terrain/conditioning/breach.hpp"
#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/conditioning/fill_variant.hpp"
#include "engine/terrain/conditioning/priority_flood.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/height_above_drainage.hpp"
#include "engine/terrain/network/drainage_basin.hpp"
#include "engine/terrain/network/streams.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

/// A DEM of the shared data, and the part of it which is read; without an extent the whole.
struct Part {
    const char* name;
    const char* file;
    double cell_size = 30;  // m
    Window window{};
};

// The mountains with lakes; the coast with the sea and heights of -0; a city on a plain.
constexpr Part kClip{"clip", "taiwan_ci_1024_30m.tif"};
constexpr Part kParts[] = {
    kClip,
    {"big_tujunga", "bigtujunga_srtm_30m_epsg32611.tif"},
    {"coast", "taiwan_dtm_30m_epsg3826.tif", 30, {{5300, 300}, {1500, 1500}}},
    {"north", "taiwan_dtm_30m_epsg3826.tif", 30, {{100, 4500}, {1700, 2100}}},
    {"whole_metres", "taiwan_dtm_20m_epsg3826.tif", 20, {{9000, 3500}, {1600, 1600}}},
};

std::string path_of(const Part& part) {
    return (testing::shared_folder() / "data/dem" / part.file).string();
}

/// Band 1 with its nodata value as missing.
Raster<float> read_dem(const Part& part) {
    GDALAllRegister();
    const std::unique_ptr<GDALDataset> file(
        GDALDataset::FromHandle(GDALOpen(path_of(part).c_str(), GA_ReadOnly)));
    if (file == nullptr) {
        throw std::runtime_error("cannot open " + path_of(part));
    }
    GDALRasterBand* band = file->GetRasterBand(1);
    const bool whole = part.window.extent.empty();
    Raster<float> z(whole ? Extent{band->GetYSize(), band->GetXSize()} : part.window.extent);
    const int cols = static_cast<int>(z.cols());
    const int rows = static_cast<int>(z.rows());
    if (band->RasterIO(GF_Read, static_cast<int>(part.window.from.col),
                       static_cast<int>(part.window.from.row), cols, rows, z.data(), cols, rows,
                       GDT_Float32, 0, 0) != CE_None) {
        throw std::runtime_error("cannot read " + path_of(part));
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

class OnRealGround : public ::testing::TestWithParam<Part> {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(path_of(GetParam()))) {
            GTEST_SKIP() << "no DEM at " << path_of(GetParam())
                         << "; set HAZONE_SHARED to the shared data";
        }
        z_ = read_dem(GetParam());
    }
    /// Number of cells for which wrong(row, col) holds.
    template <class Wrong>
    Index count(Wrong wrong) const {
        return count_cells(z_.extent(), wrong);
    }
    bool is_outlet(Index row, Index col) const {
        const float* const level = z_.view().row(row) + col;
        return !is_inner(z_.extent(), {row, col}) ||
               beside_missing(level - z_.cols(), level, level + z_.cols());
    }
    Raster<float> z_;
};

INSTANTIATE_TEST_SUITE_P(Parts, OnRealGround, ::testing::ValuesIn(kParts), [](const auto& tested) {
    return std::string(tested.param.name);
});

TEST_P(OnRealGround, FillEqualsPriorityFloodCellByCell) {
    Raster<float> flooded(z_.extent());
    priority_flood(z_, flooded);
    const Raster<float> filled = testing::filled(z_);
    // by value: which of 0 and -0 a plain flood leaves in a cell depends on its way there
    EXPECT_EQ(count([&](Index row, Index col) {
                  return is_missing(z_(row, col)) ? !is_missing(filled(row, col))
                                                  : !(filled(row, col) == flooded(row, col));
              }),
              0);
    EXPECT_GT(count([&](Index row, Index col) { return filled(row, col) > z_(row, col); }), 100);
}

TEST_P(OnRealGround, WithAGradientEveryCellHasALowerNeighbour) {
    const Raster<float> filled = testing::filled(z_);
    Raster<float> sloped(z_.extent());
    fill_depressions(z_, {.sloped = true, .step = {GetParam().cell_size, 0}}, sloped);
    EXPECT_EQ(count([&](Index row, Index col) {
                  if (is_missing(z_(row, col)) || is_outlet(row, col)) {
                      return false;
                  }
                  bool falls = false;
                  for (int number = 0; number < kNeighbours; ++number) {
                      falls |= sloped.view()(neighbour({row, col}, number)) < sloped(row, col);
                  }
                  // smallest steps add up to little even over kilometres of plain
                  return !falls || sloped(row, col) < filled(row, col) ||
                         sloped(row, col) > filled(row, col) + 0.5F;
              }),
              0);
    EXPECT_GT(count([&](Index row, Index col) { return sloped(row, col) > filled(row, col); }),
              100);
}

TEST_P(OnRealGround, BreachingKeepsItsPromises) {
    const BreachLimits limits{
        .cell_size = GetParam().cell_size, .maximum_length = 200, .maximum_depth = 10};
    const Raster<float> filled = testing::filled(z_);
    Raster<float> breached(z_.extent());
    breach_depressions(z_, limits, breached);
    const Raster<float> both = testing::filled(breached);
    EXPECT_EQ(count([&](Index row, Index col) {
                  const float cut = z_(row, col) - breached(row, col);
                  return cut < 0 || cut > 10 || is_missing(breached(row, col)) != is_missing(cut) ||
                         (cut > 0 && both(row, col) != breached(row, col)) ||
                         both(row, col) > filled(row, col);
              }),
              0);
    const auto under_water = [&](const Raster<float>& water, const Raster<float>& ground) {
        return count([&](Index row, Index col) { return water(row, col) > ground(row, col); });
    };
    EXPECT_LT(under_water(both, breached), under_water(filled, z_));
    const auto direction = testing::directions(both);
    EXPECT_EQ(count([&](Index row, Index col) {
                  return direction(row, col) == kOutlet && !is_outlet(row, col);
              }),
              0);
}

class RealTerrain : public ::testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(path_of(kClip))) {
            GTEST_SKIP() << "no DEM at " << path_of(kClip)
                         << "; set HAZONE_SHARED to the shared data";
        }
        z_ = read_dem(kClip);
    }
    Raster<float> z_;
};

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
