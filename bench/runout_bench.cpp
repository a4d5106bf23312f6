// Runout by flux and by random walks on a rough slope. The number is that of visits: cells taken
// from the queue of the flux method, steps of the walks.
#include <cmath>

#include <benchmark/benchmark.h>

#include "engine/core/missing.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/terrain/synthetic.hpp"
#include "models/landslide/runout/flow_paths.hpp"
#include "models/landslide/runout/random_walks.hpp"

namespace hazone::bench {
namespace {

using namespace hazone::models;

constexpr double kCellSize = 10;  // m

struct Slope {
    Raster<float> z;
    std::vector<ReleaseCell> releases;
};

/// Rough ground which falls to the south by 22 degrees, with a release in every 16th cell of every
/// 16th row of its upper half.
Slope slope(Index size) {
    constexpr Index kEvery = 16;
    constexpr float kFall = 4;  // m from row to row
    Slope made{synthetic_terrain(SyntheticTerrain::fractal, {size, size}, 1), {}};
    for_each_cell(made.z.extent(), [&](Index row, Index col) {
        made.z(row, col) = 0.3F * made.z(row, col) - kFall * static_cast<float>(row);
    });
    for (Index row = kEvery; row < size / 2; row += kEvery) {
        for (Index col = kEvery; col < size; col += kEvery) {
            made.releases.push_back(
                {{row, col}, static_cast<std::int32_t>(made.releases.size() + 1)});
        }
    }
    return made;
}

struct Results {
    explicit Results(Extent extent) : energy(extent), at_rest(extent), source(extent) {}
    RunoutViews views() {
        return {.energy = energy.view(), .source = source.view(), .at_rest = at_rest.view()};
    }

    Raster<float> energy;
    Raster<float> at_rest;
    Raster<std::int32_t> source;
};

/// All that was released comes to rest.
bool is_kept(const Slope& given, const Results& results) {
    const double rest = sum_cells(
        given.z.extent(), [&](Index row, Index col) { return double{results.at_rest(row, col)}; });
    const auto released = static_cast<double>(given.releases.size());
    return std::abs(rest - released) < 1e-5 * released;
}

template <class Run>
void runout(benchmark::State& state, Run run) {
    const Slope given = slope(state.range(0));
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const PaddedGround ground(given.z, kCellSize);
    Results results(given.z.extent());
    std::int64_t visits = 0;
    for ([[maybe_unused]] auto _ : state) {
        visits += run(ground, given.releases, results.views()).visits;
    }
    if (!is_kept(given, results)) {
        state.SkipWithError("the flux is not kept");
        return;
    }
    state.counters["visits_per_second"] =
        benchmark::Counter(static_cast<double>(visits), benchmark::Counter::kIsRate);
    state.counters["visits"] =
        static_cast<double>(visits) / static_cast<double>(state.iterations());
    state.counters["releases"] = static_cast<double>(given.releases.size());
}

void flow_runout(benchmark::State& state) {
    const FlowRules rules{.path = {.friction = std::tan(0.30), .exponent = 4}};
    runout(state, [&](const auto& ground, const auto& releases, const RunoutViews& views) {
        return flow_paths(ground, releases, rules, views);
    });
}

void flow_runout_with_drag(benchmark::State& state) {
    const FlowRules rules{.path = {.friction = 0.25, .mass_to_drag = 75, .exponent = 4}};
    runout(state, [&](const auto& ground, const auto& releases, const RunoutViews& views) {
        return flow_paths(ground, releases, rules, views);
    });
}

void random_walk_runout(benchmark::State& state) {
    const WalkRules rules{.path = {.friction = std::tan(0.30), .exponent = 4}, .walks = 100};
    runout(state, [&](const auto& ground, const auto& releases, const RunoutViews& views) {
        return random_walks(ground, releases, rules, views);
    });
}

void sizes_and_threads(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"size", "threads"})->UseRealTime()->Unit(benchmark::kMillisecond);
    for (const int size : {256, 512}) {
        for (const int threads : {1, 2}) {
            bench->Args({size, threads});
        }
    }
}

BENCHMARK(flow_runout)->Apply(sizes_and_threads);
BENCHMARK(flow_runout_with_drag)->Apply(sizes_and_threads);
BENCHMARK(random_walk_runout)->Apply(sizes_and_threads);

}  // namespace
}  // namespace hazone::bench
