// Points from tables and layers.
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "engine/core/standard_fields.hpp"
#include "io/read/read.hpp"
#include "tests/io/support/geo_files.hpp"

namespace hazone::io {
namespace {

using hazone::testing::refusal_of;
using hazone::testing::small_grid;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_text;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Table {
    explicit Table(const std::string& text, const std::string& ending = "csv") {
        path = folder / ("points." + ending);
        write_text(path, text);
    }
    std::shared_ptr<const FeatureLayer> points() const {
        return read_points({.path = path}, small_grid());
    }
    std::string refusal() const {
        return refusal_of([&] { points(); });
    }

    TemporaryFolder folder;
    std::filesystem::path path;
};

TEST(ReadPoints, MetresOfTheGridWithNames) {
    const Table table("name,x,y\nCầu Nậm Lúc,451030.5,2446150\n,451000,2446200\n");
    const auto layer = table.points();
    EXPECT_EQ(layer->shape, FeatureShape::point);
    EXPECT_THAT(layer->values<std::string>("name"), ElementsAre("Cầu Nậm Lúc", ""));
    ASSERT_EQ(layer->places.size(), 2U);
    EXPECT_EQ(layer->places[0].x, 451030.5);
    EXPECT_EQ(layer->places[0].y, 2446150);
    EXPECT_EQ(layer->first, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(ReadPoints, DegreesAreBroughtToTheGrid) {
    const Point corner = lon_lat_of(small_grid(), {451060, 2446140});
    const Table table(fmt::format("lat,lon\n{:.9f},{:.9f}\n", corner.y, corner.x));
    const auto layer = table.points();
    ASSERT_EQ(layer->places.size(), 1U);
    EXPECT_NEAR(layer->places[0].x, 451060, 0.01);
    EXPECT_NEAR(layer->places[0].y, 2446140, 0.01);
    EXPECT_THAT(layer->values<std::string>("name"), ElementsAre(""));
}

TEST(ReadPoints, AGeoJsonOfPointsAndMultipoints) {
    const Point one = lon_lat_of(small_grid(), {451060, 2446140});
    const Table table(fmt::format(R"({{"type":"FeatureCollection","features":[
            {{"type":"Feature","properties":{{"name":"A"}},
              "geometry":{{"type":"Point","coordinates":[{0:.9f},{1:.9f}]}}}},
            {{"type":"Feature","properties":{{"name":"B"}},
              "geometry":{{"type":"MultiPoint","coordinates":[[{0:.9f},{1:.9f}],[100,20]]}}}},
            {{"type":"Feature","properties":{{"name":"C"}},"geometry":null}}]}})",
                                  one.x, one.y),
                      "geojson");
    const auto layer = table.points();
    EXPECT_THAT(layer->values<std::string>("name"), ElementsAre("A", "B", "B"));
    EXPECT_NEAR(layer->places[0].x, 451060, 0.01);
    EXPECT_NEAR(layer->places[1].y, 2446140, 0.01);
    EXPECT_LT(layer->places[2].x, 0);  // far to the west; kept
}

TEST(ReadPoints, AGeoPackageInTheCrsOfItsOwn) {
    const TemporaryFolder folder;
    hazone::testing::write_polygons(folder / "points.gpkg", "gauges", "EPSG:32648",
                                    {{"POINT (451060 2446140)", "gauge", 1}});
    const auto layer = read_points({.path = folder / "points.gpkg"}, small_grid());
    EXPECT_THAT(layer->values<std::string>("name"), ElementsAre("gauge"));
    EXPECT_EQ(layer->places[0].x, 451060);
    EXPECT_THAT(refusal_of([&] {
                    read_points({.path = folder / "points.gpkg", .layer = "gauge"}, small_grid());
                }),
                HasSubstr("Did you mean 'gauges'?"));
}

TEST(ReadPoints, RefusesWhatItCannotPlace) {
    EXPECT_THAT(Table("name,east,north\nA,1,2\n").refusal(),
                AllOf(HasSubstr("line 1"), HasSubstr("x and y"), HasSubstr("east")));
    EXPECT_THAT(Table("x,y\n451030,abc\n1,def\n").refusal(),
                AllOf(HasSubstr("line 2, column 'y': 'abc'"), HasSubstr("line 3")));
    EXPECT_THAT(Table("lon,lat\n104,95\n").refusal(), HasSubstr("line 2"));
    EXPECT_THAT(Table("x,y\n10,20\n30,40\n").refusal(),
                AllOf(HasSubstr("none of its 2 points"), HasSubstr("x 10, y 20")));
    EXPECT_THAT(Table("x,y\n").refusal(), HasSubstr("no rows"));
    EXPECT_THAT(Table("nonsense", "gpkg").refusal(), HasSubstr("a layer of points"));
    EXPECT_THAT(refusal_of([] { read_points({.path = "/no/such.csv"}, small_grid()); }),
                HasSubstr("no such file"));
    const TemporaryFolder folder;
    hazone::testing::write_polygons(folder / "areas.gpkg", "areas", "EPSG:32648",
                                    {{"POLYGON ((0 0, 1 0, 1 1, 0 0))", "a", 1}});
    EXPECT_THAT(refusal_of([&] { read_points({.path = folder / "areas.gpkg"}, small_grid()); }),
                HasSubstr("holds no points"));
}

TEST(ReadPoints, LoadInputTakesPourPointsAndNoOtherFeatures) {
    const Table table("x,y\n451030,2446150\n");
    FieldSet fields(small_grid());
    load_input(PointSource{.path = table.path}, kPourPoints, fields);
    EXPECT_EQ(fields.features(kPourPoints).size(), 1U);
    EXPECT_THAT(refusal_of([&] { load_input(ConstantSource{1}, kPourPoints, fields); }),
                HasSubstr("pour_points"));
    EXPECT_THAT(
        refusal_of([&] { load_input(PointSource{.path = table.path}, kStreamLinks, fields); }),
        HasSubstr("computed"));
}

}  // namespace
}  // namespace hazone::io
