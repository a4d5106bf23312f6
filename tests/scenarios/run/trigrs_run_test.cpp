// TRIGRS projects as their users have them, through hazone init and hazone run, against the grids
// of the reference itself.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "tests/scenarios/run/geo_check.hpp"
#include "tests/support/program.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::run_hazone;
using testing::TemporaryFolder;

struct Project {
    const char* folder;
    const char* name;
};

struct Product {
    const char* reference;
    const char* field;
    double bound;
};

// Of the depth one vertical step, 0.3 m at most in these projects, is allowed; see depth_bound().
constexpr Product kProducts[] = {{"TRfs_min_", "minimum_safety_factor", 1e-3},
                                 {"TRz_at_fs_min_", "depth_of_minimum", 0},
                                 {"TRp_at_fs_min_", "pressure_head_at_minimum", 1e-3},
                                 {"TRwater_depth_", "water_table_depth", 1e-3}};

std::vector<double> band_of(GDALDataset& dataset, int number) {
    const int rows = dataset.GetRasterYSize();
    const int cols = dataset.GetRasterXSize();
    std::vector<double> cells(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols));
    EXPECT_EQ(dataset.GetRasterBand(number)->RasterIO(GF_Read, 0, 0, cols, rows, cells.data(), cols,
                                                      rows, GDT_Float64, 0, 0, nullptr),
              CE_None);
    return cells;
}

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
            const Comparison found = compare(band_of(*dataset, band), reference,
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

/// Results do not depend on whether the grid is in memory or goes window by window.
TEST_P(TrigrsRun, WindowsGiveTheSameCells) {
    init();
    run("memory", "");
    run("windows", "--memory 100MB --scratch " + (folder_ / "scratch").string());
    for (const Product& product : kProducts) {
        const std::string name = std::string(product.field) + ".tif";
        const auto whole = testing::open_raster((folder_ / "memory" / name).string());
        const auto parts = testing::open_raster((folder_ / "windows" / name).string());
        ASSERT_EQ(whole->GetRasterCount(), parts->GetRasterCount());
        for (int band = 1; band <= whole->GetRasterCount(); ++band) {
            const auto a = band_of(*whole, band);
            const auto b = band_of(*parts, band);
            for (std::size_t k = 0; k < a.size(); ++k) {
                ASSERT_TRUE(a[k] == b[k] || (std::isnan(a[k]) && std::isnan(b[k]))) << name;
            }
        }
    }
}

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

}  // namespace
}  // namespace hazone
