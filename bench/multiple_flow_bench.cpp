#include "engine/terrain/flow/multiple_flow.hpp"

#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone::bench {
namespace {

/// The outlets together receive every cell.
const char* what_is_wrong(const Ground& given, const Raster<double>& area) {
    const double at_outlets = sum_cells(area.extent(), [&](Index row, Index col) {
        return given.direction(row, col) == kOutlet ? area(row, col) : 0.0;
    });
    const auto valid = static_cast<double>(count_cells(
        area.extent(), [&](Index row, Index col) { return !is_missing(given.filled(row, col)); }));
    return std::abs(at_outlets / valid - 1) < 1e-9 ? nullptr
                                                   : "the outlets do not receive every cell";
}

void run(benchmark::State& state, FlowSharing sharing) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<double> area(given.z.extent(), 0.0);
    for ([[maybe_unused]] auto _ : state) {
        multiple_flow_accumulation(given.filled, given.direction, sharing, area, 1.0);
        benchmark::DoNotOptimize(area.data());
    }
    report(state, what_is_wrong(given, area), bytes_of<float, std::uint8_t, double>());
}

void freeman(benchmark::State& state) { run(state, {}); }
void quinn(benchmark::State& state) {
    run(state, {.exponent = 1, .contour = ContourLength::quinn});
}

BENCHMARK(freeman)->Name("multiple_flow_freeman")->Apply(flow_arguments);
BENCHMARK(quinn)->Name("multiple_flow_quinn")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
