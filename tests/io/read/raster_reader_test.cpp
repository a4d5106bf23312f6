#include <cmath>
#include <limits>

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
using ::testing::AllOf;
using ::testing::HasSubstr;

double hilly(Index row, Index col) {
    return 500.0 + 0.1 * static_cast<double>(row * row) + 7.3 * static_cast<double>(col);
}

RasterSource file_source(const std::filesystem::path& path, const std::string& unit = "") {
    RasterSource source;
    source.paths = {path};
    source.unit = unit;
    return source;
}

/// The grid moved by whole cells or parts of one.
Grid moved(Grid grid, double cols, double rows) {
    grid.west += cols * grid.cell_size;
    grid.north -= rows * grid.cell_size;
    return grid;
}

TEST(ReadRaster, TheFilesOwnGridIsReadWithoutChange) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    const auto cells = read_field(file_source(folder / "dem.tif"), kElevation, small_grid());
    for_each_cell(cells.extent(), [&](Index row, Index col) {
        EXPECT_EQ(cells(row, col), static_cast<float>(hilly(row, col)));
    });
}

TEST(ReadRaster, AShiftByWholeCellsReadsTheSameBitsAndNothingBeyondTheFile) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    const auto cells =
        read_field(file_source(folder / "dem.tif"), kElevation, moved(small_grid(), 2, -1));
    for_each_cell(cells.extent(), [&](Index row, Index col) {
        if (row == 0 || col > 2) {
            EXPECT_TRUE(is_missing(cells(row, col)));
        } else {
            EXPECT_EQ(cells(row, col), static_cast<float>(hilly(row - 1, col + 2)));
        }
    });
}

TEST(ReadRaster, AShiftByHalfACellIsTheMeanOfFourNeighbours) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    const auto cells =
        read_field(file_source(folder / "dem.tif"), kElevation, moved(small_grid(), 0.5, 0.5));
    EXPECT_NEAR(cells(1, 1), (hilly(1, 1) + hilly(1, 2) + hilly(2, 1) + hilly(2, 2)) / 4, 1e-3);
}

TEST(ReadRaster, OnlyTheDeclaredNodataIsMissing) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(
        small_grid(), [](Index row, Index col) { return row == 1 && col == 2 ? -32768.0 : 250.0; });
    spec.type = "Int16";
    spec.nodata = -32768;
    write_raster(folder / "dem.tif", spec);
    const auto cells = read_field(file_source(folder / "dem.tif"), kElevation, small_grid());
    EXPECT_TRUE(is_missing(cells(1, 2)));
    EXPECT_EQ(cells(1, 1), 250.0F);
    const auto shifted =
        read_field(file_source(folder / "dem.tif"), kElevation, moved(small_grid(), 0.2, 0));
    EXPECT_TRUE(is_missing(shifted(1, 2)));
    EXPECT_EQ(shifted(2, 2), 250.0F);
}

TEST(ReadRaster, AnUndeclaredNodataValueIsRefusedWithItsPlace) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(
        small_grid(), [](Index row, Index col) { return row == 2 && col >= 3 ? -9999.0 : 250.0; });
    write_raster(folder / "dem.tif", spec);
    const RasterSource source = file_source(folder / "dem.tif");
    EXPECT_THAT(
        refusal_of([&] { read_field(source, kElevation, small_grid()); }),
        AllOf(HasSubstr("2 cells outside"), HasSubstr("-500 to 9000 m"),
              HasSubstr("-9999 at row 2, column 3"), HasSubstr("-a_nodata"), HasSubstr("dem.tif")));
    EXPECT_THAT(
        refusal_of([&] { read_field(source, kElevation, moved(small_grid(), 0.25, 0.25)); }),
        HasSubstr("-9999 at row 2, column 3"));
}

