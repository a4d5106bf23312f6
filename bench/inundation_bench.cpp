// The two flood solvers on wavy ground, wet everywhere, with rain, losses, roughness cell by cell,
// missing cells and all that a run keeps. The number is that of cell updates; a step of second
// order counts as one. `active_share` is that of tiles which a step works through.
#include <cmath>
#include <numbers>

#include <benchmark/benchmark.h>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/threads.hpp"
#include "models/flood/inundation/local_inertial.hpp"
#include "models/flood/inundation/shallow_water.hpp"

namespace hazone::bench {
namespace {

using namespace inundation;

constexpr double kCellSize = 10;  // m
constexpr double kMostDefect = 1e-12;

/// Ground with waves of 1 m; every 1,000th cell or so is missing.
struct Place {
    explicit Place(Index size)
        : bed({size, size}),
          depth({size, size}),
          roughness({size, size}),
          rain({size, size}),
          loss({size, size}) {
        for_each_cell(bed.extent(), [&](Index row, Index col) {
            const double x = static_cast<double>(col) / 50;
            const double y = static_cast<double>(row) / 50;
            bed(row, col) =
                (row * 7 + col * 13) % 997 == 0 ? kMissing : 500 + std::sin(x) * std::cos(y);
            depth(row, col) = 1.6 - 0.4 * std::sin(x + 0.3) * std::cos(y);
            roughness(row, col) = 0.035F;
            rain(row, col) = 50e-3F / 3600;
            loss(row, col) = 10e-3F / 3600;
        });
    }

    Raster<double> bed;
    Raster<double> depth;
    Raster<float> roughness;
    Raster<float> rain;
    Raster<float> loss;
};

/// Steps, cells per second, and the books: a rate of a solver that loses water is not shown.
template <class T, class Solver>
void measure(benchmark::State& state, Solver& solver, Index cells) {
    solver.advance(1e9);
    double active = 0;
    for ([[maybe_unused]] auto _ : state) {
        active += static_cast<double>(solver.advance(1e9).active_tiles);
    }
    const WaterBalance& balance = solver.balance();
    const double allowed = sizeof(T) == 8 ? kMostDefect : 1e-6;
    if (!(std::abs(balance.defect()) <= allowed * balance.volume)) {
        state.SkipWithError("water is not kept");
        return;
    }
    const double tiles = std::ceil(std::sqrt(static_cast<double>(cells)) / kTile.cols) *
                         std::ceil(std::sqrt(static_cast<double>(cells)) / kTile.rows);
    state.SetItemsProcessed(state.iterations() * cells);
    state.counters["active_share"] = active / static_cast<double>(state.iterations()) / tiles;
    state.counters["defect"] = std::abs(balance.defect()) / balance.volume;
}

template <class Solver>
void fill(Solver& solver, const Place& place, Maxima& maxima) {
    solver.set_depth(place.depth.view());
    solver.sources().set(place.rain.view(), place.loss.view());
    solver.keep(&maxima);
}

GroundSource ground_of(const Place& place) {
    return {.bed = place.bed.view(), .roughness = place.roughness.view(), .cell_size = kCellSize};
}

template <class T>
void local_inertial(benchmark::State& state) {
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const Place place(state.range(0));
    LocalInertial<T> solver(ground_of(place), {}, {});
    MaximaCells cells(place.bed.extent());
    Maxima maxima(cells.views());
    fill(solver, place, maxima);
    measure<T>(state, solver, place.bed.size());
}

template <class T, Order kOrder>
void shallow_water(benchmark::State& state) {
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const Place place(state.range(0));
    ShallowWater<T> solver(ground_of(place), {},
                           {.order = kOrder, .dry_depth = sizeof(T) == 8 ? 1e-10 : 1e-6});
    MaximaCells cells(place.bed.extent());
    Maxima maxima(cells.views());
    fill(solver, place, maxima);
    measure<T>(state, solver, place.bed.size());
}

/// One pond in a dry land: what a step costs where nearly nothing is wet.
template <class T>
void local_inertial_mostly_dry(benchmark::State& state) {
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const Place place(state.range(0));
    LocalInertial<T> solver(ground_of(place), {}, {});
    Raster<double> pond(place.bed.extent(), 0.0);
    for_each_cell({40, 100}, [&](Index row, Index col) { pond(row + 10, col + 80) = 1; });
    MaximaCells cells(place.bed.extent());
    Maxima maxima(cells.views());
    solver.set_depth(pond.view());
    solver.keep(&maxima);
    measure<T>(state, solver, place.bed.size());
}

void sizes_and_threads(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"size", "threads"})->UseRealTime()->Unit(benchmark::kMillisecond);
    for (const int threads : {1, 2}) {
        bench->Args({2048, threads});
    }
}

BENCHMARK(local_inertial<double>)->Apply(sizes_and_threads);
BENCHMARK(local_inertial<float>)->Apply(sizes_and_threads);
BENCHMARK(shallow_water<double, Order::first>)->Apply(sizes_and_threads);
BENCHMARK(shallow_water<float, Order::first>)->Apply(sizes_and_threads);
BENCHMARK(shallow_water<double, Order::second>)->Apply(sizes_and_threads);
BENCHMARK(shallow_water<float, Order::second>)->Apply(sizes_and_threads);
BENCHMARK(local_inertial_mostly_dry<float>)->Apply(sizes_and_threads);

}  // namespace
}  // namespace hazone::bench
