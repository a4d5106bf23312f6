// The foretold time of columns in rain against the time which they take.
#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/pipeline/plan.hpp"
#include "models/catalogue.hpp"
#include "models/landslide/transient/column_params.hpp"
#include "models/landslide/transient/ground.hpp"

namespace hazone::models::transient {
namespace {

struct Case {
    const char* mode;
    const char* condition;
};

double foretold(const Case& given, Index steps, Index times, const char* increments = "10") {
    const ParamTexts texts{
        {"mode", given.mode}, {"initial_condition", given.condition}, {"increments", increments}};
    return nanoseconds_of_column(Params::resolve("transient_infiltration", kColumnParams, texts),
                                 {.rain_steps = steps, .output_times = times});
}

/// 512 columns of unlike slope and depth, so that no two lanes agree.
std::vector<Column> columns(bool unsaturated) {
    std::vector<Column> made;
    for (int number = 0; number < 512; ++number) {
        const double share = (number * 37 % 512) / 512.0;
        made.push_back({.slope = 0.15 + 0.7 * share,
                        .depth = 0.8 + 2.4 * (number % 64) / 64.0,
                        .water_table_depth = (0.8 + 2.4 * (number % 64) / 64.0) * 0.8,
                        .background_flux = 1e-8,
                        .soil = {.cohesion = 8000,
                                 .friction_angle = 0.489,
                                 .unit_weight = 20000,
                                 .diffusivity = 5e-5,
                                 .conductivity = 5e-6,
                                 .saturated_water_content = 0.42,
                                 .residual_water_content = 0.08,
                                 .gardner_alpha = unsaturated ? 3.5 : -1}});
    }
    return made;
}

/// Processor time of 512 columns, the least of several runs, s.
double measured(const Case& given, int periods, int outputs) {
    const bool unsaturated = std::string(given.condition) == "unsaturated";
    Storm storm{.boundaries = {0}, .end = periods * 14400.0};
    std::vector<float> rain;
    for (int period = 0; period < periods; ++period) {
        storm.boundaries.push_back((period + 1) * 14400.0);
        rain.push_back(1e-6F * static_cast<float>(period % 5 + 1));
    }
    std::vector<double> times;
    for (int output = 1; output <= outputs; ++output) {
        times.push_back(storm.boundaries[static_cast<std::size_t>(output * periods / outputs)]);
    }
    const std::vector<Column> made = columns(unsaturated);
    const Settings settings{
        .mode = std::string(given.mode) == "exact" ? Mode::exact : Mode::trigrs_2_1,
        .boundary = Boundary::finite_depth,
        .shallowest_depth = 0.001};
    const ColumnSolver solver(settings, storm, times, std::vector{made[0].soil});
    std::vector<float> safety(made.size() * times.size());
    double least = 1e9;
    double spent = 0;
    for (int run = 0; run < 3 || spent < 0.1; ++run) {
        const std::clock_t start = std::clock();
        solver.solve_columns(
            made, {.values = rain.data(), .period_stride = 1, .column_stride = 0},
            {.safety_factor = safety.data(), .time_stride = static_cast<Index>(made.size())});
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        least = std::min(least, seconds);
        spent += seconds;
    }
    return least;
}

class ForetoldTime : public ::testing::TestWithParam<Case> {};

/// Whatever the machine: with more periods and outputs the foretold time grows as the measured one
/// does, within a factor of two either way.
TEST_P(ForetoldTime, GrowsWithPeriodsAndOutputsAsTheMeasuredOne) {
#ifndef NDEBUG
    GTEST_SKIP() << "a debug build spends its time elsewhere";
#endif
    const Case& given = GetParam();
    const double unit = measured(given, 6, 6) / foretold(given, 6, 6);
    for (const auto& [periods, outputs] : {std::pair{24, 24}, {72, 2}, {72, 72}}) {
        const double ratio =
            measured(given, periods, outputs) / (unit * foretold(given, periods, outputs));
        RecordProperty(std::to_string(periods) + "x" + std::to_string(outputs),
                       std::to_string(ratio));
        EXPECT_GT(ratio, 0.5) << periods << " periods, " << outputs << " outputs";
        EXPECT_LT(ratio, 2.0) << periods << " periods, " << outputs << " outputs";
    }
}

INSTANTIATE_TEST_SUITE_P(Modes,
                         ForetoldTime,
                         ::testing::Values(Case{"exact", "saturated"},
                                           Case{"exact", "unsaturated"},
                                           Case{"trigrs-2.1", "saturated"},
                                           Case{"trigrs-2.1", "unsaturated"}));

TEST(ForetoldTime, OfSaturatedColumnsIsLessAndOfMoreDepthsMore) {
    const Case saturated{"exact", "saturated"};
    const Case unsaturated{"exact", "unsaturated"};
    EXPECT_LT(3 * foretold(saturated, 72, 2), foretold(unsaturated, 72, 2));
    EXPECT_DOUBLE_EQ(foretold(saturated, 6, 6, "21"), 2 * foretold(saturated, 6, 6));
}

TEST(ForetoldTime, ReachesThePlan) {
    Plan plan;
    plan.times = 3;
    plan.stages.push_back({.model = find_model(catalogue(), "transient_infiltration"),
                           .params = Params::resolve("transient_infiltration", kColumnParams, {})});
    const Extent extent{100, 200};
    const double six = estimated_seconds(plan, extent, 6);
    EXPECT_DOUBLE_EQ(six, 1e-9 * 20000 * foretold({"exact", "unsaturated"}, 6, 3));
    EXPECT_GT(estimated_seconds(plan, extent, 72), 5 * six);
}

}  // namespace
}  // namespace hazone::models::transient
