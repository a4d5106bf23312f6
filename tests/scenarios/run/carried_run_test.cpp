// A storm in two runs of the program, the second of which goes on with the soil of the first, and
// reservoirs from tables.
#include <cmath>
#include <fstream>
#include <sstream>

#include <gdal_priv.h>
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

std::vector<float> cells_of(const fs::path& path) {
    GDALAllRegister();
    const GDALDatasetUniquePtr file(GDALDataset::Open(path.string().c_str()));
    EXPECT_NE(file, nullptr) << path;
    const int cols = file->GetRasterXSize();
    const int rows = file->GetRasterYSize();
    std::vector<float> cells(static_cast<std::size_t>(cols) * static_cast<std::size_t>(rows));
    EXPECT_EQ(file->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, cols, rows, cells.data(), cols, rows,
                                               GDT_Float32, 0, 0),
              CE_None);
    return cells;
}

class ADemoStorm : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(run_hazone("init --demo " + (folder_ / "demo").string()).exit_code, 0);
    }
    /// A run with hours of even rain at these rates, with the inputs `more` beside the terrain.
    testing::ProgramResult run(const std::string& name,
                               const std::string& more,
                               const std::string& rates) const {
        const fs::path scenario = folder_ / "demo" / (name + ".toml");
        std::ofstream(scenario) << R"(
[inputs]
elevation = "dem.tif"
conductivity = "2 mm/h"
)" << more << "[inputs.rain]\nrates = ["
                                << rates << "]\nperiods = ["
                                << (rates.find(',') == std::string::npos ? "" : "\"1 h\", ")
                                << "\"1 h\"]\n"
                                << R"(
[grid]
extent = [445000, 2455000, 453000, 2463000]
cell_size = "100 m"
[choose]
peak_discharge = "kinematic_wave"
gauges = "kinematic_wave"
final_soil_saturation = "kinematic_wave"
final_interflow_water = "kinematic_wave"
[models.kinematic_wave]
loss = "variable_infiltration"
longest_step = "5 min"
longest_recession = "0 s"
reservoir_snap_distance = "2 km"
[outputs]
fields = ["peak_discharge", "gauges", "final_soil_saturation", "final_interflow_water"]
netcdf = "none"
zones = false
map = false
)";
        return run_hazone("run " + scenario.string() + " --out " + (folder_ / name).string());
    }
    testing::TemporaryFolder folder_{"carried_run"};
};

constexpr const char* kFirst = "\"20 mm/h\"";
constexpr const char* kThen = "\"35 mm/h\"";

TEST_F(ADemoStorm, GoesOnWithTheSoilOfTheFirstRun) {
    const auto whole = run("whole", "", std::string(kFirst) + ", " + kThen);
    ASSERT_EQ(whole.exit_code, 0) << whole.output;
    const auto first = run("first", "", kFirst);
    ASSERT_EQ(first.exit_code, 0) << first.output;
    const auto second = run("second",
                            "soil_saturation = {raster = \"../first/final_soil_saturation.tif\"}\n"
                            "initial_interflow_water = \"../first/final_interflow_water.tif\"\n",
                            kThen);
    ASSERT_EQ(second.exit_code, 0) << second.output;
    for (const char* field : {"final_soil_saturation.tif", "final_interflow_water.tif"}) {
        const auto expected = cells_of(folder_ / "whole" / field);
        const auto own = cells_of(folder_ / "second" / field);
        const auto before = cells_of(folder_ / "first" / field);
        ASSERT_EQ(own.size(), expected.size());
        double most = 0;
        int known = 0;
        for (std::size_t cell = 0; cell < own.size(); ++cell) {
            ASSERT_EQ(std::isnan(own[cell]), std::isnan(expected[cell]));
            if (!std::isnan(own[cell])) {
                ASSERT_NEAR(own[cell], expected[cell], 2e-7 * expected[cell]) << field;
                most = std::max(most, double{expected[cell] - before[cell]});
                ++known;
            }
        }
        EXPECT_GT(known, 1000);
        EXPECT_GT(most, 1e-4) << field << " changes in the second hour";
    }
}

TEST_F(ADemoStorm, ReservoirsComeFromTablesAndGoIntoTheGauges) {
    const auto dams = [&](const char* place) {
        std::ofstream(folder_ / "demo/dams.csv")
            << "name,x,y,area_m2,crest_level_m,weir_width_m\nUpper," << place << ",200000,500,12\n";
    };
    dams("449000,2459000");
    const auto done = run("dams", "reservoirs = \"dams.csv\"\n", kThen);
    ASSERT_EQ(done.exit_code, 0) << done.output;
    EXPECT_THAT(done.output, AllOf(HasSubstr("in reservoirs"), HasSubstr("reservoir 'Upper' ")));
    std::ifstream table(folder_ / "dams/gauges.csv");
    std::ostringstream text;
    text << table.rdbuf();
    EXPECT_THAT(text.str(),
                AllOf(HasSubstr("time_s,gauge,water_level_m,depth_m,discharge_m3s,storage_m3\n"),
                      HasSubstr(",Upper,500.")));
    dams("449000,2475000");  // in the grid of the demo, but not in that of the run
    const auto far = run("far", "reservoirs = \"dams.csv\"\n", kThen);
    EXPECT_EQ(far.exit_code, 2);
    EXPECT_THAT(far.output, HasSubstr("lies in the grid"));
}

}  // namespace
}  // namespace hazone
