// The mode trigrs_2_1 against results of TRIGRS 2.1 itself.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/trigrs_oracle.hpp"

namespace hazone {
namespace {

using models::transient::ColumnSolver;
using models::transient::Results;
using testing::OracleRun;

struct Case {
    const char* folder;
    const char* name;
};

class TrigrsOracle : public ::testing::TestWithParam<Case> {};

struct Solved {
    std::vector<float> safety, depth, pressure, table;
};

Solved solve(const ColumnSolver& solver, const OracleRun& run) {
    const std::size_t size = run.columns.size() * solver.output_times().size();
    Solved solved{std::vector<float>(size), std::vector<float>(size), std::vector<float>(size),
                  std::vector<float>(size)};
    solver.solve_columns(run.columns, run.rate_table(),
                         {.safety_factor = solved.safety.data(),
                          .depth_of_minimum = solved.depth.data(),
                          .pressure_head = solved.pressure.data(),
                          .water_table_depth = solved.table.data(),
                          .time_stride = static_cast<Index>(run.columns.size())});
    return solved;
}

TEST_P(TrigrsOracle, IsMatched) {
    const auto [folder, name] = GetParam();
    if (!std::filesystem::exists(testing::trigrs_oracles() / folder)) {
        GTEST_SKIP() << "no shared data at " << testing::trigrs_oracles();
    }
    const OracleRun run = testing::oracle_run(folder, name);
    const ColumnSolver solver(run.settings, run.storm, run.outputs, run.zones);
    const Solved solved = solve(solver, run);
    const std::size_t count = run.columns.size();
    int compared = 0;
    for (std::size_t output = 0; output < run.outputs.size(); ++output) {
        const auto grid = [&](const char* what) {
            return testing::oracle_grid(
                run.folder / "out" /
                (std::string(what) + run.suffix + "_" + std::to_string(output + 1) + ".asc"));
        };
        const auto safety = grid("TRfs_min_");
        const auto depth = grid("TRz_at_fs_min_");
        const auto pressure = grid("TRp_at_fs_min_");
        const auto table = grid("TRwater_depth_");
        if (safety.empty()) {
            continue;
        }
        std::vector<double> differences;
        std::array<int, 4> beyond{};
        std::array<double, 4> worst{};
        for (std::size_t column = 0; column < count; ++column) {
            const std::size_t at = output * count + column;
            const std::size_t cell = run.cells[column];
            double ours = solved.safety[at];
            if (safety[cell] == 11) {
                ours = 11;
            }
            const double step = run.columns[column].depth / run.settings.increments;
            const std::array<double, 4> off{
                std::abs(ours - safety[cell]),
                depth.empty() ? 0 : std::abs(solved.depth[at] - depth[cell]) / step,
                pressure.empty() ? 0 : std::abs(solved.pressure[at] - pressure[cell]),
                table.empty() ? 0 : std::abs(solved.table[at] - table[cell])};
            const std::array<double, 4> bound{1e-3, 1.001, 1e-3, 1e-3};
            for (std::size_t what = 0; what < 4; ++what) {
                worst[what] =
                    off[what] > worst[what] || std::isnan(off[what]) ? off[what] : worst[what];
                beyond[what] += off[what] <= bound[what] ? 0 : 1;
            }
            differences.push_back(off[0]);
        }
        std::nth_element(differences.begin(), differences.begin() + differences.size() / 2,
                         differences.end());
        ++compared;
        std::printf(
            "%s %s output %zu t %g: worst FS %.2g z %.2g p %.2g wt %.2g beyond %d %d %d %d median "
            "%.2g of %zu\n",
            folder, name, output + 1, solver.output_times()[output], worst[0], worst[1], worst[2],
            worst[3], beyond[0], beyond[1], beyond[2], beyond[3],
            differences[differences.size() / 2], count);
        EXPECT_EQ(beyond[0], 0);
    }
    EXPECT_GT(compared, 0);
}

INSTANTIATE_TEST_SUITE_P(Grids,
                         TrigrsOracle,
                         ::testing::Values(Case{"syn64", "si1"},
                                           Case{"syn64", "siM"},
                                           Case{"syn64", "sf1"},
                                           Case{"syn64", "sfM"},
                                           Case{"syn64", "uiM"},
                                           Case{"syn64", "ufM"},
                                           Case{"tutorial", "sfM"},
                                           Case{"tutorial", "sf1ro"},
                                           Case{"tutorial", "sfMro"},
                                           Case{"tutorial", "siMro"},
                                           Case{"tutorial", "ufMro"},
                                           Case{"tutorial", "uiMro"},
                                           Case{"bench512", "satinf1"},
                                           Case{"bench512", "satfin1"},
                                           Case{"bench512", "satinfM"},
                                           Case{"bench512", "satfinM"},
                                           Case{"bench512", "unsinfM"},
                                           Case{"bench512", "unsfinM"}),
                         [](const auto& instance) {
                             return std::string(instance.param.folder) + "_" + instance.param.name;
                         });

}  // namespace
}  // namespace hazone
