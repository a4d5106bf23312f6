// TRIGRS projects as their users have them, through hazone init and hazone run, against the grids
// of the reference itself.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/pipeline/params.hpp"
#include "tests/scenarios/run/geo_check.hpp"
#include "tests/support/program.hpp"
#include "tests/support/text_file.hpp"
#include "tests/support/trigrs_oracle.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;
using testing::contents;
using ::testing::HasSubstr;
using testing::run_hazone;
using testing::TemporaryFolder;

constexpr const char* kLimit = "150MB";  // less than the run takes in memory

struct Project {
    const char* folder;
    const char* name;
};

struct Product {
    const char* reference;
    const char* field;
    double bound;
};

// Of the depth one vertical step is allowed; see depth_bound(). The depth of the water table has a
// test of its own.
constexpr Product kProducts[] = {{"TRfs_min_", "minimum_safety_factor", 1e-3},
                                 {"TRz_at_fs_min_", "depth_of_minimum", 0},
                                 {"TRp_at_fs_min_", "pressure_head_at_minimum", 1e-3}};

/// Cells of a grid of the reference; empty where there is none.
std::vector<double> reference_grid(const fs::path& path) {
    if (!fs::exists(path)) {
        return {};
    }
    const auto dataset = testing::open_raster(path.string());
    return testing::cells_of(*dataset);
}

class TrigrsRun : public ::testing::TestWithParam<Project> {
protected:
    void SetUp() override {
        if (testing::shared_folder().empty() || !fs::exists(oracles())) {
            GTEST_SKIP() << "no shared data: set HAZONE_SHARED, or put it at ../shared";
        }
    }

    static fs::path oracles() {
        return testing::shared_folder() / "oracles/landslide" / GetParam().folder;
    }
    static std::string file() { return "tr_" + std::string(GetParam().name) + ".txt"; }

    std::string init(const std::string& options = "--crs EPSG:32648") const {
        const auto result = run_hazone("init --from-trigrs '" + (oracles() / file()).string() +
                                       "' " + options + " " + (folder_ / "p").string());
        EXPECT_EQ(result.exit_code, 0) << result.output;
        return result.output;
    }

    void run(const std::string& out, const std::string& options) const {
        const auto result = run_hazone("run " + (folder_ / "p/scenario.toml").string() + " --out " +
                                       (folder_ / out).string() + " --quiet " + options);
        EXPECT_EQ(result.exit_code, 0) << result.output;
    }

    /// One vertical step of each cell, where that is the bound.
    std::vector<double> depth_bound() const {
        std::vector<double> bound =
            testing::cells_of(*testing::open_raster((folder_ / "p/soil_depth.tif").string()));
        for (double& depth : bound) {
            depth = depth / 10 + 1e-5;
        }
        return bound;
    }

    TemporaryFolder folder_{"trigrs_" + std::string(GetParam().folder) + GetParam().name};
};

struct Comparison {
    int cells = 0;
    int beyond = 0;
    double worst = 0;
    double median = 0;
};

Comparison compare(const std::vector<double>& ours,
                   const std::vector<double>& reference,
                   const std::vector<double>& bounds) {
    constexpr double kNoData = -9999;
    constexpr double kSkipped = 11;
    Comparison found;
    std::vector<double> off;
    for (std::size_t k = 0; k < ours.size(); ++k) {
        if (reference[k] == kNoData || reference[k] == kSkipped) {
            continue;
        }
        off.push_back(std::isnan(ours[k]) ? INFINITY : std::abs(ours[k] - reference[k]));
        found.beyond += off.back() <= bounds[k] ? 0 : 1;
    }
    found.cells = static_cast<int>(off.size());
    if (!off.empty()) {
        std::nth_element(off.begin(), off.begin() + found.cells / 2, off.end());
        found.median = off[off.size() / 2];
        found.worst = *std::max_element(off.begin(), off.end());
    }
    return found;
}

