// The foretold time of columns in rain against the time which they took.
#include <string>

#include <gtest/gtest.h>

#include "engine/pipeline/plan_cost.hpp"
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

/// What `hazone_bench --benchmark_filter=foretold` gave, medians of three on an AMD EPYC with
/// registers of 32 bytes: the time of columns as a multiple of that with 6 periods and 6 outputs.
struct Growth {
    Case given;
    Index periods, outputs;
    double measured;
};

constexpr Growth kGrowths[] = {
    {{"exact", "saturated"}, 24, 24, 3.51},       {{"exact", "saturated"}, 72, 2, 3.75},
    {{"exact", "saturated"}, 72, 72, 13.8},       {{"exact", "unsaturated"}, 24, 24, 2.78},
    {{"exact", "unsaturated"}, 72, 2, 6.39},      {{"exact", "unsaturated"}, 72, 72, 12.7},
    {{"trigrs-2.1", "saturated"}, 24, 24, 5.04},  {{"trigrs-2.1", "saturated"}, 72, 2, 7.35},
    {{"trigrs-2.1", "saturated"}, 72, 72, 15.6},  {{"trigrs-2.1", "unsaturated"}, 24, 24, 2.69},
    {{"trigrs-2.1", "unsaturated"}, 72, 2, 2.96}, {{"trigrs-2.1", "unsaturated"}, 72, 72, 15.4}};

/// With more periods and outputs the foretold time grows as the measured one does, within a factor
/// of two either way.
TEST(ForetoldTime, GrowsWithPeriodsAndOutputsAsTheMeasuredOne) {
    for (const Growth& growth : kGrowths) {
        const double grown =
            foretold(growth.given, growth.periods, growth.outputs) / foretold(growth.given, 6, 6);
        const std::string which = std::string(growth.given.mode) + ", " + growth.given.condition +
                                  ", " + std::to_string(growth.periods) + " periods, " +
                                  std::to_string(growth.outputs) + " outputs";
        EXPECT_GT(grown, growth.measured / 2) << which;
        EXPECT_LT(grown, growth.measured * 2) << which;
    }
}

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
