#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/read/read.hpp"
#include "tests/io/support/geo_files.hpp"

namespace hazone::io {
namespace {

using hazone::testing::raster_on;
using hazone::testing::RasterSpec;
using hazone::testing::refusal_of;
using hazone::testing::small_grid;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_polygons;
using hazone::testing::write_raster;
using hazone::testing::write_text;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// Soil classes 1, 2 and 7 by column, and nodata 0 in the last.
ClassTableSource soil(const TemporaryFolder& folder, const std::string& table) {
    RasterSpec spec = raster_on(small_grid(), [](Index, Index col) {
        constexpr std::array<double, 5> kClasses{1, 2, 7, 7, 0};
        return kClasses.at(static_cast<std::size_t>(col));
    });
    spec.type = "Byte";
    spec.nodata = 0;
    write_raster(folder / "soil.tif", spec);
    write_text(folder / "soil.csv", table);
    ClassTableSource source;
    source.classes.paths = {folder / "soil.tif"};
    source.table = folder / "soil.csv";
    return source;
}

constexpr const char* kTable =
    "class,name,cohesion [kPa],friction_angle [deg]\n"
    "1,Acrisol,4,30\n"
    "2,\"Đất đỏ, bazan\",12.5,25\n"
    "7,water,,\n";

TEST(ClassTable, GivesEachClassItsValueInSi) {
    const TemporaryFolder folder;
    const auto source = soil(folder, kTable);
    const auto cohesion = read_field(source, kCohesion, small_grid());
    EXPECT_EQ(cohesion(0, 0), 4000.0F);
    EXPECT_EQ(cohesion(3, 1), 12'500.0F);
    const auto angle = read_field(source, kFrictionAngle, small_grid());
    EXPECT_FLOAT_EQ(angle(0, 0), 0.52359878F);
}

TEST(ClassTable, AnEmptyCellAndNodataAreMissing) {
    const TemporaryFolder folder;
    const auto cohesion = read_field(soil(folder, kTable), kCohesion, small_grid());
    EXPECT_TRUE(is_missing(cohesion(0, 2)));
    EXPECT_TRUE(is_missing(cohesion(0, 4)));
}

TEST(ClassTable, AClassWithoutARowIsRefused) {
    const TemporaryFolder folder;
    const auto source = soil(folder, "class,cohesion [kPa]\n1,4\n");
    EXPECT_THAT(refusal_of([&] { read_field(source, kCohesion, small_grid()); }),
                AllOf(HasSubstr("soil.csv"), HasSubstr("the classes 2, 7"), HasSubstr("soil.tif"),
                      HasSubstr("empty cell")));
}

TEST(ClassTable, ErrorsNameLineColumnValueAndRange) {
    const TemporaryFolder folder;
    const auto source = soil(folder, "class,cohesion [kPa]\n1,4\n2,soft\n7,-3\n1.5,2\n");
    EXPECT_THAT(
        refusal_of([&] { read_field(source, kCohesion, small_grid()); }),
        AllOf(HasSubstr("soil.csv, line 3, column 'cohesion [kPa]': 'soft' is not a number"),
              HasSubstr("line 4"), HasSubstr("-3 is -3000 Pa"), HasSubstr("0 to 1e+06 Pa"),
              HasSubstr("line 5"), HasSubstr("1.5 is not a class")));
}

TEST(ClassTable, AClassTwiceIsRefused) {
    const TemporaryFolder folder;
    const auto source = soil(folder, "class,cohesion [kPa]\n1,4\n2,5\n7,1\n2,6\n");
    EXPECT_THAT(refusal_of([&] { read_field(source, kCohesion, small_grid()); }),
                AllOf(HasSubstr("line 5"), HasSubstr("class 2 stands in the table twice")));
}

TEST(ClassTable, AMissingColumnOrUnitIsRefused) {
    const TemporaryFolder folder;
    auto source = soil(folder, "class,name,cohesion\n1,a,4\n2,b,3\n7,c,2\n");
    EXPECT_THAT(refusal_of([&] { read_field(source, kCohesion, small_grid()); }),
                AllOf(HasSubstr("column 'cohesion'"), HasSubstr("no unit"), HasSubstr("kPa"),
                      HasSubstr("cohesion [Pa]")));
    source.column = "coheson";
    EXPECT_THAT(refusal_of([&] { read_field(source, kCohesion, small_grid()); }),
                AllOf(HasSubstr("no column 'coheson'"), HasSubstr("Did you mean 'cohesion'?")));
    source.table = folder / "absent.csv";
    EXPECT_THAT(refusal_of([&] { read_field(source, kCohesion, small_grid()); }),
                AllOf(HasSubstr("absent.csv"), HasSubstr("no such file")));
}

TEST(ClassTable, ACoarserGridTakesTheCommonestClass) {
    const TemporaryFolder folder;
    const auto source = soil(folder, "class,cohesion [Pa]\n1,100\n2,200\n7,700\n");
    Grid coarse = small_grid();
    coarse.cell_size = 120;
    coarse.extent = {1, 1};
    EXPECT_EQ(read_field(source, kCohesion, coarse)(0, 0), 700.0F);
}

/// A square of ground `size` metres wide whose north-west corner lies (east, south) metres from
/// that of the small grid.
std::string square(double east, double south, double size) {
    const double west = 451000 + east;
    const double north = 2446200 - south;
    return "POLYGON((" + std::to_string(west) + " " + std::to_string(north) + "," +
           std::to_string(west + size) + " " + std::to_string(north) + "," +
           std::to_string(west + size) + " " + std::to_string(north - size) + "," +
           std::to_string(west) + " " + std::to_string(north - size) + "," + std::to_string(west) +
           " " + std::to_string(north) + "))";
}

PolygonSource cover(const TemporaryFolder& folder) {
    PolygonSource source;
    source.path = folder / "cover.gpkg";
    source.attribute = "number";
    return source;
}

TEST(Polygons, CellsTakeThePolygonThatHoldsTheirCentre) {
    const TemporaryFolder folder;
    write_polygons(folder / "cover.gpkg", "cover", "EPSG:32648",
                   {{square(0, 0, 50), "forest", 70}, {square(90, 0, 46), "field", 81}});
    const auto cells = read_field(cover(folder), kCurveNumber, small_grid());
    EXPECT_EQ(cells(0, 0), 70.0F);
    EXPECT_EQ(cells(1, 1), 70.0F) << "its centre lies 45 m from the corner";
    EXPECT_TRUE(is_missing(cells(2, 0)));
    EXPECT_TRUE(is_missing(cells(0, 2)));
    EXPECT_EQ(cells(0, 4), 81.0F);
}

TEST(Polygons, TheStatedUnitLeadsToSi) {
    const TemporaryFolder folder;
    write_polygons(folder / "cover.gpkg", "cover", "EPSG:32648", {{square(0, 0, 200), "a", 5}});
    PolygonSource source = cover(folder);
    EXPECT_THAT(refusal_of([&] { read_field(source, kCohesion, small_grid()); }),
                AllOf(HasSubstr("cover.gpkg"), HasSubstr("no unit")));
    source.unit = "kPa";
    EXPECT_EQ(read_field(source, kCohesion, small_grid())(0, 0), 5000.0F);
}

TEST(Polygons, WrongLayerAttributeTypeAndRangeAreNamed) {
    const TemporaryFolder folder;
    write_polygons(folder / "cover.gpkg", "cover", "EPSG:32648", {{square(0, 0, 200), "a", 170}});
    PolygonSource source = cover(folder);
    const auto refusal = [&] {
        return refusal_of([&] { read_field(source, kCurveNumber, small_grid()); });
    };
    EXPECT_THAT(refusal(), AllOf(HasSubstr("number = 170"), HasSubstr("1 to 100")));
    source.attribute = "numbr";
    EXPECT_THAT(refusal(), AllOf(HasSubstr("no attribute 'numbr'"), HasSubstr("'number'?")));
    source.attribute = "name";
    EXPECT_THAT(refusal(), AllOf(HasSubstr("'name' holds String"), HasSubstr("numbers")));
    source.layer = "soil";
    EXPECT_THAT(refusal(), AllOf(HasSubstr("no layer 'soil'"), HasSubstr("cover")));
}

TEST(Polygons, ALayerBesideTheGridIsRefused) {
    const TemporaryFolder folder;
    write_polygons(folder / "cover.gpkg", "cover", "EPSG:32648", {{square(9000, 0, 50), "a", 70}});
    EXPECT_THAT(refusal_of([&] { read_field(cover(folder), kCurveNumber, small_grid()); }),
                AllOf(HasSubstr("cover.gpkg"), HasSubstr("overlaps the grid")));
}

TEST(Polygons, ALayerWithoutCrsIsRefused) {
    const TemporaryFolder folder;
    write_text(folder / "cover.csv", "number,WKT\n70,\"" + square(0, 0, 50) + "\"\n");
    PolygonSource source = cover(folder);
    source.path = folder / "cover.csv";
    EXPECT_THAT(refusal_of([&] { read_field(source, kCurveNumber, small_grid()); }),
                AllOf(HasSubstr("cover.csv"), HasSubstr("has no CRS")));
}

}  // namespace
}  // namespace hazone::io
