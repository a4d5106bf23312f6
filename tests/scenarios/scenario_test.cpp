#include "scenarios/scenario.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/standard_fields.hpp"
#include "tests/support/program.hpp"

namespace hazone {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

struct ReadResult {
    Scenario scenario;
    std::vector<std::string> problems;
};

ReadResult read_text(const std::string& text) {
    const TemporaryFolder folder("scenario");
    std::ofstream(folder / "scenario.toml") << text;
    Problems problems;
    Scenario scenario = read_scenario(folder / "scenario.toml", problems);
    return {std::move(scenario), problems.list()};
}

TEST(ReadScenario, ReadsEveryKindOfSource) {
    const auto [scenario, problems] = read_text(R"(
title = "t"
[grid]
crs = "EPSG:32648"
cell_size = "30 m"
extent = [0, 0, 300, 600]
[inputs]
elevation = ["a.hgt", "b.hgt"]
cohesion = "5 kPa"
curve_number = 75
friction_angle = { classes = "soil.tif", table = "soil.csv" }
soil_depth = { raster = "depth.tif", unit = "cm", band = 2 }
conductivity = { polygons = "soil.gpkg", attribute = "k", unit = "mm/h" }
rain_gauges = "gauges.csv"
rain = { stack = ["1.tif", "2.tif"], step = "1 h", unit = "mm" }
)");
    EXPECT_THAT(problems, ElementsAre());
    EXPECT_DOUBLE_EQ(*scenario.grid.cell_size, 30);
    EXPECT_EQ(std::get<io::RasterSource>(scenario.inputs.at("elevation")).paths.size(), 2U);
    EXPECT_DOUBLE_EQ(std::get<io::ConstantSource>(scenario.inputs.at("cohesion")).value, 5000);
    EXPECT_DOUBLE_EQ(std::get<io::ConstantSource>(scenario.inputs.at("curve_number")).value, 75);
    EXPECT_EQ(std::get<io::ClassTableSource>(scenario.inputs.at("friction_angle")).table.filename(),
              "soil.csv");
    EXPECT_EQ(std::get<io::RasterSource>(scenario.inputs.at("soil_depth")).band, 2);
    EXPECT_EQ(std::get<io::PolygonSource>(scenario.inputs.at("conductivity")).unit, "mm/h");
    EXPECT_TRUE(std::holds_alternative<io::GaugeSource>(scenario.inputs.at("rain_gauges")));
    EXPECT_DOUBLE_EQ(std::get<io::RainStackSource>(scenario.inputs.at("rain")).step_length, 3600);
}

TEST(ReadScenario, ReadsHowAlertsAreSent) {
    const auto [scenario, problems] = read_text(R"(
[inputs]
elevation = "dem.tif"
[outputs]
alerts = true
alert_status = "Actual"
previous = "."
[publisher]
sender = "a@example.org"
utc_offset = "-03:30"
)");
    EXPECT_THAT(problems, ElementsAre());
    EXPECT_EQ(scenario.outputs.alert_status, "Actual");
    EXPECT_EQ(scenario.outputs.publisher.utc_offset, -(3 * 3600 + 1800));
    EXPECT_TRUE(scenario.outputs.previous.is_absolute());
}

TEST(ReadScenario, RefusesAlertsWhichMayNotBeSent) {
    const auto problems = read_text(R"(synthetic = true
[inputs]
elevation = "dem.tif"
[outputs]
alert_status = "Actual"
previous = "nowhere"
[publisher]
sender = "a b"
utc_offset = "seven"
)")
                              .problems;
    EXPECT_THAT(problems, Contains(HasSubstr(":5: outputs.alert_status: Actual is refused")));
    EXPECT_THAT(problems, Contains(HasSubstr(":6: outputs.previous: must be the folder")));
    EXPECT_THAT(problems, Contains(HasSubstr(":8: publisher.sender: 'a b'")));
    EXPECT_THAT(problems, Contains(HasSubstr(":9: publisher.utc_offset: must be")));
    EXPECT_EQ(problems.size(), 4U);
}

TEST(ReadScenario, PathsStartAtTheFolderOfTheFile) {
    const auto [scenario, problems] = read_text("[inputs]\nelevation = \"dem.tif\"\n");
    const auto& path = std::get<io::RasterSource>(scenario.inputs.at("elevation")).paths[0];
    EXPECT_EQ(path.parent_path(), scenario.file.parent_path());
}

TEST(ReadScenario, ReportsAllProblemsAtOnceWithLineAndKey) {
    const auto [scenario, problems] = read_text(R"(titel = "t"
[inputs]
elevation = "dem.tif"
cohesion = "5"
slop = "slope.tif"
friction_angle = "95 deg"
[outputs]
lang = "fr"
fields = "slope"
)");
    EXPECT_EQ(problems.size(), 6U);
    EXPECT_THAT(problems, Contains(HasSubstr(":1: titel: unknown key")));
    EXPECT_THAT(problems, Contains(HasSubstr(":4: inputs.cohesion: '5' has no unit; allowed: Pa")));
    EXPECT_THAT(problems, Contains(HasSubstr(":5: inputs.slop: no field 'slop'")));
    EXPECT_THAT(problems, Contains(HasSubstr(":6: inputs.friction_angle: 95 deg is out of range")));
    EXPECT_THAT(problems, Contains(HasSubstr(":8: outputs.lang: 'fr' is not one of: en, vi")));
    EXPECT_THAT(problems, Contains(HasSubstr(":9: outputs.fields: must be a list")));
}

TEST(ReadScenario, NamesLineAndColumnOfBrokenToml) {
    const auto [scenario, problems] = read_text("[inputs]\nelevation = dem.tif\n");
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_THAT(problems[0], HasSubstr("scenario.toml:2:"));
}

TEST(ReadScenario, ARasterWithoutCrsMayStateOne) {
    const auto [scenario, problems] =
        read_text("[inputs]\nelevation = { raster = \"dem.asc\", crs = \"EPSG:32648\" }\n");
    EXPECT_THAT(problems, ElementsAre());
    EXPECT_EQ(std::get<io::RasterSource>(scenario.inputs.at("elevation")).crs, "EPSG:32648");
}

TEST(ReadScenario, RefusesAnUnknownKeyInASource) {
    const auto [scenario, problems] =
        read_text("[inputs]\nelevation = { raster = \"dem.tif\", units = \"m\" }\n");
    EXPECT_THAT(problems, Contains(HasSubstr("Did you mean 'unit'?")));
}

TEST(ReadScenario, NamesTheFileThatIsNotThere) {
    Problems problems;
    read_scenario("no_such_folder/scenario.toml", problems);
    EXPECT_THAT(problems.list(),
                Contains(HasSubstr("no_such_folder/scenario.toml: cannot be read")));
}

TEST(SourceFromText, TellsAConstantFromAFileNameWhichStartsWithADigit) {
    const TemporaryFolder folder("source");
    std::ofstream(folder / "30m_dem.tif") << "";
    EXPECT_TRUE(std::holds_alternative<io::RasterSource>(
        source_from_text("30m_dem.tif", kElevation, folder.path(), "x")));
    EXPECT_TRUE(std::holds_alternative<io::ConstantSource>(
        source_from_text("30 m", kElevation, folder.path(), "x")));
}

TEST(ApplySetting, TakesModelParameterAndValue) {
    Scenario scenario;
    apply_setting(scenario, "infinite_slope.root_cohesion=2 kPa");
    EXPECT_EQ(scenario.settings["infinite_slope"]["root_cohesion"], "2 kPa");
    EXPECT_THROW(apply_setting(scenario, "root_cohesion=2 kPa"), InputError);
    EXPECT_THROW(apply_setting(scenario, "infinite_slope.root_cohesion"), InputError);
}

}  // namespace
}  // namespace hazone
