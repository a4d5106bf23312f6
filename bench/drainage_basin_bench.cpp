#include "engine/terrain/network/drainage_basin.hpp"

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"

namespace hazone::bench {
namespace {

void basins(benchmark::State& state) {
    constexpr double kMinimumArea = 100000;  // cells: 10 km2 on cells of 10 m
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<std::int32_t> basin(given.z.extent(), 0);
    for ([[maybe_unused]] auto _ : state) {
        drainage_basins(given.direction, given.area, kMinimumArea, basin);
        benchmark::DoNotOptimize(basin.data());
    }
    const Index without = count_cells(given.z.extent(), [&](Index row, Index col) {
        return (basin(row, col) == kNoLabel) != is_missing(given.z(row, col));
    });
    report(state, without == 0 ? nullptr : "some cells have no basin",
           bytes_of<std::uint8_t, double, std::int32_t>());
}

BENCHMARK(basins)->Name("drainage_basins")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
