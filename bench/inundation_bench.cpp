// The two flood solvers on wavy ground, wet everywhere, with rain, losses, roughness cell by cell,
// missing cells and all that a run keeps. The number is that of cell updates; a step of second
// order counts as one. `active_share` is that of tiles which a step works through, `fastest` the
// rate of the fastest step, which others on the same processor disturb least.
#include <algorithm>
#include <chrono>
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

/// Results which a run keeps.
enum class Kept { depth_and_speed, all_eight };

template <Kept kKept>
MaximaViews kept(MaximaCells& cells) {
    MaximaViews views = cells.views();
    if constexpr (kKept == Kept::depth_and_speed) {
        return {.depth = views.depth, .speed = views.speed};
    }
    return views;
}

constexpr double kNoEnd = 1e9;  // s

/// Steps, cells per second, and the books: a rate of a solver that loses water is not shown.
template <class T, class Solver>
void measure(benchmark::State& state, Solver& solver, Index cells) {
    solver.advance_far(kNoEnd, kNoEnd);
    double active = 0;
    double steps = 0;
    double least = kNoEnd;  // s a step
    for ([[maybe_unused]] auto _ : state) {
        const auto start = std::chrono::steady_clock::now();
        const StepReport report = solver.advance_far(kNoEnd, kNoEnd);
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        least = std::min(least, taken.count() / report.steps);
        active += static_cast<double>(report.active_tiles * report.steps);
        steps += report.steps;
    }
    const WaterBalance& balance = solver.balance();
    const double allowed = sizeof(T) == 8 ? kMostDefect : 1e-6;
    if (!(std::abs(balance.defect()) <= allowed * balance.volume)) {
        state.SkipWithError("water is not kept");
        return;
    }
    const double side = std::sqrt(static_cast<double>(cells));
    const double tiles = std::ceil(side / kTile.cols) * std::ceil(side / kTile.rows);
    state.SetItemsProcessed(static_cast<std::int64_t>(steps) * cells);
    state.counters["active_share"] = active / steps / tiles;
    state.counters["fastest"] = static_cast<double>(cells) / least;
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

template <class T, Kept kKept, InertialScheme kScheme>
void local_inertial(benchmark::State& state) {
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const Place place(state.range(0));
    LocalInertial<T> solver(ground_of(place), {}, {.scheme = kScheme});
    MaximaCells cells(place.bed.extent());
    Maxima maxima(kept<kKept>(cells));
    fill(solver, place, maxima);
    measure<T>(state, solver, place.bed.size());
}

template <class T, Order kOrder, Kept kKept>
void shallow_water(benchmark::State& state) {
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const Place place(state.range(0));
    ShallowWater<T> solver(ground_of(place), {},
                           {.order = kOrder, .dry_depth = sizeof(T) == 8 ? 1e-10 : 1e-6});
    MaximaCells cells(place.bed.extent());
    Maxima maxima(kept<kKept>(cells));
    fill(solver, place, maxima);
    measure<T>(state, solver, place.bed.size());
}

/// Ponds in a dry land, 5 % of it: `wall` is the rate of all cells, `active` that of the cells of
/// the tiles which a step works through, `wet` that of wet cells.
template <class T>
void local_inertial_mostly_dry(benchmark::State& state) {
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const Place place(state.range(0));
    LocalInertial<T> solver(ground_of(place), {}, {});
    Raster<double> ponds(place.bed.extent(), 0.0);
    const auto rows = static_cast<Index>(0.05 * static_cast<double>(state.range(0)));
    for_each_cell({rows, state.range(0)},
                  [&](Index row, Index col) { ponds(row + state.range(0) / 2, col) = 1; });
    MaximaCells cells(place.bed.extent());
    Maxima maxima(kept<Kept::depth_and_speed>(cells));
    solver.set_depth(ponds.view());
    solver.keep(&maxima);
    measure<T>(state, solver, place.bed.size());
    const Index wet = count_cells(place.bed.extent(), [&](Index row, Index col) {
        return solver.water().depth(row, col) > 0;
    });
    const auto all = static_cast<double>(state.items_processed());
    const auto rate = [&](double share) {
        return benchmark::Counter(share * all, benchmark::Counter::kIsRate);
    };
    state.counters["wall"] = rate(1);
    state.counters["active"] = rate(state.counters["active_share"]);
    state.counters["wet"] = rate(static_cast<double>(wet) / static_cast<double>(place.bed.size()));
    state.counters["wet_share"] = static_cast<double>(wet) / static_cast<double>(place.bed.size());
}

/// Ten minutes of 50 mm/h on dry ground, with losses, on a slope of 5 % with waves of 1 m; the time
/// is that of the whole rain.
template <class T>
void local_inertial_ten_minutes_of_rain(benchmark::State& state) {
    const ThreadScope threads(static_cast<int>(state.range(1)));
    Place place(state.range(0));
    for_each_cell(place.bed.extent(), [&](Index row, Index col) {
        place.bed(row, col) += 0.05 * kCellSize * static_cast<double>(col);
    });
    double steps = 0;
    double runs = 0;
    for ([[maybe_unused]] auto _ : state) {
        state.PauseTiming();
        LocalInertial<T> solver(ground_of(place), {}, {});
        MaximaCells cells(place.bed.extent());
        Maxima maxima(kept<Kept::all_eight>(cells));
        solver.sources().set(place.rain.view(), place.loss.view());
        solver.keep(&maxima);
        state.ResumeTiming();
        constexpr double kEnd = 600;
        while (solver.time() < kEnd * (1 - 1e-12)) {
            steps += solver.advance_far(10, kEnd - solver.time()).steps;
        }
        state.PauseTiming();
        runs += 1;
        const double rain =
            40e-3 / 3600 * kEnd * kCellSize * kCellSize * static_cast<double>(place.bed.size());
        const WaterBalance& balance = solver.balance();
        if (!(balance.volume > 0.99 * rain && balance.volume < rain &&
              std::abs(balance.defect()) <= (sizeof(T) == 8 ? kMostDefect : 1e-6) * rain)) {
            state.SkipWithError("water is not kept");
        }
        state.counters["defect"] = std::abs(balance.defect()) / rain;
        state.ResumeTiming();
    }
    state.counters["steps"] = steps / runs;
    state.SetItemsProcessed(static_cast<std::int64_t>(steps) * place.bed.size());
}

void threads_of(benchmark::internal::Benchmark* bench, Index size) {
    bench->ArgNames({"size", "threads"})->UseRealTime()->Unit(benchmark::kMillisecond);
    for (const int threads : {1, 2}) {
        bench->Args({size, threads});
    }
}
void sizes_and_threads(benchmark::internal::Benchmark* bench) { threads_of(bench, 2048); }
void small_and_threads(benchmark::internal::Benchmark* bench) { threads_of(bench, 512); }

// Each has rain, losses, missing cells and roughness cell by cell; the name says what is kept.
BENCHMARK(local_inertial<double, Kept::depth_and_speed, InertialScheme::q_centred>)
    ->Name("local_inertial<double>, rain, losses, missing cells, maximum depth and speed")
    ->Apply(sizes_and_threads);
BENCHMARK(local_inertial<float, Kept::depth_and_speed, InertialScheme::q_centred>)
    ->Name("local_inertial<float>, rain, losses, missing cells, maximum depth and speed")
    ->Apply(sizes_and_threads);
BENCHMARK(local_inertial<double, Kept::depth_and_speed, InertialScheme::bates>)
    ->Name("local_inertial<double, bates>, rain, losses, missing cells, maximum depth and speed")
    ->Apply(sizes_and_threads);
BENCHMARK(local_inertial<float, Kept::depth_and_speed, InertialScheme::bates>)
    ->Name("local_inertial<float, bates>, rain, losses, missing cells, maximum depth and speed")
    ->Apply(sizes_and_threads);
BENCHMARK(local_inertial<double, Kept::all_eight, InertialScheme::q_centred>)
    ->Name("local_inertial<double>, rain, losses, missing cells, all eight results kept")
    ->Apply(sizes_and_threads);
BENCHMARK(local_inertial<float, Kept::all_eight, InertialScheme::q_centred>)
    ->Name("local_inertial<float>, rain, losses, missing cells, all eight results kept")
    ->Apply(sizes_and_threads);
BENCHMARK(local_inertial_mostly_dry<double>)->Apply(sizes_and_threads);
BENCHMARK(local_inertial_mostly_dry<float>)->Apply(sizes_and_threads);
BENCHMARK(local_inertial_ten_minutes_of_rain<double>)->Apply(small_and_threads);
BENCHMARK(local_inertial_ten_minutes_of_rain<float>)->Apply(small_and_threads);
BENCHMARK(shallow_water<double, Order::first, Kept::depth_and_speed>)
    ->Name("shallow_water<double, first>, rain, losses, missing cells, maximum depth and speed")
    ->Apply(sizes_and_threads);
BENCHMARK(shallow_water<float, Order::first, Kept::depth_and_speed>)
    ->Name("shallow_water<float, first>, rain, losses, missing cells, maximum depth and speed")
    ->Apply(sizes_and_threads);
BENCHMARK(shallow_water<double, Order::second, Kept::depth_and_speed>)
    ->Name("shallow_water<double, second>, rain, losses, missing cells, maximum depth and speed")
    ->Apply(sizes_and_threads);
BENCHMARK(shallow_water<float, Order::second, Kept::depth_and_speed>)
    ->Name("shallow_water<float, second>, rain, losses, missing cells, maximum depth and speed")
    ->Apply(sizes_and_threads);
BENCHMARK(shallow_water<double, Order::first, Kept::all_eight>)
    ->Name("shallow_water<double, first>, rain, losses, missing cells, all eight results kept")
    ->Apply(sizes_and_threads);
BENCHMARK(shallow_water<double, Order::second, Kept::all_eight>)
    ->Name("shallow_water<double, second>, rain, losses, missing cells, all eight results kept")
    ->Apply(sizes_and_threads);

}  // namespace
}  // namespace hazone::bench