TEST(ReadRaster, HeightsInCentimetresAreRefusedUntilTheUnitIsStated) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif",
                 raster_on(small_grid(), [](Index, Index) { return 143'200.0; }));
    EXPECT_THAT(
        refusal_of([&] { read_field(file_source(folder / "dem.tif"), kElevation, small_grid()); }),
        AllOf(HasSubstr("20 cells"), HasSubstr("143200 at row 0, column 0"), HasSubstr("cm")));
    const auto cells = read_field(file_source(folder / "dem.tif", "cm"), kElevation, small_grid());
    EXPECT_FLOAT_EQ(cells(0, 0), 1432.0F);
}

TEST(ReadRaster, ScaleAndOffsetOfTheBandAreApplied) {
    const TemporaryFolder folder;
    RasterSpec spec =
        raster_on(small_grid(), [](Index, Index col) { return 10.0 * static_cast<double>(col); });
    spec.type = "Int16";
    spec.scale = 0.5;
    spec.offset = 100;
    spec.nodata = 40;
    write_raster(folder / "dem.tif", spec);
    const auto cells = read_field(file_source(folder / "dem.tif"), kElevation, small_grid());
    EXPECT_EQ(cells(0, 3), 115.0F);
    EXPECT_TRUE(is_missing(cells(0, 4)));
}

TEST(ReadRaster, TheUnitOfTheScenarioOrOfTheBandLeadsToSi) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(small_grid(), [](Index, Index) { return 30.0; });
    spec.unit = "degrees";
    write_raster(folder / "angle.tif", spec);
    const auto stored = read_field(file_source(folder / "angle.tif"), kFrictionAngle, small_grid());
    EXPECT_FLOAT_EQ(stored(0, 0), 0.52359878F);
    spec.unit = "";
    write_raster(folder / "cohesion.tif", spec);
    const auto stated =
        read_field(file_source(folder / "cohesion.tif", "kPa"), kCohesion, small_grid());
    EXPECT_EQ(stated(0, 0), 30'000.0F);
}

TEST(ReadRaster, AMissingOrUnknownUnitIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "c.tif", raster_on(small_grid(), [](Index, Index) { return 5.0; }));
    EXPECT_THAT(
        refusal_of([&] { read_field(file_source(folder / "c.tif"), kCohesion, small_grid()); }),
        AllOf(HasSubstr("c.tif"), HasSubstr("no unit is stated"), HasSubstr("Pa, kPa, MPa")));
    EXPECT_THAT(refusal_of([&] {
                    read_field(file_source(folder / "c.tif", "psi"), kCohesion, small_grid());
                }),
                AllOf(HasSubstr("'psi'"), HasSubstr("kPa")));
    const auto number = read_field(file_source(folder / "c.tif"), kCurveNumber, small_grid());
    EXPECT_EQ(number(0, 0), 5.0F) << "a pure number needs no unit";
}

TEST(ReadRaster, AConstantFillsTheGridAndKeepsToTheRange) {
    const auto cells = read_field(ConstantSource{5000}, kCohesion, small_grid());
    EXPECT_EQ(cells(3, 4), 5000.0F);
    EXPECT_THAT(refusal_of([] { read_field(ConstantSource{-1}, kCohesion, small_grid()); }),
                AllOf(HasSubstr("cohesion"), HasSubstr("-1"), HasSubstr("0 to 1e+06 Pa")));
}

TEST(ReadRaster, AFileBesideTheGridIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    EXPECT_THAT(refusal_of([&] {
                    read_field(file_source(folder / "dem.tif"), kElevation,
                               moved(small_grid(), 1000, 0));
                }),
                AllOf(HasSubstr("dem.tif"), HasSubstr("does not overlap the grid")));
}

TEST(ReadRaster, ABandThatIsNotThereIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    RasterSource source = file_source(folder / "dem.tif");
    source.band = 3;
    EXPECT_THAT(refusal_of([&] { read_field(source, kElevation, small_grid()); }),
                AllOf(HasSubstr("no band 3"), HasSubstr("1 to 1")));
}

