// Floods nested in a run of the program: a storm over a part of the demo.
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "tests/scenarios/run/geo_check.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::run_hazone;

std::vector<std::vector<std::string>> rows_of(const fs::path& file) {
    std::ifstream stream(file);
    std::vector<std::vector<std::string>> rows;
    std::string line;
    std::getline(stream, line);
    while (std::getline(stream, line)) {
        std::istringstream cells(line);
        rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, ',');) {
            rows.back().push_back(cell);
        }
    }
    return rows;
}

std::string bytes(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// Volume under the hydrographs of an inflow.csv, m3.
double volume_of(const fs::path& file) {
    double volume = 0;
    std::vector<std::string> before;
    for (const auto& row : rows_of(file)) {
        if (!before.empty() && before[0] == row[0]) {
            volume += 0.5 * (std::stod(row[4]) + std::stod(before[4])) *
                      (std::stod(row[3]) - std::stod(before[3]));
        }
        before = row;
    }
    return volume;
}

class ANestedStorm : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(run_hazone("init --demo " + (folder_ / "demo").string()).exit_code, 0);
    }
    /// Runs the south-west of the demo.
    testing::ProgramResult run(const std::string& name,
                               const std::string& nest,
                               const std::string& more = "--threads 1",
                               const std::string& curve_number = "75") const {
        std::ofstream(scenario()) << R"(
[inputs]
elevation = "dem.tif"
rain_gauges = "gauges.csv"
curve_number = )" << curve_number << R"(
[grid]
cell_size = "180 m"
extent = [435000, 2451000, 443000, 2463000]
[models.bankfull_by_geometry]
depth_of_1_km2 = "0.5 m"
depth_exponent = 0.3
[models.kinematic_wave]
longest_step = "300 s"
longest_recession = "1 h"
[outputs]
fields = ["flash_flood_threat"]
netcdf = "none"
zones = false
map = false
[nest]
run_out = "1 h"
)" << nest;
        return run_hazone("run " + scenario().string() + " --out " + out(name).string() + " " +
                          more);
    }
    fs::path scenario() const { return folder_ / "demo/nest.toml"; }
    fs::path out(const std::string& name) const { return folder_ / name; }
    std::vector<fs::path> basins(const std::string& name) const {
        std::vector<fs::path> folders;
        for (const auto& entry : fs::directory_iterator(out(name) / "nests")) {
            if (entry.is_directory()) {
                folders.push_back(entry.path());
            }
        }
        std::sort(folders.begin(), folders.end());
        return folders;
    }

private:
    testing::TemporaryFolder folder_{"nest_run"};
};

TEST_F(ANestedStorm, FloodsHaveTheWaterOfTheirHydrographsAndTheSameBitsAgain) {
    const std::string nest = "threshold = 4\nleast_area = '2 km2'\n";
    const auto first = run("first", nest, "--threads 1");
    ASSERT_EQ(first.exit_code, 0) << first.output;
    const auto again = run("again", nest, "--threads 2");
    ASSERT_EQ(again.exit_code, 0) << again.output;
    const auto folders = basins("first");
    ASSERT_FALSE(folders.empty()) << first.output;
    for (const char* file : {"nests.csv", "maximum_depth.tif", "flood_hazard_class.tif"}) {
        EXPECT_TRUE(bytes(out("first") / "nests" / file) == bytes(out("again") / "nests" / file))
            << file;
    }
    for (const auto& row : rows_of(out("first") / "nests/nests.csv")) {
        if (row[1] == "flooded") {
            const double volume = volume_of(out("first") / "nests" / row[13] / "inflow.csv");
            EXPECT_GT(volume, 1000);
            EXPECT_NEAR(volume / std::stod(row[6]), 1, 1e-12);
        }
    }
    const auto alone = run_hazone("run " + (folders[0] / "scenario.toml").string() + " --out " +
                                  out("alone").string());
    ASSERT_EQ(alone.exit_code, 0) << alone.output;
    EXPECT_TRUE(bytes(out("alone") / "maximum_depth.tif") ==
                bytes(folders[0] / "results/maximum_depth.tif"));
}

