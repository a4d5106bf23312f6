#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/standard_fields.hpp"
#include "io/crs.hpp"
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
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr double kLangNuLon = 104.52616;
constexpr double kLangNuLat = 22.11888;

Point moved_between(const std::string& from, const std::string& to, Point point) {
    const auto source = parse_crs(from, "from");
    const auto target = parse_crs(to, "to");
    const std::string operation = coordinate_operation(source, target, "EPSG:6960", "test");
    make_transform(source, target, operation, "test")->Transform(1, &point.x, &point.y);
    return point;
}

TEST(Datum, Vn2000AndWgs84Differ223MetresAtLangNu) {
    const Point utm = point_of(small_grid("EPSG:32648"), kLangNuLon, kLangNuLat);
    const Point vn2000 = moved_between("EPSG:32648", "EPSG:3405", utm);
    EXPECT_NEAR(vn2000.x - utm.x, -195.6, 0.1) << "east";
    EXPECT_NEAR(vn2000.y - utm.y, 107.5, 0.1) << "north";
    EXPECT_NEAR(std::hypot(vn2000.x - utm.x, vn2000.y - utm.y), 223, 0.5);
    const Point back = moved_between("EPSG:3405", "EPSG:32648", vn2000);
    EXPECT_NEAR(back.x, utm.x, 1e-3);
    EXPECT_NEAR(back.y, utm.y, 1e-3);
}

TEST(Datum, DegreesOfEitherDatumLeadToTheSamePlace) {
    const Point utm = point_of(small_grid("EPSG:32648"), kLangNuLon, kLangNuLat);
    const Point degrees = moved_between("EPSG:32648", "EPSG:4756", utm);
    const Point again = moved_between("EPSG:4756", "EPSG:32648", degrees);
    EXPECT_NEAR(again.x, utm.x, 1e-3);
    EXPECT_NEAR(again.y, utm.y, 1e-3);
    EXPECT_GT(std::abs(degrees.x - kLangNuLon), 1e-3) << "the datums differ by 0.0019 degrees";
    const Point zone = moved_between("EPSG:4326", "EPSG:9208", {kLangNuLon, kLangNuLat});
    const Point inverse = moved_between("EPSG:9208", "EPSG:4326", zone);
    EXPECT_NEAR(inverse.x, kLangNuLon, 1e-8);
    EXPECT_NEAR(inverse.y, kLangNuLat, 1e-8);
}

TEST(Datum, Vn2000IsKnownByCodeAndByName) {
    for (const char* code : {"EPSG:3405", "EPSG:3406", "EPSG:9208", "EPSG:4756", "EPSG:5896",
                             "EPSG:5897", "EPSG:5898", "EPSG:5899"}) {
        EXPECT_TRUE(is_vn2000(parse_crs(code, "test"))) << code;
    }
    EXPECT_TRUE(is_vn2000(
        parse_crs("GEOGCS[\"local\",DATUM[\"VN_2000\",SPHEROID[\"WGS 84\",6378137,298.257223563]],"
                  "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]",
                  "test")));
    for (const char* code : {"EPSG:4326", "EPSG:32648", "EPSG:3826", "EPSG:4131"}) {
        EXPECT_FALSE(is_vn2000(parse_crs(code, "test"))) << code;
    }
}

TEST(Datum, ARasterOnVn2000IsRefusedOnAWgs84GridUntilTheTransformationIsStated) {
    const TemporaryFolder folder;
    RasterSpec spec = raster_on(small_grid("EPSG:3405"),
                                [](Index, Index col) { return 100.0 * static_cast<double>(col); });
    spec.rows = 1;
    spec.cols = 40;  // heights rise by 1 m per metre to the east
    spec.values.clear();
    for (int row = 0; row < 30; ++row) {
        for (int col = 0; col < 40; ++col) {
            spec.values.push_back(30.0 * col + 15);
        }
    }
    spec.rows = 30;
    write_raster(folder / "vn.tif", spec);
    RasterSource source;
    source.paths = {folder / "vn.tif"};
    Grid grid = small_grid("EPSG:32648");
    grid.west += 600;
    grid.north -= 450;
    EXPECT_THAT(refusal_of([&] { read_field(source, kElevation, grid); }),
                AllOf(HasSubstr("vn.tif"), HasSubstr("VN-2000"), HasSubstr("223 m"),
                      HasSubstr("transformation = \"EPSG:6960\"")));
    GridRequest request;
    request.crs = "EPSG:32648";
    EXPECT_THAT(refusal_of([&] { resolve_grid(source, request); }), HasSubstr("223 m"));
    source.transformation = "EPSG:6960";
    const auto cells = read_field(source, kElevation, grid);
    const Point centre = grid.centre({2, 2});
    const double east_in_file = moved_between("EPSG:32648", "EPSG:3405", centre).x - 451000;
    EXPECT_NEAR(cells(2, 2), east_in_file, 0.5);
    EXPECT_NEAR(cells(2, 2), centre.x - 451000 - 195.6, 0.5);
}

