#include "engine/terrain/flow/flow_order.hpp"

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"

namespace hazone::bench {
namespace {

void building(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Index bytes = 0;
    for ([[maybe_unused]] auto _ : state) {
        const FlowOrder order(given.direction);
        bytes = order.bytes();
        benchmark::DoNotOptimize(bytes);
    }
    state.counters["bytes/cell"] = static_cast<double>(bytes) / static_cast<double>(given.z.size());
    report(state, bytes > 0 ? nullptr : "the order holds nothing", bytes_of<std::uint8_t>());
}

/// As added up from the directions, to the last bit.
const char* what_is_wrong(const Ground& given,
                          const Raster<float>& weight,
                          const Raster<double>& total) {
    Raster<double> expected(total.extent());
    accumulate(given.direction, weight, expected);
    const Index different = count_cells(total.extent(), [&](Index row, Index col) {
        const double sum = expected(row, col);
        return is_missing(sum) ? !is_missing(total(row, col)) : total(row, col) != sum;
    });
    return different == 0 ? nullptr : "the sums differ from those along the directions";
}

void one_weight(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    const Raster<float> weight(given.z.extent(), 0.3F);
    Raster<double> total(given.z.extent(), 0.0);
    const FlowOrder order(given.direction);
    for ([[maybe_unused]] auto _ : state) {
        accumulate(order, weight, total);
        benchmark::DoNotOptimize(total.data());
    }
    report(state, what_is_wrong(given, weight, total), bytes_of<float, double>());
}

BENCHMARK(building)->Name("flow_order")->Apply(flow_arguments);
BENCHMARK(one_weight)->Name("accumulation_with_order")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