TEST_F(ANestedStorm, AResumedRunHasTheSameNests) {
    const std::string nest =
        "by = 'unit_peak_discharge'\nthreshold = 4\nleast_area = '2 km2'\nmodel = "
        "'shallow_water'\n";
    const auto whole = run("whole", nest);
    ASSERT_EQ(whole.exit_code, 0) << whole.output;
    ASSERT_FALSE(basins("whole").empty()) << whole.output;
    const std::string checkpoint = (out("parts") / "checkpoint.h5").string();
    const auto stopped = testing::run_command(
        "( " + testing::hazone_program() + " run " + scenario().string() + " --quiet --out " +
        out("parts").string() + " --threads 1 --checkpoint 3 & pid=$!; while [ ! -e " + checkpoint +
        " ] && kill -0 $pid; do sleep 0.01; done; kill -TERM $pid; wait $pid )");
    ASSERT_EQ(stopped.exit_code, 143) << stopped.output;
    EXPECT_FALSE(fs::exists(out("parts") / "nests"));
    const auto resumed = run("parts", nest, "--resume --threads 1");
    ASSERT_EQ(resumed.exit_code, 0) << resumed.output;
    for (const char* file : {"nests.csv", "maximum_depth.tif", "flood_hazard_class.tif"}) {
        EXPECT_TRUE(bytes(out("whole") / "nests" / file) == bytes(out("parts") / "nests" / file))
            << file;
    }
}

TEST_F(ANestedStorm, WhereNoBasinPassesNothingIsCalledDry) {
    const auto result = run("none", "threshold = 100000\n");
    ASSERT_EQ(result.exit_code, 0) << result.output;
    EXPECT_THAT(result.output, HasSubstr(" 0 were flooded in two dimensions"));
    EXPECT_TRUE(basins("none").empty());
    const auto mosaic = testing::open_raster((out("none") / "nests/maximum_depth.tif").string());
    ASSERT_NE(mosaic, nullptr);
    const auto cells = testing::cells_of(*mosaic);
    ASSERT_FALSE(cells.empty());
    EXPECT_TRUE(std::all_of(cells.begin(), cells.end(), [](auto v) { return std::isnan(v); }));
}

TEST_F(ANestedStorm, AThreatWhichIsNotKnownIsCountedAsUnknown) {
    // No curve number for the land cover anywhere: no guidance, no threat.
    std::ofstream(scenario().parent_path() / "none.csv") << "class,curve_number\n1,\n2,\n3,\n4,\n"
                                                            "5,\n6,\n7,\n8,\n9,\n10,\n";
    const auto result = run("unknown", "threshold = 4\n", "--threads 1",
                            R"({ classes = "land_cover.tif", table = "none.csv" })");
    ASSERT_EQ(result.exit_code, 0) << result.output;
    EXPECT_THAT(result.output, HasSubstr(" 0 are below the threshold"));
    const auto rows = rows_of(out("unknown") / "nests/nests.csv");
    ASSERT_FALSE(rows.empty());
    for (const auto& row : rows) {
        EXPECT_EQ(row[1], "unknown");
    }
}

TEST_F(ANestedStorm, AStoppedRunLeavesNoHalfNest) {
    run("stopped", "threshold = 100000\n");  // writes the scenario; what it leaves is replaced
    std::ifstream stream(scenario());
    std::ostringstream text;
    text << stream.rdbuf();
    std::string lower = text.str();
    lower.replace(lower.find("100000"), 6, "0.01  ");
    std::ofstream(scenario()) << lower;
    const std::string nests = (out("stopped") / "nests").string();
    const auto result = testing::run_command(
        "( " + testing::hazone_program() + " run " + scenario().string() +
        " --quiet --threads 1 --out " + out("stopped").string() + " & pid=$!; while ! ls -d " +
        nests +
        "/basin_*/results >/dev/null 2>&1 && kill -0 $pid; do sleep 0.01; done; kill -TERM $pid; "
        "wait $pid )");
    EXPECT_EQ(result.exit_code, 143) << result.output;
    EXPECT_FALSE(fs::exists(out("stopped") / "run.json"));
    for (const fs::path& basin : basins("stopped")) {
        EXPECT_TRUE(fs::exists(basin / "results/run.json")) << basin;
    }
}

TEST_F(ANestedStorm, WrongKeysAreNamed) {
    const auto result = run("wrong", "threshhold = 2\nmodel = 'crystal_ball'\nmargin = '-3 m'\n");
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.output, HasSubstr("Did you mean 'threshold'?"));
    EXPECT_THAT(result.output, HasSubstr("local_inertial, shallow_water"));
    EXPECT_THAT(result.output, HasSubstr("nest.margin"));
}

}  // namespace
}  // namespace hazone
