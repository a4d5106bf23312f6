#include <benchmark/benchmark.h>

#include "bench/triad.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone::bench {
namespace {

void stream_triad(benchmark::State& state) {
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const Extent extent{state.range(0), state.range(0)};
    Raster<double> a(extent, 0.0);
    const Raster<double> b(extent, 1.0);
    const Raster<double> c(extent, 2.0);
    for ([[maybe_unused]] auto _ : state) {
        triad(b, c, a);
        benchmark::ClobberMemory();
    }
    const Index wrong =
        count_cells(extent, [&](Index row, Index col) { return a(row, col) != 7.0; });
    if (wrong != 0) {
        state.SkipWithError("the sums are wrong");
    }
    state.counters["bytes/s"] = benchmark::Counter(
        kTriadBytesPerCell * static_cast<double>(extent.size() * state.iterations()),
        benchmark::Counter::kIsRate);
}

BENCHMARK(stream_triad)
    ->ArgNames({"size", "threads"})
    ->ArgsProduct({{1024, 2048, 4096, 8192}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace hazone::bench