TEST_P(TrigrsRun, WritesTheGridsOfTheReference) {
    init();
    run("out", "--set transient_infiltration.mode=trigrs-2.1");
    int compared = 0;
    for (const Product& product : kProducts) {
        const auto dataset = testing::open_raster(
            (folder_ / "out" / (std::string(product.field) + ".tif")).string());
        ASSERT_NE(dataset, nullptr) << product.field;
        for (int band = 1; band <= dataset->GetRasterCount(); ++band) {
            const auto reference =
                reference_grid(oracles() / "out" /
                               (std::string(product.reference) + GetParam().name + "_" +
                                std::to_string(band) + ".asc"));
            if (reference.empty()) {
                continue;
            }
            std::vector<double> bounds(reference.size(), product.bound);
            const Comparison found = compare(testing::cells_of(*dataset, band), reference,
                                             product.bound > 0 ? bounds : depth_bound());
            EXPECT_GT(found.cells, 0);
            EXPECT_EQ(found.beyond, 0) << product.field << " band " << band << " of " << found.cells
                                       << " cells, worst " << found.worst;
            EXPECT_LT(found.median, 1e-5) << product.field << " band " << band;
            ++compared;
        }
    }
    EXPECT_GE(compared, 3);
}

/// How the water table of a run stands to that of the reference, in columns.
struct Tables {
    int equal = 0;
    int initial = 0;  // by D7
    int fringe = 0;   // by D7
    int other = 0;
};

/// D7: the first of the reference's water table grids is the initial one whatever has happened, and
/// the later ones of the unsaturated model give the top of the capillary fringe, 1/alpha above the
/// table.
void count_tables(const std::vector<double>& ours,
                  const std::vector<double>& reference,
                  const testing::OracleRun& run,
                  bool first,
                  Tables& counts) {
    constexpr double kBound = 1e-3;  // m
    for (std::size_t number = 0; number < run.columns.size(); ++number) {
        const auto& column = run.columns[number];
        const std::size_t cell = run.cells[number];
        const double alpha = column.soil.gardner_alpha;
        const double top = std::max(ours[cell] - 1 / alpha, 0.0);
        if (std::abs(ours[cell] - reference[cell]) <= kBound) {
            ++counts.equal;
        } else if (first && std::abs(column.water_table_depth - reference[cell]) <= kBound) {
            ++counts.initial;
        } else if (alpha > 0 && std::abs(top - reference[cell]) <= kBound) {
            ++counts.fringe;
        } else {
            ++counts.other;
        }
    }
}

class TrigrsWaterTable : public TrigrsRun {};

TEST_P(TrigrsWaterTable, IsThatOfTheReferenceButForD7) {
    init();
    run("out", "--set transient_infiltration.mode=trigrs-2.1");
    const testing::OracleRun oracle = testing::oracle_run(GetParam().folder, GetParam().name);
    const auto dataset = testing::open_raster((folder_ / "out/water_table_depth.tif").string());
    ASSERT_NE(dataset, nullptr);
    Tables counts;
    for (int band = 1; band <= dataset->GetRasterCount(); ++band) {
        const auto reference = reference_grid(oracles() / "out" /
                                              ("TRwater_depth_" + std::string(GetParam().name) +
                                               "_" + std::to_string(band) + ".asc"));
        ASSERT_FALSE(reference.empty()) << band;
        count_tables(testing::cells_of(*dataset, band), reference, oracle, band == 1, counts);
    }
    EXPECT_GT(counts.equal + counts.initial + counts.fringe, 0);
    EXPECT_EQ(counts.other, 0);
    RecordProperty("equal", counts.equal);
    RecordProperty("initial_by_D7", counts.initial);
    RecordProperty("fringe_by_D7", counts.fringe);
    std::printf("%d equal, %d initial, %d of the fringe\n", counts.equal, counts.initial,
                counts.fringe);
}

INSTANTIATE_TEST_SUITE_P(Projects,
                         TrigrsWaterTable,
                         ::testing::Values(Project{"syn64", "si1"},
                                           Project{"syn64", "sf1"},
                                           Project{"syn64", "siM"},
                                           Project{"syn64", "sfM"},
                                           Project{"syn64", "uiM"},
                                           Project{"syn64", "ufM"}),
                         [](const auto& project) { return std::string(project.param.name); });

INSTANTIATE_TEST_SUITE_P(Projects,
                         TrigrsRun,
                         ::testing::Values(Project{"tutorial", "sfM"},
                                           Project{"tutorial", "sfMro"},
                                           Project{"tutorial", "sf1ro"},
                                           Project{"tutorial", "siMro"},
                                           Project{"tutorial", "ufMro"},
                                           Project{"tutorial", "uiMro"},
                                           Project{"syn64", "si1"},
                                           Project{"syn64", "sf1"},
                                           Project{"syn64", "siM"},
                                           Project{"syn64", "sfM"},
                                           Project{"syn64", "uiM"},
                                           Project{"syn64", "ufM"}),
                         [](const auto& project) {
                             return std::string(project.param.folder) + "_" + project.param.name;
                         });

