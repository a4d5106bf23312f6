// The limit which memory sets on this machine, measured beside the kernels: the triad of McCalpin
// (1995), STREAM, https://www.cs.virginia.edu/stream/: a = b + s c, bytes counted as STREAM does.
#include <benchmark/benchmark.h>

#include "engine/core/raster.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone::bench {
namespace {

void stream_triad(benchmark::State& state) {
    const ThreadScope threads(static_cast<int>(state.range(0)));
    const Extent extent{4096, 4096};
    Raster<double> a(extent, 0.0);
    const Raster<double> b(extent, 1.0);
    const Raster<double> c(extent, 2.0);
    for ([[maybe_unused]] auto _ : state) {
        for_each_row(extent.rows, [&](Index row) {
            double* sum = a.view().row(row);
            const double* first = b.view().row(row);
            const double* second = c.view().row(row);
            for (Index col = 0; col < extent.cols; ++col) {
                sum[col] = first[col] + 3.0 * second[col];
            }
        });
        benchmark::ClobberMemory();
    }
    const Index wrong =
        count_cells(extent, [&](Index row, Index col) { return a(row, col) != 7.0; });
    if (wrong != 0) {
        state.SkipWithError("the sums are wrong");
    }
    state.SetBytesProcessed(state.iterations() * extent.size() * 3 *
                            static_cast<Index>(sizeof(double)));
}

BENCHMARK(stream_triad)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace hazone::bench
