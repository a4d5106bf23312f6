#include <cmath>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/read/read.hpp"
#include "tests/io/support/geo_files.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::io {
namespace {

using hazone::testing::raster_on;
using hazone::testing::RasterSpec;
using hazone::testing::refusal_of;
using hazone::testing::small_grid;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_raster;
using hazone::testing::write_text;
using ::testing::AllOf;
using ::testing::HasSubstr;

double hilly(Index row, Index col) {
    return 500.0 + 0.1 * static_cast<double>(row * row) + 7.3 * static_cast<double>(col);
}

RasterSource file_source(const std::filesystem::path& path) {
    RasterSource source;
    source.paths = {path};
    return source;
}

/// One arc-second DEM of `size` x `size` cells at Làng Nủ.
RasterSpec arc_second_dem(int size) {
    RasterSpec spec;
    spec.rows = size;
    spec.cols = size;
    spec.transform = {104.5, 1.0 / 3600, 0, 22.13, 0, -1.0 / 3600};
    spec.crs = "EPSG:4326";
    for (int row = 0; row < size; ++row) {
        for (int col = 0; col < size; ++col) {
            spec.values.push_back(300 + row + 2 * col);
        }
    }
    return spec;
}

TEST(ResolveGrid, AProjectedDemInMetresKeepsItsGrid) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    const Grid grid = resolve_grid(file_source(folder / "dem.tif"), {});
    EXPECT_EQ(grid.extent, (Extent{4, 5}));
    EXPECT_EQ(grid.west, 451000);
    EXPECT_EQ(grid.north, 2446200);
    EXPECT_EQ(grid.cell_size, 30);
    EXPECT_THAT(grid.crs, AllOf(HasSubstr("PROJCRS"), HasSubstr("UTM zone 48N")));
}

TEST(ResolveGrid, AFileWithoutCrsTakesTheStatedOne) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(small_grid(), hilly);
    spec.crs = "";
    write_raster(folder / "dem.tif", spec);
    RasterSource source = file_source(folder / "dem.tif");
    EXPECT_THAT(refusal_of([&] { resolve_grid(source, {}); }),
                AllOf(HasSubstr("dem.tif"), HasSubstr("has no CRS"), HasSubstr("key crs")));
    source.crs = "EPSG:32648";
    const Grid grid = resolve_grid(source, {});
    EXPECT_EQ(grid.west, 451000);
    EXPECT_THAT(grid.crs, HasSubstr("UTM zone 48N"));
    EXPECT_EQ(read_field(source, kElevation, grid)(2, 3), static_cast<float>(hilly(2, 3)));
    source.crs = "EPSG:0";
    EXPECT_THAT(refusal_of([&] { resolve_grid(source, {}); }), HasSubstr("EPSG:0"));
}

TEST(ResolveGrid, AStatedCrsIsRefusedWhereTheFileHasOne) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    RasterSource source = file_source(folder / "dem.tif");
    source.crs = "EPSG:32648";
    EXPECT_THAT(refusal_of([&] { resolve_grid(source, {}); }), HasSubstr("states its own CRS"));
}

TEST(ResolveGrid, AGeographicDemGetsTheUtmZoneOfItsCentreAndThirtyMetresPerArcSecond) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", arc_second_dem(40));
    const Grid grid = resolve_grid(file_source(folder / "dem.tif"), {});
    EXPECT_THAT(grid.crs, HasSubstr("32648"));
    EXPECT_EQ(grid.cell_size, 30);
    EXPECT_EQ(std::fmod(grid.west, 30), 0);
    EXPECT_EQ(std::fmod(grid.north, 30), 0);
    EXPECT_NEAR(static_cast<double>(grid.extent.rows), 40 * 30.76 / 30, 2);
    EXPECT_NEAR(static_cast<double>(grid.extent.cols), 40 * 28.66 / 30, 2);
}

