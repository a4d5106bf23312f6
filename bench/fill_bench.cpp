#include "engine/terrain/conditioning/fill.hpp"

#include "bench/flow_bench.hpp"
#include "engine/terrain/conditioning/priority_flood.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flow_direction.hpp"

namespace hazone::bench {
namespace {

/// On filled ground no inner cell is the end of the flow, and none is below the ground.
const char* what_is_wrong(const Raster<float>& z, const Raster<float>& filled) {
    Raster<std::uint8_t> direction(z.extent());
    flow_direction(filled, direction);
    const Index pits = count_cells(z.extent(), [&](Index row, Index col) {
        return filled(row, col) < z(row, col) ||
               (direction(row, col) == kOutlet && !is_way_out(z, {row, col}));
    });
    return pits == 0 ? nullptr : "the surface is not filled";
}

void run(benchmark::State& state, void (*fill)(View<const float>, View<float>)) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<float> filled(given.z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        fill(given.z, filled);
        benchmark::DoNotOptimize(filled.data());
    }
    report(state, what_is_wrong(given.z, filled), bytes_of<float, float>());
}

void fill(benchmark::State& state) { run(state, fill_depressions); }
void priority_flood_of_barnes(benchmark::State& state) { run(state, priority_flood); }

BENCHMARK(fill)->Apply(flow_arguments);
BENCHMARK(priority_flood_of_barnes)
    ->ArgNames({"size", "threads", "terrain"})
    ->ArgsProduct({{512, 1024, 2048, 4096, 8192}, {1}, {4, 5, 6}})
    ->ArgsProduct({{1024, 4096, 10000}, {1}, {10, 11}})
    ->ArgsProduct({{0}, {1}, {12, 13}})
    ->Repetitions(1)  // minutes on the largest ground
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace hazone::bench
