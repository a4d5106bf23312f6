#pragma once

#include "bench/ground.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone::bench {

/// Arguments of every kernel: size, threads 1 and 2, terrain (GroundKind). Synthetic ground has
/// 512..8192 cells a side, the fluvial DEMs 1024, 4096 and 10000; a file which exists in one size
/// has size 0.
void flow_arguments(benchmark::internal::Benchmark* benchmark);

/// Threads argument of the run.
inline int thread_argument(const benchmark::State& state) {
    return static_cast<int>(state.range(1));
}

/// True where water may leave the grid: on its edge or beside a missing cell.
bool is_way_out(View<const float> z, Cell cell);

/// Cells which have a value.
Index known_cells(View<const float> z);

/// Reports cells per second, and with `bytes_per_cell` bytes per second and their share of the
/// triad on as many threads (`of_stream`). Bytes are those of the rasters a kernel is given and
/// makes, each once: what it must move at least. With an `error` the run fails instead.
void report(benchmark::State& state, const char* error, double bytes_per_cell = 0);

/// Bytes of one cell of each of the rasters whose cell types are named.
template <class... T>
constexpr double bytes_of() {
    return static_cast<double>((sizeof(T) + ...));
}

}  // namespace hazone::bench
