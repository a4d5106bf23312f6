// The V-catchment as a scenario which anyone can run.
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hazone {
namespace {

using ::testing::HasSubstr;

/// A row of gauges.csv by its time.
std::map<int, std::vector<double>> gauge_rows(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    EXPECT_EQ(line, "time_s,gauge,water_level_m,depth_m,discharge_m3s");
    std::map<int, std::vector<double>> rows;
    while (std::getline(stream, line)) {
        std::istringstream cells(line);
        std::vector<std::string> texts;
        for (std::string cell; std::getline(cells, cell, ',');) {
            texts.push_back(cell);
        }
        rows[std::stoi(texts.at(0))] = {std::stod(texts.at(2)), std::stod(texts.at(3)),
                                        std::stod(texts.at(4))};
    }
    return rows;
}

TEST(WaveScenario, TheVCatchmentGivesItsHydrograph) {
    const testing::TemporaryFolder folder("wave_scenario");
    const auto scenario =
        std::filesystem::path(HAZONE_SOURCE_DIR) / "scenarios/validation/v_catchment/scenario.toml";
    const auto run =
        testing::run_hazone("run " + scenario.string() + " --out " + folder.path().string());
    ASSERT_EQ(run.exit_code, 0) << run.output;
    EXPECT_THAT(run.output, HasSubstr("rain 26244 m3"));
    const auto rows = gauge_rows(folder / "gauges.csv");
    ASSERT_EQ(rows.size(), 180U);
    constexpr double kEquilibrium = 4.86;  // m3/s
    const std::pair<int, double> known[] = {
        {1800, 0.994905}, {3600, 4.858709}, {5400, 4.86}, {7200, 2.166813}, {9000, 0.708339}};
    for (const auto& [time, discharge] : known) {
        EXPECT_NEAR(rows.at(time)[2], discharge, 0.01 * kEquilibrium) << time;
    }
    EXPECT_NEAR(rows.at(5400)[2], kEquilibrium, 0.005 * kEquilibrium);
    // Manning's law in 20 m x h: 20 h (20 h / (20 + 2 h))^(2/3) sqrt(0.02) / 0.15 = 4.86 m3/s
    const double depth = rows.at(5400)[1];
    const double radius = 20 * depth / (20 + 2 * depth);
    EXPECT_NEAR(20 * depth * std::pow(radius, 2.0 / 3) * std::sqrt(0.02) / 0.15, kEquilibrium,
                0.01);
    EXPECT_NEAR(rows.at(5400)[0], 100 + depth, 1e-3);
}

}  // namespace
}  // namespace hazone
