#include "engine/terrain/flow/flow_length.hpp"

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"

namespace hazone::bench {
namespace {

void paths(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<float> length(given.z.extent(), 0.0F);
    Raster<float> drop(given.z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        upstream_path(given.filled, given.direction, 10.0, {length, drop});
        benchmark::DoNotOptimize(drop.data());
    }
    const Index wrong = count_cells(given.z.extent(), [&](Index row, Index col) {
        return is_missing(given.z(row, col))
                   ? !is_missing(drop(row, col))
                   : !(drop(row, col) >= 0.0F) ||
                         (length(row, col) == 0.0F) != (given.area(row, col) == 1.0);
    });
    report(state, wrong == 0 ? nullptr : "paths which rise or do not begin at a head",
           bytes_of<float, std::uint8_t, float, float>());
}

BENCHMARK(paths)->Name("upstream_path")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
