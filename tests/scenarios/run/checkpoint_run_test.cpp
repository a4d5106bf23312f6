// A run of the program which is stopped and resumed.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::run_hazone;

class ADemoStorm : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(run_hazone("init --demo " + (folder_ / "demo").string()).exit_code, 0);
        std::ofstream(scenario()) << R"(
[inputs]
elevation = "dem.tif"
curve_number = 75
rain_gauges = "gauges.csv"
[grid]
cell_size = "90 m"
[choose]
peak_discharge = "kinematic_wave"
[models.kinematic_wave]
longest_step = "300 s"
longest_recession = "1 h"
[outputs]
fields = ["peak_discharge", "peak_time", "gauges", "event_rain"]
netcdf = "none"
zones = false
map = false
)";
    }
    void write_flood() const {
        std::ofstream(scenario()) << R"(
[inputs]
elevation = "dem.tif"
rain_gauges = "gauges.csv"
pour_points = "gauges.csv"
[grid]
cell_size = "250 m"
[choose]
maximum_depth = "local_inertial"
gauges = "local_inertial"
[models.local_inertial]
recession = "2 h"
[outputs]
fields = ["maximum_depth", "maximum_speed", "arrival_time", "flood_hazard_class", "gauges"]
netcdf = "none"
zones = false
map = false
)";
    }
    fs::path scenario() const { return folder_ / "demo/storm.toml"; }
    fs::path out(const std::string& name) const { return folder_ / name; }
    std::string command(const std::string& name, const std::string& more) const {
        return "run " + scenario().string() + " --out " + out(name).string() + " " + more;
    }
    std::string bytes(const fs::path& file) const {
        std::ifstream stream(file, std::ios::binary);
        std::ostringstream text;
        text << stream.rdbuf();
        return text.str();
    }
    /// Runs until the folder has a checkpoint, then asks for a stop.
    testing::ProgramResult stop_at_first_checkpoint(const std::string& name,
                                                    const std::string& every = "3",
                                                    const std::string& more = "") const {
        const std::string file = (out(name) / "checkpoint.h5").string();
        return testing::run_command(
            "( " + testing::hazone_program() + " " +
            command(name, "--quiet --checkpoint '" + every + "' " + more) +
            " & pid=$!; while [ ! -e " + file +
            " ] && kill -0 $pid; do sleep 0.02; done; kill -TERM $pid; wait $pid )");
    }

private:
    testing::TemporaryFolder folder_{"checkpoint_run"};
};

TEST_F(ADemoStorm, StoppedAndResumedHasTheBitsOfAnUninterruptedRun) {
    const auto whole = run_hazone(command("whole", ""));
    ASSERT_EQ(whole.exit_code, 0) << whole.output;
    EXPECT_THAT(whole.output, HasSubstr("water balance"));
    const auto stopped = stop_at_first_checkpoint("parts");
    ASSERT_EQ(stopped.exit_code, 143) << stopped.output;
    EXPECT_THAT(stopped.output, HasSubstr("--resume"));
    ASSERT_TRUE(fs::exists(out("parts") / "checkpoint.h5"));
    EXPECT_FALSE(fs::exists(out("parts") / "run.json"));

    const auto other = run_hazone(command("parts", "--resume --set kinematic_wave.courant=2"));
    EXPECT_EQ(other.exit_code, 2);
    EXPECT_THAT(other.output, AllOf(HasSubstr("models.kinematic_wave.courant was 1, is 2"),
                                    HasSubstr("belongs to another run")));

    const auto resumed = run_hazone(command("parts", "--resume"));
    ASSERT_EQ(resumed.exit_code, 0) << resumed.output;
    EXPECT_FALSE(fs::exists(out("parts") / "checkpoint.h5"));
    for (const char* file :
         {"peak_discharge.tif", "peak_time.tif", "event_rain.tif", "gauges.csv"}) {
        const std::string expected = bytes(out("whole") / file);
        EXPECT_GT(expected.size(), 100U) << file;
        EXPECT_TRUE(bytes(out("parts") / file) == expected) << file;
    }
    EXPECT_TRUE(bytes(out("whole") / "gauges.csv")
                    .starts_with("time_s,gauge,water_level_m,depth_m,discharge_m3s\n"));
}

TEST_F(ADemoStorm, ByTheBoxHasTheBitsOfAnUninterruptedRunToo) {
    const std::string box = "--set kinematic_wave.scheme=box";
    ASSERT_EQ(run_hazone(command("whole", box)).exit_code, 0);
    const auto stopped = stop_at_first_checkpoint("parts", "3", box);
    ASSERT_EQ(stopped.exit_code, 143) << stopped.output;
    const auto resumed = run_hazone(command("parts", "--resume " + box));
    ASSERT_EQ(resumed.exit_code, 0) << resumed.output;
    for (const char* file : {"peak_discharge.tif", "peak_time.tif", "gauges.csv"}) {
        const std::string expected = bytes(out("whole") / file);
        EXPECT_GT(expected.size(), 100U) << file;
        EXPECT_TRUE(bytes(out("parts") / file) == expected) << file;
    }
}

TEST_F(ADemoStorm, AFloodStoppedWithinAnHourAndResumedHasTheSameBits) {
    write_flood();
    const auto whole = run_hazone(command("whole", ""));
    ASSERT_EQ(whole.exit_code, 0) << whole.output;
    EXPECT_THAT(whole.output, HasSubstr("not accounted for"));
    const auto stopped = stop_at_first_checkpoint("parts", "0.01 s");
    ASSERT_EQ(stopped.exit_code, 143) << stopped.output;
    EXPECT_FALSE(fs::exists(out("parts") / "maximum_depth.tif"));
    const auto resumed = run_hazone(command("parts", "--resume"));
    ASSERT_EQ(resumed.exit_code, 0) << resumed.output;
    for (const char* file : {"maximum_depth.tif", "maximum_speed.tif", "arrival_time.tif",
                             "flood_hazard_class.tif", "gauges.csv"}) {
        const std::string expected = bytes(out("whole") / file);
        EXPECT_GT(expected.size(), 100U) << file;
        EXPECT_TRUE(bytes(out("parts") / file) == expected) << file;
    }
}

TEST_F(ADemoStorm, ResumptionOfNothingIsRefused) {
    const auto nothing = run_hazone(command("nothing", "--resume"));
    EXPECT_EQ(nothing.exit_code, 2);
    EXPECT_THAT(nothing.output, HasSubstr("does not exist"));
    const auto wrong = run_hazone(command("nothing", "--checkpoint never"));
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.output, HasSubstr("--checkpoint"));
}

}  // namespace
}  // namespace hazone
