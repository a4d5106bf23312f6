// The program as a user meets it: commands, messages, exit codes. Needs no data but what it writes.
#include "tests/support/program.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "tests/support/text_file.hpp"

namespace hazone {
namespace {

using ::testing::AllOf;
using testing::contents;
using ::testing::HasSubstr;
using testing::run_hazone;
using testing::TemporaryFolder;

constexpr int kInputError = 2;

TEST(Program, ShowsItsCommandsWithExamples) {
    const auto result = run_hazone("--help");
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.output, AllOf(HasSubstr("init"), HasSubstr("check"), HasSubstr("explain"),
                                     HasSubstr("Examples:"), HasSubstr("Exit codes:")));
    for (const char* command : {"init", "check", "run", "derive", "models", "fields", "explain"}) {
        const auto help = run_hazone(std::string(command) + " --help");
        EXPECT_EQ(help.exit_code, 0) << command;
        EXPECT_THAT(help.output, HasSubstr("hazone " + std::string(command)));
    }
}

TEST(Program, RefusesAnUnknownCommandAndAMissingOne) {
    EXPECT_EQ(run_hazone("").exit_code, kInputError);
    EXPECT_EQ(run_hazone("rnu scenario.toml").exit_code, kInputError);
}

TEST(Program, InitWritesAScenarioWhichOnlyLacksItsDem) {
    const TemporaryFolder folder("init");
    const std::string target = (folder / "province").string();
    EXPECT_EQ(run_hazone("init " + target).exit_code, 0);
    const auto check = run_hazone("check " + target + "/scenario.toml");
    EXPECT_EQ(check.exit_code, kInputError);
    EXPECT_THAT(check.output, HasSubstr("dem.tif"));
    EXPECT_THAT(check.output, ::testing::Not(HasSubstr("unknown key")));
    const auto again = run_hazone("init " + target);
    EXPECT_EQ(again.exit_code, kInputError);
    EXPECT_THAT(again.output, HasSubstr("exists already"));
}

TEST(Program, WhatIsAModelAndNoFieldIsAnsweredByWhatItMakes) {
    const TemporaryFolder folder("model_as_field");
    testing::write_text(folder / "s.toml",
                        "[inputs]\nelevation = \"dem.tif\"\nrain = \"300 mm\"\n[outputs]\n"
                        "fields = [\"failure_probability\"]\n");
    const auto check = run_hazone("check " + (folder / "s.toml").string());
    EXPECT_EQ(check.exit_code, kInputError);
    EXPECT_THAT(check.output,
                AllOf(HasSubstr("'failure_probability' is a model, not a field"),
                      HasSubstr("landslide_susceptibility"), HasSubstr("uniform_rain.depth")));
}

TEST(Program, CheckNamesAllProblemsOfAScenarioAtOnce) {
    const TemporaryFolder folder("check");
    std::ofstream(folder / "s.toml") << "[inputs]\nelevation = \"no.tif\"\ncohesion = \"5 psi\"\n"
                                        "[models.infinite_slop]\nroot_cohesion = \"1 kPa\"\n";
    const auto result = run_hazone("check " + (folder / "s.toml").string());
    EXPECT_EQ(result.exit_code, kInputError);
    EXPECT_THAT(result.output, AllOf(HasSubstr("no.tif"), HasSubstr("'psi'"),
                                     HasSubstr("Did you mean 'infinite_slope'?")));
}

TEST(Program, ARefusedInputIsNotAlsoReportedAsMissing) {
    const TemporaryFolder folder("refused");
    std::ofstream(folder / "s.toml") << "[inputs]\nelevation = \"no.tif\"\ncohesion = \"5\"\n"
                                        "[outputs]\nfields = [\"safety_factor\"]\n";
    const auto result = run_hazone("check " + (folder / "s.toml").string());
    EXPECT_THAT(result.output, HasSubstr("inputs.cohesion: '5' has no unit"));
    EXPECT_THAT(result.output, ::testing::Not(HasSubstr("'cohesion' (")));
    EXPECT_THAT(result.output, HasSubstr("'friction_angle' ("));
    EXPECT_THAT(result.output,
                HasSubstr("soil_by_slope make 'friction_angle': set its 14 parameters"));
}

TEST(Program, ListsModelsAndFieldsAndSuggestsNames) {
    EXPECT_THAT(run_hazone("models shalstab").output,
                AllOf(HasSubstr("critical_rainfall"), HasSubstr("Montgomery")));
    EXPECT_THAT(run_hazone("fields slope").output, HasSubstr("horn_slope"));
    const auto wrong = run_hazone("models shalstap");
    EXPECT_EQ(wrong.exit_code, kInputError);
    EXPECT_THAT(wrong.output, HasSubstr("Did you mean 'shalstab'?"));
}

TEST(Program, ReferencePagesAreThoseOfTheCatalogue) {
    const std::filesystem::path docs = std::filesystem::path(HAZONE_SOURCE_DIR) / "docs/reference";
    EXPECT_EQ(run_hazone("models --markdown").output, contents(docs / "models.md"))
        << "make it anew: hazone models --markdown > docs/reference/models.md";
    EXPECT_EQ(run_hazone("fields --markdown").output, contents(docs / "fields.md"))
        << "make it anew: hazone fields --markdown > docs/reference/fields.md";
}

TEST(Program, DeriveRefusesWhatItCannotMake) {
    EXPECT_THAT(run_hazone("derive slop -i elevation=x.tif --out /nonexistent/out").output,
                HasSubstr("Did you mean 'slope'?"));
    EXPECT_THAT(run_hazone("derive slope -i elevaton=x.tif --out /nonexistent/out").output,
                HasSubstr("Did you mean 'elevation'?"));
    EXPECT_THAT(run_hazone("derive zone_levels -i elevation=x.tif --out /nonexistent/out").output,
                HasSubstr("not a raster"));
}

/// A valley as an ASCII grid: the ground rises from the middle of the south to all sides.
void write_valley(const std::filesystem::path& path) {
    std::ofstream grid(path);
    grid << "ncols 40\nnrows 40\nxllcorner 451000\nyllcorner 2446000\ncellsize 30\n";
    for (int row = 0; row < 40; ++row) {
        for (int col = 0; col < 40; ++col) {
            grid << 10 * (39 - row) + 7 * std::abs(col - 20) + (row * 7 + col * 13) % 5 << ' ';
        }
        grid << '\n';
    }
    std::ofstream(path.parent_path() / (path.stem().string() + ".prj"))
        << "Projection UTM\nZone 48\nDatum WGS84\nSpheroid WGS84\nUnits METERS\n";
}

TEST(Program, DeriveWritesLayersOfFeaturesAndNamesWhatCameOfThePoints) {
    const TemporaryFolder folder("layers");
    write_valley(folder / "dem.asc");
    std::ofstream(folder / "points.csv") << "name,x,y\nmouth,451620,2446010\nfar,1,1\n";
    const std::string out = (folder / "out").string();
    const auto result =
        run_hazone("derive stream_links basins snapped_pour_points -i elevation=" +
                   (folder / "dem.asc").string() +
                   " --crs EPSG:32648 -i pour_points=" + (folder / "points.csv").string() +
                   " --set stream_network.threshold_area='0.02 km2' --out " + out);
    ASSERT_EQ(result.exit_code, 0) << result.output;
    EXPECT_THAT(result.output, AllOf(HasSubstr("pour point 1 'mouth' was moved"),
                                     HasSubstr("pour point 2 'far' has no ground within")));
    for (const char* name : {"stream_links", "basins", "snapped_pour_points"}) {
        const auto file = folder / ("out/" + std::string(name) + ".gpkg");
        EXPECT_TRUE(std::filesystem::exists(file)) << name;
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "out/results.nc")) << "it would hold nothing";
    EXPECT_THAT(contents(folder / "out/run.json"),
                AllOf(HasSubstr("pour point 1 'mouth' was moved"), HasSubstr("basins.gpkg")));
    for (const auto& entry : std::filesystem::directory_iterator(folder / "out")) {
        EXPECT_THAT(entry.path().filename().string(), ::testing::Not(HasSubstr(".part")));
    }
}

