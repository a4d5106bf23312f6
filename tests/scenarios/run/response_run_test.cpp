// Unit hydrographs and design discharges through the program, with each time of concentration.
#include <fstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "tests/support/program.hpp"
#include "tests/support/text_file.hpp"

namespace hazone {
namespace {

using ::testing::AllOf;
using testing::contents;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_hazone;
using testing::TemporaryFolder;

/// A valley which falls to the south, with side valleys, 3.24 km2.
void write_valley(const std::filesystem::path& path) {
    std::ofstream grid(path);
    grid << "ncols 60\nnrows 60\nxllcorner 451000\nyllcorner 2446000\ncellsize 30\n";
    for (int row = 0; row < 60; ++row) {
        for (int col = 0; col < 60; ++col) {
            grid << 5 * (59 - row) + 9 * std::abs(col - 30) + 4 * (col % 7) + 2 * (row % 5) << ' ';
        }
        grid << '\n';
    }
    std::ofstream(path.parent_path() / (path.stem().string() + ".prj"))
        << "Projection UTM\nZone 48\nDatum WGS84\nSpheroid WGS84\nUnits METERS\n";
}

/// Runs the scenario with the time of concentration of a model; gives the folder of its results.
std::filesystem::path run_with(const std::string& model, const std::filesystem::path& folder) {
    const auto out = folder / model;
    testing::write_text(folder / (model + ".toml"),
                        "[inputs]\nelevation = \"dem.asc\"\ncurve_number = 80\n"
                        "mean_annual_maximum_rain = \"120 mm\"\n"
                        "annual_maximum_rain_variation = 0.35\n"
                        "[models.uniform_rain]\ndepth = \"200 mm\"\nduration = \"6 h\"\n"
                        "[grid]\ncrs = \"EPSG:32648\"\n"
                        "[choose]\nconcentration_time = \"" +
                            model +
                            "\"\n[models.stream_network]\nthreshold_area = \"0.05 km2\"\n"
                            "[models.drainage_basin]\nminimum_area = \"1 km2\"\n"
                            "[models.geomorphologic_unit_hydrograph]\nstream_velocity = \"2 m/s\"\n"
                            "[models.bankfull_by_geometry]\ndepth_of_1_km2 = \"0.3 m\"\n"
                            "depth_exponent = 0.213\n"
                            "[outputs]\nfields = [\"concentration_time\", \"peak_discharge\", "
                            "\"peak_discharge_of_100_years\", \"unit_hydrographs\", "
                            "\"geomorphologic_unit_hydrographs\"]\npictures = \"none\"\n"
                            "zones = false\nmap = false\n");
    const auto result =
        run_hazone("run " + (folder / (model + ".toml")).string() + " --out " + out.string());
    EXPECT_EQ(result.exit_code, 0) << result.output;
    return out;
}

TEST(ResponseRun, TakesTheChosenTimeOfConcentration) {
    const TemporaryFolder folder("response");
    write_valley(folder / "dem.asc");
    const auto by_velocity = run_with("velocity_method", folder / "");
    const auto by_length = run_with("kirpich", folder / "");
    EXPECT_THAT(contents(by_velocity / "run.json"), HasSubstr("velocity_method"));
    EXPECT_THAT(contents(by_length / "run.json"), Not(HasSubstr("\"velocity_method\"")));
    for (const char* field :
         {"concentration_time.tif", "peak_discharge.tif", "peak_discharge_of_100_years.tif"}) {
        const std::string bytes = contents(by_velocity / field);
        EXPECT_FALSE(bytes.empty()) << field;
        EXPECT_NE(bytes, contents(by_length / field)) << field;
    }
    const std::string table = contents(by_velocity / "unit_hydrographs.csv");
    EXPECT_THAT(table, AllOf(HasSubstr("basin"), HasSubstr("time_s"),
                             HasSubstr("discharge_m3s_per_mm"), HasSubstr("900")));
    EXPECT_EQ(table, contents(by_length / "unit_hydrographs.csv"));
    EXPECT_TRUE(std::filesystem::exists(by_velocity / "geomorphologic_unit_hydrographs.gpkg"));
}

}  // namespace
}  // namespace hazone
