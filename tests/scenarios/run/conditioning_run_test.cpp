// Ground that is made to drain, as a user asks for it: hazone derive on a small DEM, with rivers
// and lakes from a map, and what it says of inputs that will not do.
#include <cmath>
#include <fstream>
#include <vector>

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/scenarios/run/geo_check.hpp"
#include "tests/support/program.hpp"
#include "tests/support/text_file.hpp"

namespace hazone {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProgramResult;
using testing::run_hazone;
using testing::TemporaryFolder;
using testing::write_text;

constexpr int kInputError = 2;
constexpr int kRows = 7;
constexpr int kCols = 9;
constexpr double kWest = 451000;
constexpr double kSouth = 2446000;
constexpr double kCellSize = 30;

// A pit of 12 behind a bank of 16, open to the east; below it a valley of 20 behind a bank of 35,
// with a missing cell beside it.
constexpr double kGround[kRows][kCols] = {
    {40, 40, 40, 40, 40, 40, 40, 40, 40}, {40, 12, 13, 16, 10, 9, 8, 7, 5},
    {40, 13, 13, 18, 30, 30, 30, 30, 30}, {40, 30, 30, 30, 30, 30, 30, 30, 30},
    {40, 20, 21, 22, 35, 22, 21, 20, 12}, {40, 25, 25, 25, 35, 25, -9999, 30, 30},
    {40, 40, 40, 40, 40, 40, 40, 40, 40}};

/// Map coordinates of a cell's centre, as GeoJSON wants them.
std::string centre(double row, double col) {
    return fmt::format("[{},{}]", kWest + (col + 0.5) * kCellSize,
                       kSouth + (kRows - row - 0.5) * kCellSize);
}

/// One feature in the CRS of the ground.
std::string feature(const std::string& type, const std::string& coordinates) {
    return fmt::format(R"({{"type":"FeatureCollection","crs":{{"type":"name","properties":)"
                       R"({{"name":"urn:ogc:def:crs:EPSG::32648"}}}},"features":[{{"type":)"
                       R"("Feature","properties":{{}},"geometry":{{"type":"{}",)"
                       R"("coordinates":{}}}}}]}})",
                       type, coordinates);
}

class ConditioningRun : public ::testing::Test {
protected:
    void SetUp() override {
        std::string text = fmt::format(
            "ncols {}\nnrows {}\nxllcorner {}\nyllcorner {}\ncellsize {}\nNODATA_value -9999\n",
            kCols, kRows, kWest, kSouth, kCellSize);
        for (const auto& row : kGround) {
            text += fmt::format("{}\n", fmt::join(row, " "));
        }
        write_text(file("dem.asc"), text);
        write_text(file("dem.prj"),
                   "Projection UTM\nZone 48\nDatum WGS84\nSpheroid WGS84\nUnits METERS\n");
        write_text(file("river.geojson"),
                   feature("LineString", fmt::format("[{},{}]", centre(4, 1), centre(4, 8))));
        write_text(file("far.geojson"),
                   feature("LineString", "[[551000,2446000],[551900,2446000]]"));
        write_text(file("bridge.geojson"), feature("Point", centre(4, 4)));
        write_text(
            file("lake.geojson"),
            feature("Polygon", fmt::format("[[{},{},{},{},{}]]", centre(0.8, 0.8), centre(0.8, 2.2),
                                           centre(2.2, 2.2), centre(2.2, 0.8), centre(0.8, 0.8))));
    }
    std::string file(const std::string& name) const { return (folder_ / name).string(); }

    ProgramResult derive(const std::string& rest) const {
        return run_hazone("derive " + rest + " -i elevation=" + file("dem.asc") +
                          " --crs EPSG:32648 --out " + file("out"));
    }
    /// The cells which a run wrote of a field, row by row.
    std::vector<double> derived(const std::string& field, const std::string& rest) const {
        const auto run = derive(field + " " + rest);
        EXPECT_EQ(run.exit_code, 0) << run.output;
        const auto raster = testing::open_raster(file("out/" + field + ".tif"));
        const std::vector<double> cells =
            raster ? testing::cells_of(*raster) : std::vector<double>();
        EXPECT_EQ(cells.size(), static_cast<std::size_t>(kRows * kCols));
        std::filesystem::remove_all(file("out"));
        return cells;
    }
    void expect_refused(const std::string& rest, const std::vector<std::string>& words) const {
        const auto run = derive(rest);
        EXPECT_EQ(run.exit_code, kInputError) << run.output;
        for (const std::string& word : words) {
            EXPECT_THAT(run.output, HasSubstr(word)) << rest;
        }
        EXPECT_FALSE(std::filesystem::exists(file("out"))) << rest;
    }

private:
    TemporaryFolder folder_{"conditioning_run"};
};

double at(const std::vector<double>& cells, int row, int col) {
    const auto place = static_cast<std::size_t>(row * kCols + col);
    return place < cells.size() ? cells[place] : std::nan("");
}

/// A cell that changes, and to what.
struct Change {
    int row;
    int col;
    double height;
};

void expect_changes(const std::vector<double>& cells, const std::vector<Change>& changes) {
    std::vector<double> expected;
    for (const auto& row : kGround) {
        expected.insert(expected.end(), std::begin(row), std::end(row));
    }
    for (const Change& change : changes) {
        expected[static_cast<std::size_t>(change.row * kCols + change.col)] = change.height;
    }
    ASSERT_EQ(cells.size(), expected.size());
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        if (expected[cell] == -9999) {
            EXPECT_TRUE(std::isnan(cells[cell])) << cell;
        } else {
            EXPECT_NEAR(cells[cell], expected[cell], 1e-5) << cell;
        }
    }
}

