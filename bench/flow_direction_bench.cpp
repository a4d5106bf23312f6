#include "engine/terrain/flow/flow_direction.hpp"

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flats.hpp"

namespace hazone::bench {
namespace {

void d8_with_flats(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<std::uint8_t> direction(given.z.extent(), 0);
    for ([[maybe_unused]] auto _ : state) {
        flow_direction(given.filled, direction);
        benchmark::DoNotOptimize(direction.data());
    }
    const Index ends = count_cells(given.z.extent(), [&](Index row, Index col) {
        return direction(row, col) == kOutlet && !is_way_out(given.z, {row, col});
    });
    report(state, ends == 0 ? nullptr : "some cells do not drain", bytes_of<float, std::uint8_t>());
}

/// Outside flats the code is the one which the whole of D8 gives.
void d8_steepest(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<std::uint8_t> direction(given.z.extent(), 0);
    for ([[maybe_unused]] auto _ : state) {
        steepest_direction(given.filled, direction);
        benchmark::DoNotOptimize(direction.data());
    }
    const Index wrong = count_cells(given.z.extent(), [&](Index row, Index col) {
        const std::uint8_t code = direction(row, col);
        return code == kInFlat ? is_missing(given.filled(row, col))
                               : code != given.direction(row, col);
    });
    report(state, wrong == 0 ? nullptr : "some cells drain another way",
           bytes_of<float, std::uint8_t>());
}

BENCHMARK(d8_steepest)->Apply(flow_arguments);
BENCHMARK(d8_with_flats)->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
