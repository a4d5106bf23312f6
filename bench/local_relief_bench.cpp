#include "engine/terrain/form/local_relief.hpp"

#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"

namespace hazone::bench {
namespace {

constexpr double kCellSize = 10;

/// Range of the window of a cell, the plain way.
float plain_relief(const Raster<float>& z, const CellWindow& window, Cell cell) {
    float highest = z(cell.row, cell.col);
    float lowest = highest;
    for (Index row = cell.row - window.radius(); row <= cell.row + window.radius(); ++row) {
        const Index half_width = window.half_width(std::abs(row - cell.row));
        for (Index col = cell.col - half_width; col <= cell.col + half_width; ++col) {
            if (z.extent().contains(row, col) && !is_missing(z(row, col))) {
                highest = std::max(highest, z(row, col));
                lowest = std::min(lowest, z(row, col));
            }
        }
    }
    return highest - lowest;
}

/// Some hundred cells are checked: all would take minutes.
const char* what_is_wrong(const Raster<float>& z,
                          const Raster<float>& relief,
                          const LocalReliefSpec& spec) {
    const CellWindow window = window_around(spec.shape, spec.radius, spec.cell_size);
    for (Index number = 0; number < 300; ++number) {
        const Cell cell{number * 7919 % z.rows(), number * 104729 % z.cols()};
        const float found = relief(cell.row, cell.col);
        const bool missing = is_missing(z(cell.row, cell.col));
        if (missing != is_missing(found) || (!missing && found != plain_relief(z, window, cell))) {
            return "relief which is not the range of the window";
        }
    }
    return nullptr;
}

void relief(benchmark::State& state, WindowShape shape, double radius) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    Raster<float> relief(z.extent(), 0.0F);
    const LocalReliefSpec spec{.cell_size = kCellSize, .radius = radius, .shape = shape};
    for ([[maybe_unused]] auto _ : state) {
        local_relief(z, spec, relief);
        benchmark::DoNotOptimize(relief.data());
    }
    report(state, what_is_wrong(z, relief, spec), bytes_of<float, float>());
}

void disc_100m(benchmark::State& state) { relief(state, WindowShape::disc, 100); }
void disc_500m(benchmark::State& state) { relief(state, WindowShape::disc, 500); }
void square_100m(benchmark::State& state) { relief(state, WindowShape::square, 100); }
void square_500m(benchmark::State& state) { relief(state, WindowShape::square, 500); }
void square_2km(benchmark::State& state) { relief(state, WindowShape::square, 2000); }

BENCHMARK(disc_100m)->Name("local_relief_disc_10_cells")->Apply(flow_arguments);
BENCHMARK(disc_500m)->Name("local_relief_disc_50_cells")->Apply(flow_arguments);
BENCHMARK(square_100m)->Name("local_relief_square_10_cells")->Apply(flow_arguments);
BENCHMARK(square_500m)->Name("local_relief_square_50_cells")->Apply(flow_arguments);
BENCHMARK(square_2km)->Name("local_relief_square_200_cells")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