TEST_F(ConditioningRun, FilledElevationIsMadeByThreeModels) {
    const std::vector<Change> both{{1, 1, 16}, {1, 2, 16}, {2, 1, 16}, {2, 2, 16}, {4, 1, 30},
                                   {4, 2, 30}, {4, 3, 30}, {5, 1, 30}, {5, 2, 30}, {5, 3, 30}};
    expect_changes(derived("filled_elevation", ""), both);
    const auto sloped = derived("filled_elevation",
                                "--model filled_elevation=fill_with_gradient "
                                "--set fill_with_gradient.least_slope=0.01");
    EXPECT_NEAR(at(sloped, 1, 2), 16.3, 1e-5);
    EXPECT_NEAR(at(sloped, 1, 1), 16.6, 1e-5);
    const auto hybrid = derived("filled_elevation",
                                "--model filled_elevation=breach_and_fill "
                                "--set breach_and_fill.maximum_depth='5 m'");
    expect_changes(hybrid, {{1, 2, 12},
                            {1, 3, 12},
                            {4, 1, 30},
                            {4, 2, 30},
                            {4, 3, 30},
                            {5, 1, 30},
                            {5, 2, 30},
                            {5, 3, 30}});
}

TEST_F(ConditioningRun, BreachedElevationKeepsToItsLimits) {
    expect_changes(derived("breached_elevation", "--set breach_depressions.maximum_depth='5 m'"),
                   {{1, 2, 12}, {1, 3, 12}});
    // the pit 12 would need 60 m; its water stands at 16, and the pit 20 drains into it
    expect_changes(derived("breached_elevation", "--set breach_depressions.maximum_length='59 m'"),
                   {{3, 1, 20}});
}

TEST_F(ConditioningRun, MappedStreamsAreBurnedBeforeTheGroundIsFilled) {
    const std::string river = "-i mapped_streams=" + file("river.geojson");
    expect_changes(
        derived("burned_elevation", river + " --set burn_streams.depth='15 m'"),
        {{4, 1, 5}, {4, 2, 6}, {4, 3, 7}, {4, 4, 20}, {4, 5, 7}, {4, 6, 6}, {4, 7, 5}, {4, 8, -3}});
    const auto filled = derived("filled_elevation", river + " --set burn_streams.depth='15 m'");
    EXPECT_EQ(at(filled, 4, 1), 20);  // to the burned bank, and no more to 30
    EXPECT_EQ(at(filled, 4, 4), 20);
    EXPECT_EQ(at(filled, 1, 1), 16);
}

TEST_F(ConditioningRun, LakesOfPolygonsAreLevelled) {
    expect_changes(derived("levelled_elevation", "-i lakes=" + file("lake.geojson")),
                   {{1, 1, 16}, {1, 2, 16}, {2, 1, 16}, {2, 2, 16}});
}

TEST_F(ConditioningRun, RefusesStreamsAndLakesThatWillNotDo) {
    expect_refused("burned_elevation",
                   {"'mapped_streams'", "burn_streams needs it", "a layer of lines or polygons"});
    expect_refused("levelled_elevation", {"'lakes'", "level_lakes needs it"});
    expect_refused("burned_elevation -i mapped_streams=" + file("far.geojson"),
                   {"far.geojson", "overlaps the grid", "Check the CRS"});
    expect_refused("burned_elevation -i mapped_streams=" + file("bridge.geojson"),
                   {"bridge.geojson", "holds no lines or polygons"});
    expect_refused("levelled_elevation -i lakes=" + file("dem.asc"),
                   {"lakes has 62 cells outside its range", "1 for yes, 0 for no"});
    expect_refused("levelled_elevation -i lakes=" + file("none.gpkg"), {"none.gpkg"});
}

TEST_F(ConditioningRun, RefusesSettingsThatWillNotDo) {
    expect_refused("breached_elevation --set breach_depressions.maximum_lenght='3 m'",
                   {"Did you mean 'maximum_length'?"});
    expect_refused("breached_elevation --set breach_depressions.maximum_length=3",
                   {"breach_depressions.maximum_length: '3' has no unit"});
    expect_refused("filled_elevation --set fill_depressions.holes=wall",
                   {"'wall' is not one of: outlet, barrier"});
    expect_refused("filled_elevation --model filled_elevation=breach_depressions",
                   {"fill_depressions, fill_with_gradient, breach_and_fill"});
    expect_refused("breached_elevation --memory 1MB",
                   {"breach_depressions needs the whole grid in memory"});
}

}  // namespace
}  // namespace hazone