TEST(Datum, TheSameDatumNeedsNoTransformation) {
    const TemporaryFolder folder;
    write_raster(folder / "vn.tif",
                 raster_on(small_grid("EPSG:3405"), [](Index, Index) { return 300.0; }));
    RasterSource source;
    source.paths = {folder / "vn.tif"};
    GridRequest request;
    request.crs = "EPSG:9208";
    const Grid grid = resolve_grid(source, request);
    const auto cells = read_field(source, kElevation, grid);
    const Cell middle{grid.extent.rows / 2, grid.extent.cols / 2};
    EXPECT_EQ(cells(middle.row, middle.col), 300.0F);
}

TEST(Datum, APipelineIsUsedAsItIsWritten) {
    const auto from = parse_crs("EPSG:3405", "test");
    const auto to = parse_crs("EPSG:32648", "test");
    const std::string pipeline = "+proj=pipeline +step +proj=affine +xoff=195.6 +yoff=-107.5";
    const auto transform =
        make_transform(from, to, coordinate_operation(from, to, pipeline, "test"), "test");
    double x = 451000;
    double y = 2446000;
    transform->Transform(1, &x, &y);
    EXPECT_NEAR(x, 451195.6, 1e-6);
    EXPECT_NEAR(y, 2445892.5, 1e-6);
}

TEST(Datum, AnUnknownTransformationIsRefused) {
    const auto from = parse_crs("EPSG:3405", "test");
    const auto to = parse_crs("EPSG:32648", "test");
    EXPECT_THAT(refusal_of([&] { coordinate_operation(from, to, "EPSG:32648", "a.tif"); }),
                AllOf(HasSubstr("a.tif"), HasSubstr("EPSG:32648"), HasSubstr("EPSG:6960")));
    EXPECT_THAT(refusal_of([&] { coordinate_operation(from, to, "+proj=nonsense", "a.tif"); }),
                HasSubstr("not a valid PROJ pipeline"));
    const auto utm = parse_crs("EPSG:32649", "test");
    EXPECT_THAT(refusal_of([&] { coordinate_operation(utm, to, "EPSG:6960", "a.tif"); }),
                HasSubstr("remove the transformation"));
}

TEST(Datum, PolygonsOnVn2000FollowTheSameRule) {
    const TemporaryFolder folder;
    write_polygons(folder / "cover.gpkg", "cover", "EPSG:3405",
                   {{"POLYGON((450000 2445000,452000 2445000,452000 2447000,450000 2447000,"
                     "450000 2445000))",
                     "forest", 70}});
    PolygonSource source;
    source.path = folder / "cover.gpkg";
    source.attribute = "number";
    EXPECT_THAT(refusal_of([&] { read_field(source, kCurveNumber, small_grid()); }),
                AllOf(HasSubstr("cover.gpkg"), HasSubstr("223 m")));
    source.transformation = "EPSG:6960";
    EXPECT_EQ(read_field(source, kCurveNumber, small_grid())(0, 0), 70.0F);
}

TEST(Datum, LongitudeAndLatitudeComeBack) {
    const Grid grid = small_grid();
    const Point point = point_of(grid, kLangNuLon, kLangNuLat);
    EXPECT_NEAR(point.x, 451133, 50);
    EXPECT_NEAR(point.y, 2446050, 150);
    const Point degrees = lon_lat_of(grid, point);
    EXPECT_NEAR(degrees.x, kLangNuLon, 1e-9);
    EXPECT_NEAR(degrees.y, kLangNuLat, 1e-9);
    EXPECT_THAT(refusal_of([&] { point_of(grid, 22.1, 104.5); }), HasSubstr("longitude first"));
}

}  // namespace
}  // namespace hazone::io
