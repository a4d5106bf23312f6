#pragma once

#include <cstdint>

#include <benchmark/benchmark.h>

#include "engine/core/raster.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/terrain/synthetic.hpp"

namespace hazone::bench {

/// Ground and what follows from it, for the kernels which need it. Cells of 1 m2.
struct Ground {
    SyntheticTerrain kind = SyntheticTerrain::plane;
    Raster<float> z;
    Raster<float> filled;
    Raster<std::uint8_t> direction;
    Raster<double> area;
};

/// The ground a benchmark asks for by its arguments size and terrain. The last one is kept, so that
/// the runs on one ground do not make it again; ask for it before the clock runs.
const Ground& ground(const benchmark::State& state);

/// Arguments of every kernel: size 512..8192, threads 1 and 2, terrain 4 fractal and 5 whole
/// metres.
void flow_arguments(benchmark::internal::Benchmark* benchmark);

/// Threads argument of the run.
inline int thread_argument(const benchmark::State& state) {
    return static_cast<int>(state.range(1));
}

/// Reports cells per second; with an `error` the run fails instead.
void report(benchmark::State& state, const char* error);

}  // namespace hazone::bench
