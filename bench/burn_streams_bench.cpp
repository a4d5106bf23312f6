#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/conditioning/burn.hpp"
#include "engine/terrain/network/streams.hpp"

namespace hazone::bench {
namespace {

constexpr double kThresholdArea = 5000;  // cells: 0.5 km2 on cells of 10 m

/// Stream cells are lowered by both drops; without a buffer nothing else changes, and with one
/// there is ground which does.
const char* what_is_wrong(const Raster<float>& z,
                          const Raster<std::uint8_t>& stream,
                          const StreamBurn& burn,
                          const Raster<float>& burned) {
    const double drop = burn.depth + (burn.buffer > 0 ? burn.smooth_drop : 0.0);
    const auto changed = [&](Index row, Index col) {
        return !is_missing(z(row, col)) && burned(row, col) != z(row, col);
    };
    const Index beside = count_cells(z.extent(), [&](Index row, Index col) {
        return stream(row, col) != 1 && changed(row, col);
    });
    const Index wrong = count_cells(z.extent(), [&](Index row, Index col) {
        return stream(row, col) == 1 &&
               !(std::abs(double{z(row, col)} - drop - double{burned(row, col)}) < 0.01);
    });
    const bool as_asked = (beside > 0) == (burn.buffer > 0);
    return wrong == 0 && as_asked ? nullptr : "streams are not burned as asked for";
}

void run(benchmark::State& state, const StreamBurn& burn) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<std::uint8_t> stream(given.z.extent());
    stream_network(given.area, kThresholdArea, stream);
    Raster<float> burned(given.z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        burn_streams(given.z, stream, burn, burned);
        benchmark::DoNotOptimize(burned.data());
    }
    report(state, what_is_wrong(given.z, stream, burn, burned),
           bytes_of<float, std::uint8_t, float>());
}

void burn_by_depth(benchmark::State& state) { run(state, {.cell_size = 10, .depth = 10}); }
void burn_with_buffer_of_5_cells(benchmark::State& state) {
    run(state, {.cell_size = 10, .depth = 10, .buffer = 50, .smooth_drop = 5});
}
void burn_with_buffer_of_50_cells(benchmark::State& state) {
    run(state, {.cell_size = 10, .depth = 10, .buffer = 500, .smooth_drop = 5});
}

BENCHMARK(burn_by_depth)->Apply(flow_arguments);
BENCHMARK(burn_with_buffer_of_5_cells)->Apply(flow_arguments);
BENCHMARK(burn_with_buffer_of_50_cells)->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
