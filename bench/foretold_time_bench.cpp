// The foretold time of columns in rain beside the time which they take, for the numbers of rain
// periods and outputs whose growth effort_test.cpp knows. `foretold` is the foretold time as a
// share of the measured one: its size depends on the processor, its growth hardly.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "models/landslide/transient/column.hpp"
#include "models/landslide/transient/column_params.hpp"
#include "models/landslide/transient/ground.hpp"

namespace hazone::bench {
namespace {

using namespace models::transient;

constexpr int kColumns = 512;
constexpr double kPeriod = 14400;  // s

/// Of unlike slope and depth, so that no two lanes agree.
std::vector<Column> columns(bool unsaturated) {
    std::vector<Column> made;
    for (int number = 0; number < kColumns; ++number) {
        const double depth = 0.8 + 2.4 * (number % 64) / 64.0;
        made.push_back({.slope = 0.15 + 0.7 * (number * 37 % kColumns) / kColumns,
                        .depth = depth,
                        .water_table_depth = depth * 0.8,
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

void foretold_time(benchmark::State& state, const std::string& mode, const std::string& condition) {
    const auto periods = state.range(0);
    const auto outputs = state.range(1);
    Storm storm{.boundaries = {0}, .end = static_cast<double>(periods) * kPeriod};
    std::vector<float> rain;
    for (std::int64_t period = 0; period < periods; ++period) {
        storm.boundaries.push_back(static_cast<double>(period + 1) * kPeriod);
        rain.push_back(1e-6F * static_cast<float>(period % 5 + 1));
    }
    std::vector<double> times;
    for (std::int64_t output = 1; output <= outputs; ++output) {
        times.push_back(storm.boundaries[static_cast<std::size_t>(output * periods / outputs)]);
    }
    const std::vector<Column> made = columns(condition == "unsaturated");
    const ColumnSolver solver({.mode = mode == "exact" ? Mode::exact : Mode::trigrs_2_1,
                               .boundary = Boundary::finite_depth,
                               .shallowest_depth = 0.001},
                              storm, times, std::vector{made[0].soil});
    std::vector<float> safety(made.size() * times.size());
    for ([[maybe_unused]] auto _ : state) {
        solver.solve_columns(
            made, {.values = rain.data(), .period_stride = 1, .column_stride = 0},
            {.safety_factor = safety.data(), .time_stride = static_cast<Index>(made.size())});
        benchmark::DoNotOptimize(safety.data());
    }
    const ParamTexts texts{{"mode", mode}, {"initial_condition", condition}, {"increments", "10"}};
    const double column =
        nanoseconds_of_column(Params::resolve("transient_infiltration", kColumnParams, texts),
                              {.rain_steps = periods, .output_times = outputs});
    state.SetItemsProcessed(state.iterations() * kColumns);
    state.counters["foretold"] = {
        1e-9 * column * kColumns * static_cast<double>(state.iterations()),
        benchmark::Counter::kIsRate};
}

void sizes(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"periods", "outputs"})->Unit(benchmark::kMicrosecond);
    benchmark->Args({6, 6})->Args({24, 24})->Args({72, 2})->Args({72, 72});
}

BENCHMARK_CAPTURE(foretold_time, exact_saturated, "exact", "saturated")->Apply(sizes);
BENCHMARK_CAPTURE(foretold_time, exact_unsaturated, "exact", "unsaturated")->Apply(sizes);
BENCHMARK_CAPTURE(foretold_time, trigrs_saturated, "trigrs-2.1", "saturated")->Apply(sizes);
BENCHMARK_CAPTURE(foretold_time, trigrs_unsaturated, "trigrs-2.1", "unsaturated")->Apply(sizes);

}  // namespace
}  // namespace hazone::bench