class RoutedTrigrs : public TrigrsRun {};

TEST_P(RoutedTrigrs, InfiltrationIsThatOfTheReference) {
    const std::string said = init();
    EXPECT_THAT(said, HasSubstr("runoff was routed"));
    int compared = 0;
    for (int period = 1; period <= 2; ++period) {
        const auto reference =
            reference_grid(oracles() / "out" /
                           ("TRinfilratPer" + std::to_string(period) + GetParam().name + ".asc"));
        if (reference.empty()) {
            continue;
        }
        const auto ours = testing::cells_of(*testing::open_raster(
            (folder_ / ("p/infiltration_rate_" + std::to_string(period) + ".tif")).string()));
        for (std::size_t k = 0; k < ours.size(); ++k) {
            ASSERT_NEAR(ours[k], reference[k], 1e-6 * reference[k] + 1e-15) << "cell " << k;
        }
        ++compared;
    }
    EXPECT_GT(compared, 0);
}

INSTANTIATE_TEST_SUITE_P(Projects,
                         RoutedTrigrs,
                         ::testing::Values(Project{"tutorial", "sfMro"},
                                           Project{"tutorial", "sf1ro"},
                                           Project{"tutorial", "siMro"},
                                           Project{"tutorial", "ufMro"},
                                           Project{"tutorial", "uiMro"}),
                         [](const auto& project) { return std::string(project.param.name); });

/// A hillside at 1 m, of 70 ha, with rain that differs from place to place, in periods of unequal
/// length.
void write_hillside(const TemporaryFolder& folder, int rows = 1000, int cols = 700) {
    std::ofstream grid(folder / "dem.asc");
    std::ofstream rain(folder / "rain.asc");
    for (std::ofstream* file : {&grid, &rain}) {
        *file << "ncols " << cols << "\nnrows " << rows
              << "\nxllcorner 400000\nyllcorner 2400000\ncellsize 1\nNODATA_value -9999\n";
    }
    for (int row = 0; row < rows; ++row) {
        for (int col = 0; col < cols; ++col) {
            grid << 300 + 0.3 * row + 5 * std::sin(0.05 * col) << ' ';
            rain << (row == 250 && col > 300 ? -9999 : 20 + 0.1 * col) << ' ';
        }
        grid << '\n';
        rain << '\n';
    }
    std::ofstream(folder / "dem.prj")
        << R"(PROJCS["WGS 84 / UTM zone 48N",GEOGCS["WGS 84",)"
           R"(DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],)"
           R"(UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],)"
           R"(PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",105],)"
           R"(PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],)"
           R"(PARAMETER["false_northing",0],UNIT["metre",1]])";
    fs::copy_file(folder / "dem.prj", folder / "rain.prj");
    std::ofstream(folder / "scenario.toml")
        << "[inputs]\nelevation = \"dem.asc\"\nsoil_depth = \"2 m\"\n"
           "initial_water_table_depth = \"2 m\"\nbackground_flux = \"1e-9 m/s\"\n"
           "cohesion = \"4 kPa\"\nfriction_angle = \"30 deg\"\nunit_weight = \"19 kN/m3\"\n"
           "hydraulic_diffusivity = \"1e-5 m2/s\"\nconductivity = \"1e-6 m/s\"\n"
           "saturated_water_content = 0.45\nresidual_water_content = 0.1\n"
           "gardner_alpha = \"-1 1/m\"\n"
           "rain = { periods = [\"6 h\", \"90 min\"], rates = [\"rain.asc\", \"0 mm/h\"], "
           "unit = \"mm/h\" }\n"
           "[models.transient_infiltration]\ninitial_condition = \"saturated\"\n"
           "depth = \"infinite\"\nincrements = 2\n[outputs]\nzones = false\nmap = false\n"
           "netcdf = \"none\"\nfields = [\"minimum_safety_factor\", \"water_table_depth\"]\n"
           "times = [\"1 h\", \"2 h\", \"3 h\", \"4 h\", \"5 h\", \"6 h\", \"7 h\", \"7.5 h\"]\n";
}