TEST(ReadRaster, ADemCutOffIsRefused) {
    const TemporaryFolder folder;
    write_raster(folder / "dem.tif", raster_on(small_grid(), hilly));
    std::filesystem::resize_file(folder / "dem.tif",
                                 std::filesystem::file_size(folder / "dem.tif") - 8);
    const RasterSource source = file_source(folder / "dem.tif");
    const auto text = refusal_of([&] { read_field(source, kElevation, small_grid()); });
    EXPECT_THAT(text, HasSubstr("dem.tif"));
}

TEST(ReadRaster, DegreesComeToUtmWithinTheHeightOfAPlane) {
    // A plane in longitude and latitude: bilinear resampling returns it to rounding.
    const TemporaryFolder folder;
    RasterSpec spec;
    spec.rows = 60;
    spec.cols = 60;
    spec.transform = {104.5, 1.0 / 3600, 0, 22.13, 0, -1.0 / 3600};
    spec.crs = "EPSG:4326";
    for (int row = 0; row < spec.rows; ++row) {
        for (int col = 0; col < spec.cols; ++col) {
            spec.values.push_back(300 + row + 2 * col);
        }
    }
    write_raster(folder / "dem.tif", spec);
    const RasterSource source = file_source(folder / "dem.tif");
    const Grid grid = resolve_grid(source, {});
    const auto cells = read_field(source, kElevation, grid);
    Index compared = 0;
    for (Index row = 3; row < grid.extent.rows - 3; ++row) {
        for (Index col = 3; col < grid.extent.cols - 3; ++col) {
            const Point place = lon_lat_of(grid, grid.centre({row, col}));
            const double expected =
                300 + ((22.13 - place.y) * 3600 - 0.5) + 2 * ((place.x - 104.5) * 3600 - 0.5);
            ASSERT_NEAR(cells(row, col), expected, 0.05);
            ++compared;
        }
    }
    EXPECT_GT(compared, 2000);
    EXPECT_TRUE(hazone::testing::same_for_any_thread_count(
        [&] { return read_field(source, kElevation, grid); }));
}

TEST(ReadRaster, ClassesAndCodesAndLabelsHaveTheirOwnCellsAndMissingValues) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(small_grid(), [](Index row, Index col) {
        return row == 0 ? 99.0 : static_cast<double>(col % 2);
    });
    spec.type = "Byte";
    spec.nodata = 99;
    write_raster(folder / "streams.tif", spec);
    FieldSet fields(small_grid());
    load_input(file_source(folder / "streams.tif"), kStreamNetwork, fields);
    EXPECT_EQ(fields.read<std::uint8_t>(kStreamNetwork)(0, 0), kNoDirection);
    EXPECT_EQ(fields.read<std::uint8_t>(kStreamNetwork)(1, 3), 1);
    spec.type = "Int32";
    spec.values.back() = 16'777'217;  // the first whole number which float cannot hold
    write_raster(folder / "zones.tif", spec);
    load_input(file_source(folder / "zones.tif"), kZone, fields);
    EXPECT_EQ(fields.read<std::int32_t>(kZone)(0, 0), kNoLabel);
    EXPECT_EQ(fields.read<std::int32_t>(kZone)(3, 4), 16'777'217);
    load_input(file_source(folder / "zones.tif", "m2"), kContributingArea, fields);
    EXPECT_EQ(fields.read<double>(kContributingArea)(3, 4), 16'777'217.0);
    EXPECT_TRUE(is_missing(fields.read<double>(kContributingArea)(0, 0)));
}

TEST(ReadRaster, ClassesAreTakenFromTheNearestCell) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(small_grid(), [](Index, Index col) { return col < 2 ? 1.0 : 5.0; });
    spec.type = "Byte";
    write_raster(folder / "class.tif", spec);
    FieldSet fields(moved(small_grid(), 0.3, 0.3));
    load_input(file_source(folder / "class.tif"), kLandslideClass, fields);
    const auto classes = fields.read<std::uint8_t>(kLandslideClass);
    EXPECT_EQ(classes(0, 1), 1);
    EXPECT_EQ(classes(0, 2), 5);
    EXPECT_EQ(classes(3, 4), 5) << "the centre still lies in the last cell of the file";
}

