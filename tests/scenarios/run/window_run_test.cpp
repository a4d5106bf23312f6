// Runs under --memory, which go window by window: same files, bounded memory, nothing left behind.

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/synthetic.hpp"
#include "io/write/write.hpp"
#include "tests/support/program.hpp"
#include "tests/support/text_file.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using testing::contents;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_hazone;
using testing::TemporaryFolder;

constexpr Extent kExtent{2000, 1900};
constexpr const char* kFields =
    "filled_elevation contributing_area height_above_drainage slope wetness_index "
    "channel_confinement";
constexpr const char* kLimit = "150MB";
constexpr double kLimitBytes = 150e6;

json record(const fs::path& folder) { return json::parse(contents(folder / "run.json")); }

/// Hills and lakes with a hole, on a grid without round coordinates.
void write_dem(const fs::path& path) {
    FieldSet fields(Grid{kExtent, 400'012.3, 2'460'007.7, 24.6, "EPSG:32648"});
    Raster<float> z = synthetic_terrain(SyntheticTerrain::fractal, kExtent, 5);
    for (Index row = 700; row < 900; ++row) {
        std::fill_n(z.view().row(row) + 400 + row / 2, 300, kMissing);
    }
    fields.put(kElevation, std::move(z));
    io::write_geotiff(path, kElevation, fields, {});
}

class WindowRun : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder() = std::make_unique<TemporaryFolder>("window_run");
        write_dem(*folder() / "dem.tif");
        const auto run = derive(kFields, "memory", "");
        ASSERT_EQ(run.exit_code, 0) << run.output;
    }
    static void TearDownTestSuite() { folder().reset(); }

    static std::unique_ptr<TemporaryFolder>& folder() {
        static std::unique_ptr<TemporaryFolder> folder;
        return folder;
    }
    static std::string command(const std::string& fields,
                               const std::string& out,
                               const std::string& options) {
        return testing::hazone_program() + " derive " + fields +
               " -i elevation=" + (*folder() / "dem.tif").string() + " --out " +
               (*folder() / out).string() + " " + options;
    }
    static testing::ProgramResult derive(const std::string& fields,
                                         const std::string& out,
                                         const std::string& options) {
        return testing::run_command(command(fields, out, options));
    }
};

TEST_F(WindowRun, WritesTheFilesOfTheRunInMemoryByteForByteUnderTheLimit) {
    const auto run = derive(kFields, "windows", std::string("--netcdf --memory ") + kLimit);
    ASSERT_EQ(run.exit_code, 0) << run.output;
    EXPECT_THAT(run.output, HasSubstr("results.nc is not written"));
    EXPECT_FALSE(record(*folder() / "memory").at("memory").at("window_by_window"));
    EXPECT_TRUE(record(*folder() / "windows").at("memory").at("window_by_window"));
    int compared = 0;
    for (const auto& entry : fs::directory_iterator(*folder() / "memory")) {
        if (entry.path().extension() == ".tif") {
            EXPECT_EQ(contents(*folder() / "windows" / entry.path().filename()),
                      contents(entry.path()))
                << entry.path();
            ++compared;
        }
    }
    EXPECT_EQ(compared, 6);
    EXPECT_LT(record(*folder() / "windows").at("peak_memory_bytes").get<double>(),
              1.1 * kLimitBytes);
    const json memory = record(*folder() / "memory").at("stages");
    const json windows = record(*folder() / "windows").at("stages");
    for (std::size_t stage = 0; stage < memory.size(); ++stage) {
        EXPECT_EQ(windows[stage].at("cells"), memory[stage].at("cells"));
        EXPECT_EQ(windows[stage].at("missing_cells"), memory[stage].at("missing_cells"));
    }
}

TEST_F(WindowRun, TheScratchOfOverviewsIsCounted) {
    const json windows = record(*folder() / "windows").at("memory");
    EXPECT_GE(windows.at("scratch_bytes").get<double>(),
              4.0 * static_cast<double>(kExtent.size()) +
                  static_cast<double>(io::overview_bytes(CellType::float64, kExtent)));
}

TEST_F(WindowRun, ARunWhichFitsStaysInMemory) {
    const auto run = derive("slope", "fits", "--memory 4GiB");
    ASSERT_EQ(run.exit_code, 0) << run.output;
    EXPECT_FALSE(record(*folder() / "fits").at("memory").at("window_by_window"));
}

