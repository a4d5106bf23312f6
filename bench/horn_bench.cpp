#include "engine/terrain/form/horn.hpp"

#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"

namespace hazone::bench {
namespace {

constexpr double kCellSize = 10;

/// Every inner cell has the slope of the neighbourhood function.
const char* what_is_wrong(const Raster<float>& z, const Raster<float>& slope) {
    const Index wrong = count_cells(z.extent(), [&](Index row, Index col) {
        if (row == 0 || col == 0 || row == z.rows() - 1 || col == z.cols() - 1) {
            return !is_missing(slope(row, col));
        }
        return std::abs(slope(row, col) - slope_of(horn_gradient(z, {row, col}, kCellSize))) > 1e-6;
    });
    return wrong == 0 ? nullptr : "slopes which are not those of the neighbourhood";
}

void slope_alone(benchmark::State& state) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    Raster<float> slope(z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        horn_slope(z, kCellSize, slope);
        benchmark::DoNotOptimize(slope.data());
    }
    report(state, what_is_wrong(z, slope), bytes_of<float, float>());
}

void slope_and_aspect(benchmark::State& state) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    Raster<float> slope(z.extent(), 0.0F);
    Raster<float> aspect(z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        horn_slope_and_aspect(z, kCellSize, slope, aspect);
        benchmark::DoNotOptimize(aspect.data());
    }
    report(state, what_is_wrong(z, slope), bytes_of<float, float, float>());
}

BENCHMARK(slope_alone)->Name("horn_slope")->Apply(flow_arguments);
BENCHMARK(slope_and_aspect)->Name("horn_slope_and_aspect")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