TEST(ResolveGrid, ADemSouthOfTheEquatorGetsASouthernZone) {
    const TemporaryFolder folder;
    RasterSpec spec = arc_second_dem(20);
    spec.transform[3] = -22.13;
    spec.transform[1] = spec.transform[1] * 3;
    spec.transform[5] = spec.transform[5] * 3;
    write_raster(folder / "dem.tif", spec);
    const Grid grid = resolve_grid(file_source(folder / "dem.tif"), {});
    EXPECT_THAT(grid.crs, HasSubstr("32748"));
    EXPECT_EQ(grid.cell_size, 90);
}

TEST(ResolveGrid, AVn2000DemInDegreesStaysOnItsDatum) {
    const TemporaryFolder folder;
    RasterSpec spec = arc_second_dem(20);
    spec.crs = "EPSG:4756";
    write_raster(folder / "dem.tif", spec);
    EXPECT_THAT(resolve_grid(file_source(folder / "dem.tif"), {}).crs, HasSubstr("3405"));
}

TEST(ResolveGrid, AnExtentMovesOutwardToTheCellsOfTheDem) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    GridRequest request;
    request.extent = {451035, 2446100, 451085, 2446165};
    const Grid grid = resolve_grid(file_source(folder / "dem.tif"), request);
    EXPECT_EQ(grid.west, 451030);
    EXPECT_EQ(grid.north, 2446170);
    EXPECT_EQ(grid.extent, (Extent{3, 2}));
}

TEST(ResolveGrid, ACellSizeOfItsOwnSnapsToItsMultiples) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    GridRequest request;
    request.cell_size = 20;
    const Grid grid = resolve_grid(file_source(folder / "dem.tif"), request);
    EXPECT_EQ(grid.cell_size, 20);
    EXPECT_EQ(std::fmod(grid.west, 20), 0);
    EXPECT_EQ(grid.extent, (Extent{6, 8}));
}

TEST(ResolveGrid, AMissingFileIsNamed) {
    const auto text = refusal_of([] { resolve_grid(file_source("/nowhere/dem.tif"), {}); });
    EXPECT_THAT(text, AllOf(HasSubstr("/nowhere/dem.tif"), HasSubstr("no such file")));
}

TEST(ResolveGrid, AFileThatIsNoRasterIsRefused) {
    const TemporaryFolder folder;
    write_text(folder / "dem.txt", "heights of the valley");
    const auto text = refusal_of([&] { resolve_grid(file_source(folder / "dem.txt"), {}); });
    EXPECT_THAT(text, AllOf(HasSubstr("dem.txt"), HasSubstr("cannot be read as a raster")));
}

TEST(ResolveGrid, ADemWithoutCrsIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(""), hilly));
    const auto text = refusal_of([&] { resolve_grid(file_source(folder / "dem.tif"), {}); });
    EXPECT_THAT(text, AllOf(HasSubstr("has no CRS"), HasSubstr("gdal_edit.py -a_srs")));
}

TEST(ResolveGrid, ACrsInFeetIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid("EPSG:2263"), hilly));
    const auto text = refusal_of([&] { resolve_grid(file_source(folder / "dem.tif"), {}); });
    EXPECT_THAT(text, AllOf(HasSubstr("foot"), HasSubstr("0.3048"), HasSubstr("grid.crs")));
}

TEST(ResolveGrid, AGeographicGridIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", arc_second_dem(10));
    GridRequest request;
    request.crs = "EPSG:4326";
    const auto text = refusal_of([&] { resolve_grid(file_source(folder / "dem.tif"), request); });
    EXPECT_THAT(text, AllOf(HasSubstr("grid.crs"), HasSubstr("geographic"), HasSubstr("32648")));
}

TEST(ResolveGrid, AnUnknownCrsIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    GridRequest request;
    request.crs = "EPSG:999999";
    const auto text = refusal_of([&] { resolve_grid(file_source(folder / "dem.tif"), request); });
    EXPECT_THAT(text, AllOf(HasSubstr("grid.crs"), HasSubstr("EPSG:999999")));
}

TEST(ResolveGrid, AnExtentBesideTheDemIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    GridRequest request;
    request.extent = {500000, 2000000, 501000, 2001000};
    const auto text = refusal_of([&] { resolve_grid(file_source(folder / "dem.tif"), request); });
    EXPECT_THAT(text, AllOf(HasSubstr("does not overlap grid.extent"), HasSubstr("451000")));
}