TEST_F(WindowRun, TooLittleMemoryIsRefusedWithTheLeastThatWorks) {
    const auto refused = derive("slope", "least", "--memory 50MB");
    EXPECT_EQ(refused.exit_code, 2);
    ASSERT_THAT(refused.output, HasSubstr("is the least that works"));
    const auto at = refused.output.find("more. ") + 6;
    const std::string least = refused.output.substr(at, refused.output.find(" GiB", at) - at);
    const auto run = derive("slope", "least", "--memory " + least + "GiB");
    ASSERT_EQ(run.exit_code, 0) << run.output;
    EXPECT_EQ(contents(*folder() / "least/slope.tif"), contents(*folder() / "memory/slope.tif"));
}

TEST_F(WindowRun, AModelOfTheWholeGridIsRefusedByName) {
    const auto refused = derive("upstream_length", "refused", std::string("--memory ") + kLimit);
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.output, AllOf(HasSubstr("upstream_path needs the whole grid in memory"),
                                      HasSubstr("GiB beside the program"),
                                      HasSubstr("take a smaller extent or larger cells")));
}

TEST_F(WindowRun, ARunoutIsRefusedWithWhatToDo) {
    const auto refused =
        derive("runout_impacted runout_reach_probability", "refused",
               "-i release_zone=" + (*folder() / "dem.tif").string() + " --memory " + kLimit);
    EXPECT_EQ(refused.exit_code, 2);
    for (const char* model : {"flow_runout", "random_walk_runout"}) {
        EXPECT_THAT(refused.output,
                    HasSubstr(std::string(model) + " needs the whole grid in memory"));
    }
    EXPECT_THAT(refused.output, HasSubstr("allow it that much, or take a smaller extent"));
}

TEST_F(WindowRun, ALimitOrAScratchFolderThatIsNoneIsRefused) {
    const auto limit = derive("slope", "refused", "--memory lots");
    EXPECT_EQ(limit.exit_code, 2);
    EXPECT_THAT(limit.output, AllOf(HasSubstr("--memory lots"), HasSubstr("2GiB")));
    const auto scratch =
        derive(kFields, "refused", std::string("--memory ") + kLimit + " --scratch /proc/nowhere");
    EXPECT_EQ(scratch.exit_code, 2);
    EXPECT_THAT(scratch.output, HasSubstr("--scratch /proc/nowhere"));
}

TEST_F(WindowRun, CheckSaysHowItWouldRunAndMapsAreRefused) {
    const std::string inputs =
        "[inputs]\nelevation = \"dem.tif\"\n[outputs]\n"
        "fields = [\"height_above_drainage\", \"wetness_index\"]\n";
    std::ofstream(*folder() / "fields.toml") << inputs << "map = false\nzones = false\n";
    const auto check = run_hazone("check " + (*folder() / "fields.toml").string() +
                                  " --memory 150MB --scratch " + (*folder() / "scratch").string());
    EXPECT_EQ(check.exit_code, 0) << check.output;
    EXPECT_THAT(check.output,
                AllOf(HasSubstr("window by window"), HasSubstr("limit 0.14 GiB"),
                      HasSubstr("of scratch files in"), HasSubstr(" s of writing GeoTIFFs")));
}

/// Nothing but what a run stopped half way may leave: parts of the writer, which the next run
/// removes.
void expect_no_scratch(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("scratch")));
    }
}

TEST_F(WindowRun, KilledAtAnyMomentLeavesNoScratch) {
    const fs::path scratch = *folder() / "killed_scratch";
    int killed = 0;
    for (const char* seconds : {"0.3", "0.9", "1.8"}) {
        const std::string run =
            command(kFields, "killed",
                    std::string("--quiet --memory ") + kLimit + " --scratch " + scratch.string());
        killed +=
            testing::run_command("timeout -s KILL " + std::string(seconds) + " " + run).exit_code ==
                    0
                ? 0
                : 1;
        EXPECT_TRUE(!fs::exists(scratch) || fs::is_empty(scratch));
    }
    EXPECT_GT(killed, 0);
}

TEST_F(WindowRun, SigtermStopsBetweenWindowsWithItsExitCode) {
    const std::string run = command(kFields, "stopped", std::string("--quiet --memory ") + kLimit);
    const auto stopped = testing::run_command("timeout -s TERM --preserve-status 0.4 " + run);
    EXPECT_EQ(stopped.exit_code, 143);
    EXPECT_FALSE(fs::exists(*folder() / "stopped/run.json"));
    expect_no_scratch(*folder() / "stopped");
    for (const auto& entry : fs::directory_iterator(*folder() / "stopped")) {
        EXPECT_FALSE(entry.path().filename().string().starts_with(".part-")) << entry.path();
    }
}

}  // namespace
}  // namespace hazone
