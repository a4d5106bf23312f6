// Columns of soil under a storm: cells times output times per second, for each mode, model and
// number of periods.
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/parallel/loops.hpp"
#include "engine/parallel/threads.hpp"
#include "models/landslide/transient/column.hpp"

namespace hazone::bench {
namespace {

using models::transient::Boundary;
using models::transient::Column;
using models::transient::ColumnSoil;
using models::transient::ColumnSolver;
using models::transient::Mode;
using models::transient::Rates;
using models::transient::Settings;
using models::transient::Storm;

constexpr Index kColumns = Index{1} << 17;
constexpr Index kBlock = 512;
constexpr double kPeriod = 14400;  // s

/// Three soils of a weathered hill.
std::vector<ColumnSoil> soils(bool unsaturated) {
    std::vector<ColumnSoil> zones{{.cohesion = 4000,
                                   .friction_angle = 0.524,
                                   .unit_weight = 19000,
                                   .diffusivity = 1e-5,
                                   .conductivity = 1e-6,
                                   .saturated_water_content = 0.45,
                                   .residual_water_content = 0.1,
                                   .gardner_alpha = 2},
                                  {.cohesion = 8000,
                                   .friction_angle = 0.489,
                                   .unit_weight = 20000,
                                   .diffusivity = 5e-5,
                                   .conductivity = 5e-6,
                                   .saturated_water_content = 0.42,
                                   .residual_water_content = 0.08,
                                   .gardner_alpha = 3.5},
                                  {.cohesion = 2000,
                                   .friction_angle = 0.576,
                                   .unit_weight = 18500,
                                   .diffusivity = 2e-4,
                                   .conductivity = 2e-5,
                                   .saturated_water_content = 0.48,
                                   .residual_water_content = 0.06,
                                   .gardner_alpha = 5}};
    for (ColumnSoil& soil : zones) {
        soil.gardner_alpha = unsaturated ? soil.gardner_alpha : -1;
    }
    return zones;
}

/// Zones lie in patches of some hundred cells, as on a map.
std::vector<Column> columns(const std::vector<ColumnSoil>& zones) {
    std::mt19937_64 random(512);
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<Column> made;
    for (Index number = 0; number < kColumns; ++number) {
        const double depth = 0.8 + 2.4 * unit(random);
        made.push_back({.slope = 0.15 + 0.7 * unit(random),
                        .depth = depth,
                        .water_table_depth = depth * (0.6 + 0.4 * unit(random)),
                        .background_flux = 1e-8,
                        .soil = zones[static_cast<std::size_t>(number / 128 % 3)]});
    }
    return made;
}

struct Storms {
    Storm storm;
    std::vector<double> outputs;
    std::vector<float> rates;
};

Storms storm_of(int periods) {
    Storms made{.storm = {.boundaries = {0}, .end = periods * kPeriod}};
    for (int period = 0; period < periods; ++period) {
        made.storm.boundaries.push_back((period + 1) * kPeriod);
        made.outputs.push_back((period + 1) * kPeriod);
        made.rates.push_back(1e-5F * static_cast<float>(std::pow(std::sin(0.7 * period + 0.4), 2)));
    }
    return made;
}

/// Every column must have a safety factor from 0 to the cap, and that which it has on its own.
const char* what_is_wrong(const ColumnSolver& solver,
                          const std::vector<Column>& made,
                          const Rates& rates,
                          const std::vector<float>& safety) {
    const bool sound = std::all_of(safety.begin(), safety.end(),
                                   [](float value) { return value > 0 && value <= 10; });
    if (!sound) {
        return "a safety factor outside its range";
    }
    const std::size_t times = solver.output_times().size();
    std::vector<float> alone(times);
    for (std::size_t column = 0; column < made.size(); column += 997) {
        solver.solve_column(made[column], rates, {.safety_factor = alone.data(), .time_stride = 1});
        for (std::size_t time = 0; time < times; ++time) {
            if (alone[time] != safety[time * made.size() + column]) {
                return "a safety factor which depends on neighbours";
            }
        }
    }
    return nullptr;
}

void transient(benchmark::State& state, Mode mode, Boundary boundary, bool unsaturated) {
    const auto zones = soils(unsaturated);
    const auto made = columns(zones);
    const Storms storm = storm_of(static_cast<int>(state.range(0)));
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const Settings settings{.mode = mode, .boundary = boundary, .shallowest_depth = 0.001};
    const ColumnSolver solver(settings, storm.storm, storm.outputs, zones);
    const Rates rates{.values = storm.rates.data(), .period_stride = 1, .column_stride = 0};
    std::vector<float> safety(made.size() * storm.outputs.size());
    for ([[maybe_unused]] auto _ : state) {
        for_each_block(kColumns / kBlock, [&](Index block) {
            const auto first = static_cast<std::size_t>(block * kBlock);
            solver.solve_columns({&made[first], static_cast<std::size_t>(kBlock)}, rates,
                                 {.safety_factor = &safety[first], .time_stride = kColumns});
        });
        benchmark::DoNotOptimize(safety.data());
    }
    if (const char* wrong = what_is_wrong(solver, made, rates, safety); wrong != nullptr) {
        state.SkipWithError(wrong);
        return;
    }
    state.counters["cells_x_steps_per_second"] = benchmark::Counter(
        static_cast<double>(safety.size()), benchmark::Counter::kIsIterationInvariantRate);
}

void sizes(benchmark::internal::Benchmark* made) {
    made->ArgNames({"periods", "threads"})->Unit(benchmark::kMillisecond)->UseRealTime();
    for (const int periods : {6, 24, 72}) {
        for (const int count : {1, 2}) {
            made->Args({periods, count});
        }
    }
}

void exact_saturated(benchmark::State& state) {
    transient(state, Mode::exact, Boundary::finite_depth, false);
}
void exact_infinite(benchmark::State& state) {
    transient(state, Mode::exact, Boundary::infinite_depth, false);
}
void exact_unsaturated(benchmark::State& state) {
    transient(state, Mode::exact, Boundary::finite_depth, true);
}
void reference_saturated(benchmark::State& state) {
    transient(state, Mode::trigrs_2_1, Boundary::finite_depth, false);
}
void reference_unsaturated(benchmark::State& state) {
    transient(state, Mode::trigrs_2_1, Boundary::finite_depth, true);
}

BENCHMARK(exact_saturated)->Name("transient_saturated_finite_exact")->Apply(sizes);
BENCHMARK(exact_infinite)->Name("transient_saturated_infinite_exact")->Apply(sizes);
BENCHMARK(exact_unsaturated)->Name("transient_unsaturated_finite_exact")->Apply(sizes);
BENCHMARK(reference_saturated)->Name("transient_saturated_finite_trigrs")->Apply(sizes);
BENCHMARK(reference_unsaturated)->Name("transient_unsaturated_finite_trigrs")->Apply(sizes);

}  // namespace
}  // namespace hazone::bench