TEST(ResolveGrid, AnEmptyExtentOrCellSizeIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    GridRequest request;
    request.extent = {451100, 2446100, 451000, 2446200};
    EXPECT_THAT(refusal_of([&] { resolve_grid(file_source(folder / "dem.tif"), request); }),
                AllOf(HasSubstr("grid.extent"), HasSubstr("west < east")));
    request.extent.reset();
    request.cell_size = 0;
    EXPECT_THAT(refusal_of([&] { resolve_grid(file_source(folder / "dem.tif"), request); }),
                HasSubstr("grid.cell_size"));
}

TEST(ResolveGrid, HeightsInFeetAreRefusedUnlessTheScenarioStatesTheUnit) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(small_grid(), hilly);
    spec.unit = "US survey foot";
    write_raster(folder / "dem.tif", spec);
    RasterSource source = file_source(folder / "dem.tif");
    EXPECT_THAT(refusal_of([&] { resolve_grid(source, {}); }),
                AllOf(HasSubstr("US survey foot"), HasSubstr("unit = \"ft\"")));
    source.unit = "ft";
    const Grid grid = resolve_grid(source, {});
    const auto cells = read_field(source, kElevation, grid);
    EXPECT_NEAR(cells(0, 0), 500 * 0.3048, 1e-4);
}

TEST(ResolveGrid, AVerticalAxisInFeetIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    write_text(folder / "dem.vrt",
               "<VRTDataset rasterXSize=\"5\" rasterYSize=\"4\"><SRS>EPSG:32648+6360</SRS>"
               "<GeoTransform>451000, 30, 0, 2446200, 0, -30</GeoTransform>"
               "<VRTRasterBand dataType=\"Float32\" band=\"1\"><SimpleSource>"
               "<SourceFilename relativeToVRT=\"1\">dem.tif</SourceFilename></SimpleSource>"
               "</VRTRasterBand></VRTDataset>");
    EXPECT_THAT(refusal_of([&] { resolve_grid(file_source(folder / "dem.vrt"), {}); }),
                AllOf(HasSubstr("vertical axis"), HasSubstr("foot"), HasSubstr("unit = \"ft\"")));
}

TEST(ResolveGrid, AVerticalAxisInMetresIsNoSurprise) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid("EPSG:32648+5773"), hilly));
    const Grid grid = resolve_grid(file_source(folder / "dem.tif"), {});
    EXPECT_THAT(grid.crs, ::testing::Not(HasSubstr("VERT")));
}

TEST(ResolveGrid, ARotatedDemIsWarpedToANorthUpGrid) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(small_grid(), [](Index, Index) { return 700.0; });
    spec.transform = {451000, 24, 18, 2446200, 18, -24};
    write_raster(folder / "dem.tif", spec);
    const RasterSource source = file_source(folder / "dem.tif");
    const Grid grid = resolve_grid(source, {});
    EXPECT_NEAR(grid.cell_size, 30, 1e-9);
    const auto cells = read_field(source, kElevation, grid);
    const auto filled =
        count_cells(grid.extent, [&](Index row, Index col) { return cells(row, col) == 700.0F; });
    EXPECT_GE(filled, 16);
    EXPECT_LT(filled, grid.extent.size());
}

TEST(ResolveGrid, TheTaiwanClipIsReadBitByBit) {
    const auto path = hazone::testing::shared_folder() / "data/dem/taiwan_ci_1024_30m.tif";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << path << " is absent";
    }
    const RasterSource source = file_source(path);
    const Grid grid = resolve_grid(source, {});
    EXPECT_EQ(grid.extent, (Extent{1024, 1024}));
    const auto cells = read_field(source, kElevation, grid);
    const double sum = sum_cells(grid.extent, [&](Index row, Index col) {
        return is_missing(cells(row, col)) ? 0.0 : static_cast<double>(cells(row, col)) * 4;
    });
    EXPECT_EQ(sum, std::floor(sum)) << "the file is rounded to 0.25 m";
    EXPECT_GT(sum, 0);
}

}  // namespace
}  // namespace hazone::io
