#include <cmath>
#include <cstring>
#include <random>

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
using hazone::testing::same_bits;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_raster;
using hazone::testing::write_text;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr Index kFewRows = 10 * 300 * 7;  // memory for seven rows of 300 cells

Grid grid_of(Extent extent) {
    Grid grid = hazone::testing::small_grid();
    grid.extent = extent;
    return grid;
}

/// Rough ground with scattered holes, in whole numbers.
double rough(Index row, Index col) {
    std::mt19937_64 random(static_cast<std::uint64_t>(row * 100'003 + col));
    const auto number = static_cast<double>(random() % 2000);
    return number < 60 ? -9999.0 : number;
}

RasterSource raster_file(const std::filesystem::path& path, const RasterSpec& spec) {
    write_raster(path, spec);
    RasterSource source;
    source.paths = {path};
    return source;
}

RasterSource ground(const TemporaryFolder& folder, const Grid& grid) {
    RasterSpec spec = raster_on(grid, rough);
    spec.nodata = -9999;
    return raster_file(folder / "ground.tif", spec);
}

/// The same ground in degrees, about as large as 18 by 17 km near Lang Nu.
RasterSource ground_in_degrees(const TemporaryFolder& folder) {
    RasterSpec spec = raster_on(grid_of({640, 620}), rough);
    spec.transform = {104.52, 0.00028, 0, 22.13, 0, -0.00027};
    spec.crs = "EPSG:4326";
    spec.nodata = -9999;
    return raster_file(folder / "degrees.tif", spec);
}

/// Expects the bits of load_input() from store_input() in several pieces.
template <class T>
void expect_same(const Source& source, const FieldSpec& field, const Grid& grid, Index memory) {
    FieldSet fields(grid);
    load_input(source, field, fields);
    StoredFields stored(grid, std::filesystem::temp_directory_path());
    store_input(source, field, stored, memory);
    Raster<T> cells(grid.extent);
    stored.read<T>(field).read(whole_window(grid.extent), cells);
    EXPECT_TRUE(same_bits(cells, std::get<Raster<T>>(fields.at(field))));
    EXPECT_LT(fields.missing_cells(field), grid.extent.size()) << "all missing compares nothing";
}

TEST(StoreInput, CopiesTheFilesOwnGrid) {
    const TemporaryFolder folder;
    const Grid grid = grid_of({200, 300});
    const RasterSource source = ground(folder, grid);
    for (const Index memory : {Index{1}, kFewRows, Index{1} << 30}) {
        expect_same<float>(source, kElevation, grid, memory);
    }
}

TEST(StoreInput, CopiesAGridWhichReachesBeyondTheFileOnEverySide) {
    const TemporaryFolder folder;
    const RasterSource source = ground(folder, grid_of({100, 110}));
    Grid wide = grid_of({200, 300});
    wide.west -= 95 * wide.cell_size;
    wide.north += 55 * wide.cell_size;
    expect_same<float>(source, kElevation, wide, kFewRows);
}

TEST(StoreInput, ResamplesAcrossTheTilesOfTheWarper) {
    const TemporaryFolder folder;
    const RasterSource source = ground_in_degrees(folder);
    const Grid grid = resolve_grid(source, {.crs = "EPSG:32648", .cell_size = 24.7});
    EXPECT_GT(grid.extent.cols, 600);
    for (const Index memory : {10 * 90 * grid.extent.cols, 10 * 513 * grid.extent.cols}) {
        expect_same<float>(source, kElevation, grid, memory);
    }
}

TEST(StoreInput, ResamplesToACoarserGrid) {
    const TemporaryFolder folder;
    RasterSource source = ground_in_degrees(folder);
    source.resampling = Resampling::average;
    const Grid grid = resolve_grid(source, {.crs = "EPSG:32648", .cell_size = 211});
    expect_same<float>(source, kElevation, grid, kFewRows / 5);
}

TEST(StoreInput, TakesEveryTypeOfCell) {
    const TemporaryFolder folder;
    const Grid grid = grid_of({60, 70});
    RasterSpec spec = raster_on(grid, [](Index row, Index col) {
        return row % 9 == 3 ? 99.0 : static_cast<double>((row + col) % 2);
    });
    spec.type = "Int32";
    spec.nodata = 99;
    const RasterSource source = raster_file(folder / "numbers.tif", spec);
    RasterSource area = source;
    area.unit = "m2";
    constexpr Index kMemory = 10 * 70 * 7;
    expect_same<std::uint8_t>(source, kStreamNetwork, grid, kMemory);
    expect_same<std::int32_t>(source, kZone, grid, kMemory);
    expect_same<double>(area, kContributingArea, grid, kMemory);
}

TEST(StoreInput, LooksClassesUpInTheirTable) {
    const TemporaryFolder folder;
    const Grid grid = grid_of({60, 70});
    RasterSpec spec = raster_on(
        grid, [](Index row, Index col) { return static_cast<double>((row / 3 + col) % 3); });
    spec.type = "Byte";
    ClassTableSource source;
    source.classes = raster_file(folder / "soil.tif", spec);
    source.table = folder / "soil.csv";
    write_text(source.table, "class,cohesion [kPa]\n0,5\n1,7.5\n2,\n");
    expect_same<float>(source, kCohesion, grid, 10 * 70 * 7);
}

TEST(StoreInput, RefusesAValueOutsideTheRangeWithItsPlaceInTheFile) {
    const TemporaryFolder folder;
    const Grid grid = grid_of({60, 70});
    RasterSpec spec = raster_on(
        grid, [](Index row, Index col) { return row == 41 && col == 17 ? -9999.0 : 5.0; });
    const RasterSource source = raster_file(folder / "dem.tif", spec);
    StoredFields stored(grid, std::filesystem::temp_directory_path());
    EXPECT_THAT(refusal_of([&] { store_input(source, kElevation, stored, 10 * 70 * 7); }),
                AllOf(HasSubstr("-9999 at row 41, column 17"), HasSubstr("dem.tif")));
}

TEST(StoreInput, RefusesPolygonsAndSaysWhatToDo) {
    StoredFields stored(grid_of({4, 5}), std::filesystem::temp_directory_path());
    EXPECT_THAT(refusal_of([&] { store_input(PolygonSource{}, kCohesion, stored, 1 << 20); }),
                AllOf(HasSubstr("cohesion"), HasSubstr("gdal_rasterize")));
}

TEST(StoreInput, ConstantsGaugesAndRainAreMadeByWindow) {
    EXPECT_TRUE(made_by_window(ConstantSource{}));
    EXPECT_TRUE(made_by_window(GaugeSource{}));
    EXPECT_TRUE(made_by_window(RainStackSource{}));
    EXPECT_FALSE(made_by_window(RasterSource{}));
    EXPECT_FALSE(made_by_window(ClassTableSource{}));
    EXPECT_FALSE(made_by_window(PolygonSource{}));
}

TEST(StoreInput, RainInTimeHasTheSameBitsInAWindow) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(
        grid_of({64, 62}), [](Index row, Index col) { return std::abs(rough(row, col)) / 100; });
    spec.transform = {104.52, 0.0028, 0, 22.13, 0, -0.0027};
    spec.crs = "EPSG:4326";
    spec.unit = "mm";
    write_raster(folder / "rain.tif", spec);
    RainStackSource source;
    source.paths = {folder / "rain.tif"};
    source.step_length = 3600;
    const RasterSource relief = ground_in_degrees(folder);
    const Grid grid = resolve_grid(relief, {.crs = "EPSG:32648", .cell_size = 24.7});
    Raster<float> whole(grid.extent);
    open_rain(source, grid)->read(0, whole);
    const Window window{{101, 202}, {430, 333}};
    Raster<float> part(window.extent);
    open_rain(source, grid.part(window))->read(0, part);
    for (Index row = 0; row < window.extent.rows; ++row) {
        ASSERT_EQ(std::memcmp(part.view().row(row),
                              whole.view().row(window.from.row + row) + window.from.col,
                              static_cast<std::size_t>(window.extent.cols) * sizeof(float)),
                  0)
            << row;
    }
    EXPECT_GT(part(0, 0), 0.0F);
}

}  // namespace
}  // namespace hazone::io