TEST(TransientRun, FilesOfARunByWindowsAreThoseOfTheRunInMemory) {
    const TemporaryFolder folder("transient_windows");
    write_hillside(folder);
    const std::string command = "run " + (folder / "scenario.toml").string() + " --out ";
    const auto memory = run_hazone(command + (folder / "memory").string());
    ASSERT_EQ(memory.exit_code, 0) << memory.output;
    const auto windows =
        run_hazone(command + (folder / "windows").string() + " --memory " + kLimit);
    ASSERT_EQ(windows.exit_code, 0) << windows.output;
    EXPECT_THAT(contents(folder / "windows/run.json"), HasSubstr("\"window_by_window\": true"));
    for (const char* name : {"minimum_safety_factor.tif", "water_table_depth.tif"}) {
        EXPECT_EQ(contents(folder / "memory" / name), contents(folder / "windows" / name)) << name;
    }
    const auto dataset =
        testing::open_raster((folder / "memory/minimum_safety_factor.tif").string());
    ASSERT_EQ(dataset->GetRasterCount(), 8);
    EXPECT_STREQ(dataset->GetRasterBand(8)->GetMetadataItem("time"), "27000");
    const std::vector<double> cells = testing::cells_of(*dataset, 8);
    EXPECT_TRUE(std::isnan(cells[250 * 700 + 400])) << "no rain known there";
    EXPECT_FALSE(std::isnan(cells[250 * 700 + 200]));
}

/// The sentences of run.json which say that the mode of the reference takes another time.
std::vector<std::string> notes_of_times(const fs::path& folder) {
    std::istringstream lines(contents(folder / "run.json"));
    std::vector<std::string> found;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("has no time step at") != std::string::npos) {
            found.push_back(line);
        }
    }
    return found;
}

TEST(TransientRun, OtherOutputTimesAreToldByRunsInMemoryAndByWindows) {
    const TemporaryFolder folder("transient_notes");
    write_hillside(folder);
    const std::string command = "run " + (folder / "scenario.toml").string() +
                                " --set transient_infiltration.mode=trigrs-2.1 --out ";
    const auto memory = run_hazone(command + (folder / "memory").string());
    ASSERT_EQ(memory.exit_code, 0) << memory.output;
    EXPECT_THAT(memory.output, HasSubstr("has no time step at 3600 s"));
    const auto windows =
        run_hazone(command + (folder / "windows").string() + " --memory " + kLimit);
    ASSERT_EQ(windows.exit_code, 0) << windows.output;
    EXPECT_THAT(windows.output, HasSubstr("has no time step at 3600 s"));
    const std::vector<std::string> told = notes_of_times(folder / "memory");
    EXPECT_GE(told.size(), 5U);
    EXPECT_EQ(notes_of_times(folder / "windows"), told);
    EXPECT_THAT(contents(folder / "windows/run.json"), HasSubstr("\"window_by_window\": true"));
}

/// The scenario of write_hillside with the probability of failure in place of the safety factor.
void ask_for_probabilities(const TemporaryFolder& folder) {
    std::string text = contents(folder / "scenario.toml");
    const auto replace = [&](const std::string& old, const std::string& changed) {
        text.replace(text.find(old), old.size(), changed);
    };
    replace("[models.transient_infiltration]",
            "[choose]\nlandslide_susceptibility = \"transient_failure\"\n"
            "[models.transient_failure]\nsamples = 50\nunit_weight_variation = 0.05\n"
            "correlation = -0.3\nfriction_variation = 0.1");
    replace("4 kPa", "1 kPa");
    replace("30 deg", "16 deg");
    replace("\"minimum_safety_factor\", \"water_table_depth\"",
            "\"failure_probability_in_time\", \"failure_probability_error_in_time\", "
            "\"highest_failure_probability\", \"landslide_susceptibility\"");
    std::ofstream(folder / "scenario.toml") << text;
}

