#include "engine/terrain/conditioning/breach.hpp"

#include <algorithm>

#include "bench/flow_bench.hpp"
#include "engine/terrain/conditioning/fill.hpp"

namespace hazone::bench {
namespace {

// Those of the models by default, and some that ask for long searches.
constexpr BreachLimits kUsual{.cell_size = 10, .maximum_length = 200, .maximum_depth = 10};
constexpr BreachLimits kFar{.cell_size = 10, .maximum_length = 1000, .maximum_depth = 50};

/// No cell is raised or cut deeper than allowed, what is cut drains, and no water stands higher
/// than without the channels.
const char* what_is_wrong(const Ground& given,
                          const BreachLimits& limits,
                          const Raster<float>& breached) {
    Raster<float> water(given.z.extent());
    fill_depressions(breached, water);
    const Index wrong = count_cells(given.z.extent(), [&](Index row, Index col) {
        const float before = given.z(row, col);
        const float after = breached(row, col);
        return after > before || double{before} - double{after} > limits.maximum_depth ||
               (after < before && water(row, col) > after) ||
               water(row, col) > given.filled(row, col);
    });
    return wrong == 0 ? nullptr : "some channels do not drain, or break their limits";
}

/// Share of the cells in depressions which drain over the channels.
double drained_share(const Ground& given, const Raster<float>& breached) {
    Raster<float> water(given.z.extent());
    fill_depressions(breached, water);
    const auto below = [&](const Raster<float>& surface, View<const float> ground) {
        return static_cast<double>(count_cells(ground.extent(), [&, ground](Index row, Index col) {
            return ground(row, col) < surface(row, col);
        }));
    };
    return 1 - below(water, breached) / std::max(1.0, below(given.filled, given.z));
}

void run(benchmark::State& state, const BreachLimits& limits) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<float> breached(given.z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        breach_depressions(given.z, limits, breached);
        benchmark::DoNotOptimize(breached.data());
    }
    report(state, what_is_wrong(given, limits, breached), bytes_of<float, float>());
    state.counters["drained"] = drained_share(given, breached);
}

void breach(benchmark::State& state) { run(state, kUsual); }
void breach_far(benchmark::State& state) { run(state, kFar); }

BENCHMARK(breach)->Apply(flow_arguments);
BENCHMARK(breach_far)->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
