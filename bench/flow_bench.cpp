#include "bench/flow_bench.hpp"

#include <cstdlib>
#include <vector>

#include "bench/triad.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone::bench {
namespace {

void add_arguments(benchmark::internal::Benchmark& benchmark,
                   GroundKind kind,
                   const std::vector<int>& sizes) {
    for (const int size : sizes) {
        for (const int threads : {1, 2}) {
            benchmark.Args({size, threads, static_cast<int>(kind)});
        }
    }
}

benchmark::Counter rate(double amount) { return {amount, benchmark::Counter::kIsRate}; }

}  // namespace

void flow_arguments(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"size", "threads", "terrain"});
    for (const GroundKind kind :
         {GroundKind::fractal, GroundKind::whole_metre_fractal, GroundKind::smooth_fractal}) {
        add_arguments(*benchmark, kind, {512, 1024, 2048, 4096, 8192});
    }
    for (const GroundKind kind : {GroundKind::fluvial, GroundKind::whole_metre_fluvial}) {
        add_arguments(*benchmark, kind, {1024, 4096, 10000});
    }
    add_arguments(*benchmark, GroundKind::taiwan, {0});
    if (std::getenv("HAZONE_BENCH_DEM") != nullptr) {
        add_arguments(*benchmark, GroundKind::named_file, {0});
    }
    benchmark->Unit(benchmark::kMillisecond)->UseRealTime();
}

bool is_way_out(View<const float> z, Cell cell) {
    if (!is_inner(z.extent(), cell)) {
        return true;
    }
    const float* level = z.row(cell.row) + cell.col;
    return beside_missing(level - z.stride(), level, level + z.stride());
}

Index known_cells(View<const float> z) {
    return count_cells(z.extent(), [z](Index row, Index col) { return !is_missing(z(row, col)); });
}

void report(benchmark::State& state, const char* error, double bytes_per_cell) {
    if (state.error_occurred()) {
        return;
    }
    if (error != nullptr) {
        state.SkipWithError(error);
        return;
    }
    const Ground& given = ground(state);
    const auto cells = static_cast<double>(given.z.size() * state.iterations());
    state.counters["cells/s"] = rate(cells);
    if (bytes_per_cell > 0) {
        state.counters["bytes/s"] = rate(cells * bytes_per_cell);
        state.counters["of_stream"] =
            rate(cells * bytes_per_cell / triad_bytes_per_second(thread_argument(state)));
    }
    state.SetLabel(name_of(given.kind));
}

}  // namespace hazone::bench
