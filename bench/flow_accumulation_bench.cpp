#include "engine/terrain/flow/flow_accumulation.hpp"

#include "bench/flow_bench.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone::bench {
namespace {

/// The outlets together receive `per_cell` from every cell.
const char* what_is_wrong(const Ground& given, const Raster<double>& total, double per_cell) {
    const double at_outlets = sum_cells(given.z.extent(), [&](Index row, Index col) {
        return given.direction(row, col) == kOutlet ? total(row, col) : 0.0;
    });
    const double expected = per_cell * static_cast<double>(known_cells(given.z));
    return at_outlets == expected ? nullptr : "the outlets do not receive every cell";
}

void accumulation(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<double> area(given.z.extent(), 0.0);
    for ([[maybe_unused]] auto _ : state) {
        flow_accumulation(given.direction, area, 100.0);
        benchmark::DoNotOptimize(area.data());
    }
    report(state, what_is_wrong(given, area, 100.0), bytes_of<std::uint8_t, double>());
}

void accumulation_of_weights(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    const Raster<float> weight(given.z.extent(), 0.5F);
    Raster<double> total(given.z.extent(), 0.0);
    for ([[maybe_unused]] auto _ : state) {
        accumulate(given.direction, weight, total);
        benchmark::DoNotOptimize(total.data());
    }
    report(state, what_is_wrong(given, total, 0.5), bytes_of<std::uint8_t, float, double>());
}

BENCHMARK(accumulation)->Apply(flow_arguments);
BENCHMARK(accumulation_of_weights)->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