TEST(ReadRaster, AClassBeyondFiveIsRefused) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(small_grid(), [](Index, Index) { return 300.0; });
    spec.type = "Int16";
    write_raster(folder / "class.tif", spec);
    FieldSet fields(small_grid());
    EXPECT_THAT(
        refusal_of([&] { load_input(file_source(folder / "class.tif"), kLandslideClass, fields); }),
        AllOf(HasSubstr("landslide_class"), HasSubstr("300"), HasSubstr("1 to 5")));
}

TEST(ReadRaster, TilesBecomeOneMosaicWhoseGapIsMissing) {
    const TemporaryFolder folder;
    RasterSpec tile = raster_on(small_grid(), [](Index, Index) { return 100.0; });
    tile.type = "Int16";
    write_raster(folder / "a.tif", tile);
    tile.values.assign(20, 200);
    tile.transform[0] += 6 * 30;  // one column between the tiles is in neither
    write_raster(folder / "b.tif", tile);
    RasterSource source;
    source.paths = {folder / "a.tif", folder / "b.tif"};
    const Grid grid = resolve_grid(source, {});
    EXPECT_EQ(grid.extent, (Extent{4, 11}));
    const auto cells = read_field(source, kElevation, grid);
    EXPECT_EQ(cells(0, 4), 100.0F);
    EXPECT_TRUE(is_missing(cells(0, 5)));
    EXPECT_EQ(cells(3, 6), 200.0F);
}

TEST(ReadRaster, EachTileKeepsItsOwnNodata) {
    const TemporaryFolder folder;
    RasterSpec tile = raster_on(small_grid(), [](Index, Index col) { return col == 0 ? -1. : 9.; });
    tile.nodata = -1;
    write_raster(folder / "a.tif", tile);
    tile.transform[0] += 5 * 30;
    tile.nodata = 9;
    write_raster(folder / "b.tif", tile);
    RasterSource source;
    source.paths = {folder / "a.tif", folder / "b.tif"};
    const auto cells = read_field(source, kElevation, resolve_grid(source, {}));
    EXPECT_TRUE(is_missing(cells(0, 0)));
    EXPECT_EQ(cells(0, 1), 9.0F);
    EXPECT_EQ(cells(0, 5), -1.0F);
    EXPECT_TRUE(is_missing(cells(0, 6)));
}

TEST(ReadRaster, TilesOfDifferentCrsOrTypeAreRefused) {
    const TemporaryFolder folder;
    RasterSpec tile = raster_on(small_grid(), hilly);
    write_raster(folder / "a.tif", tile);
    tile.crs = "EPSG:32649";
    write_raster(folder / "b.tif", tile);
    tile.crs = "EPSG:32648";
    tile.type = "Int16";
    write_raster(folder / "c.tif", tile);
    RasterSource source;
    source.paths = {folder / "a.tif", folder / "b.tif"};
    EXPECT_THAT(refusal_of([&] { resolve_grid(source, {}); }),
                AllOf(HasSubstr("b.tif"), HasSubstr("CRS"), HasSubstr("32649")));
    source.paths[1] = folder / "c.tif";
    EXPECT_THAT(refusal_of([&] { resolve_grid(source, {}); }),
                AllOf(HasSubstr("c.tif"), HasSubstr("Int16"), HasSubstr("Float32")));
}

TEST(ReadRaster, EveryMissingTileIsNamed) {
    RasterSource source;
    source.paths = {"/nowhere/a.hgt", "/nowhere/b.hgt"};
    EXPECT_THAT(refusal_of([&] { resolve_grid(source, {}); }),
                AllOf(HasSubstr("a.hgt"), HasSubstr("b.hgt")));
}

}  // namespace
}  // namespace hazone::io
