// Tiles with steps of their own beside one step for all, where it matters: a deep narrow reservoir
// beside wide hillsides on which it rains, with its dam standing or broken. The number is that of
// simulated seconds in a second of the wall clock; beside it how far the greatest depths of the two
// are apart. `levels` is shallow_water.step_levels.
#include <cmath>

#include <benchmark/benchmark.h>

#include "engine/parallel/loops.hpp"
#include "engine/parallel/threads.hpp"
#include "models/flood/inundation/shallow_water.hpp"

namespace hazone::bench {
namespace {

using namespace inundation;

constexpr double kCellSize = 10;     // m
constexpr double kDuration = 120;    // s
constexpr double kLongestStep = 10;  // s, as in the model
constexpr double kWaterLevel = 540;  // m, in the reservoir
constexpr Index kSide = 1024;

enum class Dam { stands, breaks };

/// Hillsides which fall by 5 % to the south, with waves of 1 m; in the northwest a reservoir of 30
/// x 300 cells, 40 m deep behind its walls.
struct Valley {
    Valley(Index size, Dam dam)
        : bed({size, size}), depth({size, size}), roughness({size, size}, 0.05F) {
        for_each_cell(bed.extent(), [&](Index row, Index col) {
            const double x = static_cast<double>(col) / 50;
            const double y = static_cast<double>(row) / 50;
            const bool in_row = row >= 10 && row < 40;
            const bool in_col = col >= 50 && col < 350;
            const bool wall = row >= 8 && row < 42 && col >= 48 && col < 352;
            const bool gap = dam == Dam::breaks && row >= 40 && col >= 190 && col < 200;
            const double slope = 0.05 * kCellSize * static_cast<double>(size - row);
            bed(row, col) = slope + std::sin(x) * std::cos(y);
            if (in_row && in_col) {
                bed(row, col) = kWaterLevel - 40;
                depth(row, col) = 40;
            } else if (wall && !gap) {
                bed(row, col) = std::max(bed(row, col), kWaterLevel + 5);
            } else if (gap) {
                bed(row, col) = kWaterLevel - 40;
            }
            depth(row, col) = in_row && in_col ? 40 : 0.01;
        });
    }

    Raster<double> bed;
    Raster<double> depth;
    Raster<float> roughness;
};

struct Outcome {
    double steps = 0;
    double calls = 0;
    double refused = 0;
    double defect = 0;
};

Outcome run(const Valley& valley, int levels, MaximaCells& cells) {
    ShallowWater<double> solver(
        {.bed = valley.bed.view(), .roughness = valley.roughness.view(), .cell_size = kCellSize},
        {}, {.step_levels = levels});
    Maxima maxima(cells.views());
    solver.set_depth(valley.depth.view());
    solver.sources().set_uniform(50e-3 / 3600);
    solver.keep(&maxima);
    Outcome outcome;
    while (solver.time() < kDuration * (1 - 1e-12)) {
        const StepReport report = solver.advance_far(kLongestStep, kDuration - solver.time());
        outcome.steps += report.steps;
        outcome.calls += 1;
        outcome.refused += report.halvings;
    }
    outcome.defect = std::abs(solver.balance().defect()) / solver.balance().volume;
    return outcome;
}

template <Dam kDam>
void step_levels(benchmark::State& state) {
    const auto levels = static_cast<int>(state.range(0));
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const Valley valley(kSide, kDam);
    MaximaCells same(valley.bed.extent());
    if (levels > 0) {
        run(valley, 0, same);
    }
    Outcome outcome;
    double runs = 0;
    for ([[maybe_unused]] auto _ : state) {
        state.PauseTiming();
        MaximaCells own(valley.bed.extent());
        state.ResumeTiming();
        outcome = run(valley, levels, own);
        state.PauseTiming();
        runs += 1;
        double worst = 0;
        double sum = 0;
        for (Index cell = 0; levels > 0 && cell < own.depth.size(); ++cell) {
            const double apart = std::abs(own.depth.data()[cell] - same.depth.data()[cell]);
            worst = std::max(worst, apart);
            sum += apart;
        }
        state.counters["worst_m"] = worst;
        state.counters["mean_m"] = sum / static_cast<double>(own.depth.size());
        state.ResumeTiming();
    }
    if (!(outcome.defect <= 1e-12)) {
        state.SkipWithError("water is not kept");
        return;
    }
    state.counters["simulated"] = benchmark::Counter(runs * kDuration, benchmark::Counter::kIsRate);
    state.counters["steps"] = outcome.steps;
    state.counters["common"] = outcome.calls;
    state.counters["refused"] = outcome.refused;
}

void levels_and_threads(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"levels", "threads"})->UseRealTime()->Unit(benchmark::kSecond)->Iterations(1);
    for (const int levels : {0, 1, 2, 3, 5}) {
        bench->Args({levels, 1});
    }
}

BENCHMARK(step_levels<Dam::stands>)->Name("step_levels, dam stands")->Apply(levels_and_threads);
BENCHMARK(step_levels<Dam::breaks>)->Name("step_levels, dam breaks")->Apply(levels_and_threads);

}  // namespace
}  // namespace hazone::bench
