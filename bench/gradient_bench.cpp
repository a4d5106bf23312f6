#include "engine/terrain/conditioning/gradient.hpp"

#include "bench/flow_bench.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flow_direction.hpp"

namespace hazone::bench {
namespace {

/// On a sloped surface D8 finds no cell without a lower neighbour but outlets, where the water may
/// leave.
const char* what_is_wrong(const Raster<float>& filled, const Raster<float>& sloped) {
    Raster<std::uint8_t> direction(filled.extent());
    flow_direction(sloped, direction);
    const Index wrong = count_cells(filled.extent(), [&](Index row, Index col) {
        return sloped(row, col) < filled(row, col) ||
               (direction(row, col) == kOutlet && !is_way_out(filled, {row, col}));
    });
    return wrong == 0 ? nullptr : "the surface does not drain";
}

/// Sloping alone: the filled surface is given and copied back while the clock stands.
void run(benchmark::State& state, double least_slope) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    const LeastStep step(10, least_slope);
    Raster<float> sloped(given.filled.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        state.PauseTiming();
        for_each_cell(sloped.extent(),
                      [&](Index row, Index col) { sloped(row, col) = given.filled(row, col); });
        state.ResumeTiming();
        slope_flats(sloped, step);
        benchmark::DoNotOptimize(sloped.data());
    }
    report(state, what_is_wrong(given.filled, sloped), bytes_of<float, float>());
}

void slope_flats_by_smallest_steps(benchmark::State& state) { run(state, 0); }
void slope_flats_by_1_in_1000(benchmark::State& state) { run(state, 0.001); }

BENCHMARK(slope_flats_by_smallest_steps)->Apply(flow_arguments);
BENCHMARK(slope_flats_by_1_in_1000)->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
