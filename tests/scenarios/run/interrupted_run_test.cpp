// Runs that are stopped, refused, or fed in another way than the demo.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "tests/scenarios/run/geo_check.hpp"
#include "tests/support/program.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::run_hazone;
using testing::TemporaryFolder;

class OnTheDemo : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(run_hazone("init --demo " + demo().string()).exit_code, 0); }
    fs::path demo() const { return folder_ / "demo"; }
    fs::path results() const { return folder_ / "results"; }
    std::string run_command() const {
        return testing::hazone_program() + " run " + (demo() / "scenario.toml").string() +
               " --quiet --out " + results().string();
    }
    /// Writes text as a scenario beside the demo's data.
    std::string scenario(const std::string& text) const {
        std::ofstream(demo() / "other.toml") << text;
        return (demo() / "other.toml").string();
    }

private:
    TemporaryFolder folder_{"interrupted_run"};
};

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    if (fs::exists(folder)) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            files.push_back(entry.path());
        }
    }
    return files;
}

bool is_part(const fs::path& path) { return path.filename().string().starts_with(".part-"); }

void expect_whole(const fs::path& file) {
    if (file.extension() == ".tif") {
        const auto raster = testing::open_raster(file.string());
        ASSERT_NE(raster, nullptr) << file;
        EXPECT_EQ(testing::cells_of(*raster).size(), 1000000U) << file;
    }
    EXPECT_GT(fs::file_size(file), 0U) << file;
}

TEST_F(OnTheDemo, KilledAtAnyMomentLeavesNoHalfFileUnderAFinalName) {
    std::size_t whole_files = 0;
    for (const char* seconds : {"0.4", "0.8", "1.2", "1.6", "2.0", "2.4", "2.8"}) {
        const auto killed =
            testing::run_command("timeout -s KILL " + std::string(seconds) + " " + run_command());
        if (killed.exit_code == 0) {
            break;  // a fast machine was done before
        }
        EXPECT_FALSE(fs::exists(results() / "run.json"));
        for (const fs::path& file : files_in(results())) {
            if (!is_part(file)) {
                expect_whole(file);
                ++whole_files;
            }
        }
    }
    EXPECT_GT(whole_files, 0U);
    EXPECT_EQ(testing::run_command(run_command()).exit_code, 0);
    EXPECT_TRUE(fs::exists(results() / "run.json"));
    for (const fs::path& file : files_in(results())) {
        EXPECT_FALSE(is_part(file)) << file;
    }
}

TEST_F(OnTheDemo, SigtermStopsBetweenStagesWithItsExitCode) {
    // timeout signals the program, then its group: the program hears it twice.
    std::size_t stops = 0;
    for (const char* seconds : {"0.6", "0.9", "1.1", "1.3"}) {
        const auto stopped = testing::run_command("timeout -s TERM --preserve-status " +
                                                  std::string(seconds) + " " + run_command());
        if (stopped.exit_code == 0) {
            break;  // a fast machine was done before
        }
        ++stops;
        EXPECT_EQ(stopped.exit_code, 143) << seconds << " s";
        EXPECT_FALSE(fs::exists(results() / "run.json"));
        for (const fs::path& file : files_in(results())) {
            EXPECT_FALSE(is_part(file)) << seconds << " s: " << file;
        }
    }
    EXPECT_GT(stops, 0U);
}

TEST_F(OnTheDemo, RefusesAGridLargerThanMemory) {
    const auto refused = run_hazone(
        "check " + scenario("[inputs]\nelevation = \"dem.tif\"\n[grid]\ncell_size = \"0.05 m\"\n"
                            "[outputs]\nfields = [\"slope\"]\nmap = false\nzones = false\n"));
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.output,
                AllOf(HasSubstr("more than this machine has"), HasSubstr("grid.cell_size")));
}

TEST_F(OnTheDemo, RefusesACommandLineThatCannotWriteItsFolder) {
    const auto refused =
        run_hazone("run " + (demo() / "scenario.toml").string() + " --out /proc/no_such_place");
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.output, HasSubstr("--out /proc/no_such_place"));
}

TEST_F(OnTheDemo, TakesOneEventRasterAndBasinsAsZones) {
    const std::string soil =
        "cohesion = \"6 kPa\"\nfriction_angle = \"32 deg\"\nunit_weight = \"18 kN/m3\"\n"
        "conductivity = \"18 mm/h\"\ncurve_number = 75\n";
    const std::string file =
        scenario("[inputs]\nelevation = \"dem.tif\"\nevent_rain = \"240 mm\"\n" + soil +
                 "[models.block_storm]\nduration = \"6 h\"\n"
                 "[outputs]\nfields = [\"hazard_class\"]\nmap = false\nnetcdf = \"none\"\n");
    const auto run = run_hazone("run " + file + " --out " + results().string());
    ASSERT_EQ(run.exit_code, 0) << run.output;
    const auto zones = testing::open_vector(results() / "zones.gpkg");
    ASSERT_NE(zones, nullptr);
    EXPECT_GT(zones->GetLayerByName("zones")->GetFeatureCount(), 10);
    EXPECT_FALSE(fs::exists(results() / "map.png"));
    EXPECT_FALSE(fs::exists(results() / "results.nc"));
}

TEST_F(OnTheDemo, AForgottenRainIsRefusedWithEveryWayToGiveIt) {
    const auto refused =
        run_hazone("check " + scenario("[inputs]\nelevation = \"dem.tif\"\n[outputs]\n"
                                       "fields = [\"event_rain\"]\nmap = false\nzones = false\n"));
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.output, AllOf(HasSubstr("'rain_gauges'"), HasSubstr("uniform_rain.depth"),
                                      HasSubstr("uniform_rain.duration")));
}

/// The scenario of the whole of Taiwan, run on the clip of it which the tests can afford.
TEST(RealTerrain, RunsOnAClipOfTaiwanWithItsBasinsAsZones) {
    const fs::path shared = testing::shared_folder();
    if (shared.empty()) {
        GTEST_SKIP() << "no shared data: set HAZONE_SHARED, or put it at ../shared";
    }
    const TemporaryFolder folder("taiwan_clip");
    std::ifstream original(fs::path(HAZONE_SOURCE_DIR) / "scenarios/taiwan_yagi/scenario.toml");
    std::ostringstream text;
    text << original.rdbuf();
    std::string scenario = text.str();
    const std::string whole =
        "${HAZONE_SHARED:-../../../shared}/data/dem/"
        "taiwan_dtm_30m_epsg3826.tif";
    const auto at = scenario.find(whole);
    ASSERT_NE(at, std::string::npos);
    scenario.replace(at, whole.size(),
                     fs::absolute(shared / "data/dem/taiwan_ci_1024_30m.tif").string());
    std::ofstream(folder / "scenario.toml") << scenario;
    const auto run = run_hazone("run " + (folder / "scenario.toml").string() + " --out " +
                                (folder / "results").string());
    ASSERT_EQ(run.exit_code, 0) << run.output;
    const auto classes = testing::open_raster((folder / "results/hazard_class.tif").string());
    ASSERT_NE(classes, nullptr);
    testing::expect_crs(classes->GetSpatialRef(), 3826);
    std::size_t known = 0;
    for (const double value : testing::cells_of(*classes)) {
        known += value >= 1 && value <= 5 ? 1 : 0;
    }
    EXPECT_GT(known, std::size_t{1000} * 1000);
}

}  // namespace
}  // namespace hazone