TEST(TransientRun, ProbabilitiesHaveABandForEachOutputTime) {
    const TemporaryFolder folder("transient_failure");
    write_hillside(folder);
    ask_for_probabilities(folder);
    const std::string command = "run " + (folder / "scenario.toml").string() + " --out ";
    const auto memory = run_hazone(command + (folder / "memory").string());
    ASSERT_EQ(memory.exit_code, 0) << memory.output;
    const auto windows =
        run_hazone(command + (folder / "windows").string() + " --memory " + kLimit);
    ASSERT_EQ(windows.exit_code, 0) << windows.output;
    EXPECT_THAT(contents(folder / "windows/run.json"), HasSubstr("\"window_by_window\": true"));
    for (const char* name : {"failure_probability_in_time.tif", "landslide_susceptibility.tif",
                             "failure_probability_error_in_time.tif"}) {
        EXPECT_EQ(contents(folder / "memory" / name), contents(folder / "windows" / name)) << name;
    }
    const auto dataset =
        testing::open_raster((folder / "memory/failure_probability_in_time.tif").string());
    ASSERT_EQ(dataset->GetRasterCount(), 8);
    const auto highest = testing::cells_of(
        *testing::open_raster((folder / "memory/highest_failure_probability.tif").string()));
    double before = 0;
    for (int band = 1; band <= 8; ++band) {
        EXPECT_STRNE(dataset->GetRasterBand(band)->GetMetadataItem("time"), nullptr);
        const std::vector<double> cells = testing::cells_of(*dataset, band);
        EXPECT_TRUE(std::isnan(cells[250 * 700 + 400])) << "no rain known there";
        const double here = cells[600 * 700 + 650];
        EXPECT_LE(here, highest[600 * 700 + 650]);
        EXPECT_GE(here, before) << "while it rains";
        before = band < 6 ? here : 0;
    }
    EXPECT_GT(highest[600 * 700 + 650], 0.2);
    EXPECT_LE(highest[600 * 700 + 650], 1);
}

/// Longitude and latitude of a point in UTM zone 48 north, as --at wants them.
std::string lon_lat(double x, double y) {
    OGRSpatialReference utm;
    OGRSpatialReference degrees;
    utm.importFromEPSG(32648);
    degrees.importFromEPSG(4326);
    degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformation* transformation = OGRCreateCoordinateTransformation(&utm, &degrees);
    EXPECT_TRUE(transformation->Transform(1, &x, &y));
    OGRCoordinateTransformation::DestroyCT(transformation);
    return std::to_string(x) + "," + std::to_string(y);
}

/// "minimum_safety_factor = 1.3 after 1 h, ..." with the numbers of the bands at the cell.
std::string stated_values(GDALDataset& dataset, std::size_t cell) {
    const char* times[] = {"1 h", "2 h", "3 h", "4 h", "5 h", "6 h", "7 h", "450 min"};
    std::string text = "minimum_safety_factor = ";
    for (int band = 1; band <= dataset.GetRasterCount(); ++band) {
        const double value = testing::cells_of(dataset, band)[cell];
        text +=
            (band > 1 ? ", " : "") + display_text(value, Unit::one) + " after " + times[band - 1];
    }
    return text;
}

TEST(TransientRun, AnExplanationStatesTheTimeOfEachValue) {
    const TemporaryFolder folder("transient_explained");
    write_hillside(folder, 40, 30);
    const std::string text = contents(folder / "scenario.toml");
    std::string both = text;
    both.replace(both.find("netcdf = \"none\""), 15, "netcdf = \"all\"");
    testing::write_text(folder / "both.toml", both);
    for (const char* scenario : {"scenario", "both"}) {
        const std::string out = (folder / (std::string(scenario) + "_out")).string();
        const auto result =
            run_hazone("run " + (folder / scenario).string() + ".toml --out " + out);
        ASSERT_EQ(result.exit_code, 0) << result.output;
        const auto explained =
            run_hazone("explain " + out + " --at " + lon_lat(400000 + 12.5, 2400000 + 40 - 20.5));
        EXPECT_EQ(explained.exit_code, 0);
        const auto dataset = testing::open_raster(out + "/minimum_safety_factor.tif");
        EXPECT_THAT(explained.output, HasSubstr(stated_values(*dataset, 20 * 30 + 12)));
    }
}

TEST(TransientRun, OutputTimesAreAskedFor) {
    const TemporaryFolder folder("transient_times");
    write_hillside(folder);
    std::string text = contents(folder / "scenario.toml");
    std::ofstream(folder / "none.toml") << text.substr(0, text.find("times ="));
    const auto none = run_hazone("check " + (folder / "none.toml").string());
    EXPECT_NE(none.exit_code, 0);
    EXPECT_THAT(none.output, HasSubstr("outputs.times: is missing; minimum_safety_factor has one"));
    text.replace(text.find("\"2 h\""), 5, "\"9 m\"");
    std::ofstream(folder / "unit.toml") << text;
    const auto unit = run_hazone("check " + (folder / "unit.toml").string());
    EXPECT_THAT(unit.output, HasSubstr("outputs.times"));
}

}  // namespace
}  // namespace hazone
