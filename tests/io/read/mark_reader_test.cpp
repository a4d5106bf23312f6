// Lines and polygons as marks on the grid.
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/read/read.hpp"
#include "tests/io/support/geo_files.hpp"

namespace hazone::io {
namespace {

using hazone::testing::raster_on;
using hazone::testing::refusal_of;
using hazone::testing::small_grid;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_polygons;
using hazone::testing::write_raster;
using hazone::testing::write_text;
using ::testing::HasSubstr;

/// The marks which load_input() puts for the field, row by row.
std::vector<int> marks_of(const Source& source, const Grid& grid = small_grid()) {
    FieldSet fields(grid);
    load_input(source, kMappedStreams, fields);
    const auto marks = fields.read<std::uint8_t>(kMappedStreams);
    return {marks.data(), marks.data() + marks.size()};
}

/// The centre of a cell of the small grid in map coordinates, as WKT wants it.
std::string centre(Index row, Index col) {
    const Point point = small_grid().centre({row, col});
    return fmt::format("{} {}", point.x, point.y);
}

/// The same in degrees, as GeoJSON wants it.
std::string degrees(Index row, Index col) {
    const Point point = lon_lat_of(small_grid(), small_grid().centre({row, col}));
    return fmt::format("[{:.9f},{:.9f}]", point.x, point.y);
}

TEST(ReadMarks, ALineInDegreesMarksTheCellsAlongIt) {
    const TemporaryFolder folder;
    const auto path = folder / "rivers.geojson";
    write_text(path, fmt::format(R"({{"type":"FeatureCollection","features":[
            {{"type":"Feature","properties":{{}},
              "geometry":{{"type":"LineString","coordinates":[{},{},{}]}}}},
            {{"type":"Feature","properties":{{}},"geometry":null}}]}})",
                                 degrees(0, 0), degrees(3, 3), degrees(3, 4)));
    EXPECT_EQ(marks_of(FeatureSource{.path = path}), (std::vector<int>{1, 0, 0, 0, 0,  //
                                                                       0, 1, 0, 0, 0,  //
                                                                       0, 0, 1, 0, 0,  //
                                                                       0, 0, 0, 1, 1}));
}

TEST(ReadMarks, LinesAndPolygonsOfOneLayerBeyondTheGridToo) {
    const TemporaryFolder folder;
    const auto path = folder / "rivers.gpkg";
    const Grid grid = small_grid();
    const double left = grid.west - 1000;
    const double right = grid.west + 40;  // past the centre of no second cell
    write_polygons(path, "rivers", "EPSG:32648",
                   {{fmt::format("MULTILINESTRING (({}, {}))", centre(0, 3), centre(0, 4)), "a"},
                    {fmt::format("POLYGON (({0} {2}, {1} {2}, {1} {3}, {0} {3}, {0} {2}))", left,
                                 right, grid.north - 35, grid.north - 85),
                     "b"},
                    {"LINESTRING (0 0, 10 10)", "far away"}});
    EXPECT_EQ(marks_of(FeatureSource{.path = path}), (std::vector<int>{0, 0, 0, 1, 1,  //
                                                                       1, 0, 0, 0, 0,  //
                                                                       1, 0, 0, 0, 0,  //
                                                                       0, 0, 0, 0, 0}));
}

TEST(ReadMarks, ACurvedLineHangsTogether) {
    const TemporaryFolder folder;
    const auto path = folder / "rivers.gpkg";
    Grid grid = small_grid();
    grid.extent = {60, 60};
    std::string line;
    for (int step = 0; step <= 24; ++step) {
        const double angle = 0.26 * step;
        line += fmt::format("{}{} {}", step == 0 ? "" : ", ",
                            grid.west + 900 + (100 + 30 * step) * std::cos(angle),
                            grid.north - 900 - (100 + 30 * step) * std::sin(angle));
    }
    write_polygons(path, "rivers", "EPSG:32648", {{"LINESTRING (" + line + ")", "spiral"}});
    const auto marks = marks_of(FeatureSource{.path = path}, grid);
    const auto marked = [&](Index row, Index col) {
        return grid.extent.contains(row, col) &&
               marks[static_cast<std::size_t>(row * grid.extent.cols + col)] == 1;
    };
    Index ends = 0;
    for (Index row = 0; row < grid.extent.rows; ++row) {
        for (Index col = 0; col < grid.extent.cols; ++col) {
            int beside = 0;
            for (Index number = 0; number < 9; ++number) {
                beside += number != 4 && marked(row + number / 3 - 1, col + number % 3 - 1) ? 1 : 0;
            }
            EXPECT_FALSE(marked(row, col) && beside == 0) << row << ' ' << col;
            ends += marked(row, col) && beside == 1 ? 1 : 0;
        }
    }
    EXPECT_GT(ends, 0);
}

TEST(ReadMarks, ARasterOfMarksKeepsItsMissingCells) {
    const TemporaryFolder folder;
    auto spec = raster_on(small_grid(), [](Index row, Index) { return row == 1 ? 1 : 0; });
    spec.type = "Byte";
    spec.nodata = 0;
    write_raster(folder / "streams.tif", spec);
    const auto marks = marks_of(
        RasterSource{.paths = {folder / "streams.tif"}, .resampling = Resampling::nearest});
    EXPECT_EQ(marks[0], int{kNoDirection});
    EXPECT_EQ(marks[5], 1);
}

TEST(ReadMarks, RefusesWhatMarksNothing) {
    const TemporaryFolder folder;
    const auto points = folder / "points.gpkg";
    write_polygons(points, "points", "EPSG:32648", {{"POINT (" + centre(1, 1) + ")", "a"}});
    EXPECT_THAT(refusal_of([&] { marks_of(FeatureSource{.path = points}); }),
                HasSubstr("holds no lines or polygons (1 features of other kinds)"));
    const auto far = folder / "far.gpkg";
    write_polygons(far, "far", "EPSG:32648", {{"LINESTRING (0 0, 10 10)", "a"}});
    EXPECT_THAT(refusal_of([&] { marks_of(FeatureSource{.path = far}); }),
                HasSubstr("none of its 1 lines and polygons overlaps the grid"));
    EXPECT_THAT(refusal_of([&] { marks_of(FeatureSource{.path = folder / "no.gpkg"}); }),
                HasSubstr("no.gpkg"));
    EXPECT_THAT(refusal_of([&] {
                    FieldSet fields(small_grid());
                    load_input(FeatureSource{.path = far}, kFlowDirection, fields);
                }),
                HasSubstr("flow_direction: lines and polygons say where something is"));
    EXPECT_THAT(refusal_of([&] {
                    FieldSet fields(small_grid());
                    load_input(FeatureSource{.path = far}, kElevation, fields);
                }),
                HasSubstr("elevation: this kind of input cannot give it"));
}

}  // namespace
}  // namespace hazone::io