TEST(Program, DeriveRefusesPointsItCannotRead) {
    const TemporaryFolder folder("points");
    write_valley(folder / "dem.asc");
    std::ofstream(folder / "points.csv") << "name,east\nmouth,451620\n";
    const auto result =
        run_hazone("derive drainage_basin -i elevation=" + (folder / "dem.asc").string() +
                   " --crs EPSG:32648 -i pour_points=" + (folder / "points.csv").string() +
                   " --out " + (folder / "out").string());
    EXPECT_EQ(result.exit_code, kInputError);
    EXPECT_THAT(result.output, HasSubstr("lon and lat"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST(Program, DeriveRefusesAChoiceOfAModelWhichDoesNotMakeTheField) {
    EXPECT_THAT(
        run_hazone("derive slope -i elevation=x.tif --out /nonexistent --model slope").output,
        HasSubstr("must have the form field=model"));
    EXPECT_THAT(
        run_hazone("derive slope -i elevation=x.tif --out /nonexistent --model slope=d8_flow")
            .output,
        HasSubstr("'d8_flow' does not make 'slope'; models which do: horn_slope"));
}

TEST(Program, ExplainRefusesAFolderWithoutAFinishedRun) {
    const TemporaryFolder folder("explain");
    const auto result = run_hazone("explain " + folder.path().string() + " --at 104,22");
    EXPECT_EQ(result.exit_code, kInputError);
    EXPECT_THAT(result.output, HasSubstr("run.json: not found"));
    EXPECT_THAT(run_hazone("explain x --at '104;22'").output, HasSubstr("longitude,latitude"));
}

}  // namespace
}  // namespace hazone
