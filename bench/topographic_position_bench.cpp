#include "engine/terrain/form/topographic_position.hpp"

#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"

namespace hazone::bench {
namespace {

constexpr double kCellSize = 10;

/// Height above the mean of the others in the window, the plain way.
double plain_position(const Raster<float>& z, const CellWindow& window, Cell cell) {
    double sum = 0;
    double count = 0;
    for (Index row = cell.row - window.radius(); row <= cell.row + window.radius(); ++row) {
        const Index half_width = window.half_width(std::abs(row - cell.row));
        for (Index col = cell.col - half_width; col <= cell.col + half_width; ++col) {
            const bool own = row == cell.row && col == cell.col;
            if (!own && z.extent().contains(row, col) && !is_missing(z(row, col))) {
                sum += z(row, col);
                ++count;
            }
        }
    }
    return z(cell.row, cell.col) - sum / count;
}

/// Some hundred cells are checked: all would take minutes.
const char* what_is_wrong(const Raster<float>& z,
                          const Raster<float>& position,
                          const TopographicPositionSpec& spec) {
    const CellWindow window = window_around(spec.shape, spec.radius, spec.cell_size);
    for (Index number = 0; number < 300; ++number) {
        const Cell cell{number * 7919 % z.rows(), number * 104729 % z.cols()};
        const double found = position(cell.row, cell.col);
        const double expected = plain_position(z, window, cell);
        if (is_missing(found) != is_missing(expected) || std::abs(found - expected) > 1e-3) {
            return "positions which are not those above the mean of the window";
        }
    }
    return nullptr;
}

void position(benchmark::State& state, WindowShape shape, double radius) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    Raster<float> position(z.extent(), 0.0F);
    const TopographicPositionSpec spec{.cell_size = kCellSize, .radius = radius, .shape = shape};
    for ([[maybe_unused]] auto _ : state) {
        topographic_position(z, spec, position);
        benchmark::DoNotOptimize(position.data());
    }
    report(state, what_is_wrong(z, position, spec), bytes_of<float, float>());
}

void disc_100m(benchmark::State& state) { position(state, WindowShape::disc, 100); }
void disc_500m(benchmark::State& state) { position(state, WindowShape::disc, 500); }
void square_100m(benchmark::State& state) { position(state, WindowShape::square, 100); }
void square_500m(benchmark::State& state) { position(state, WindowShape::square, 500); }
void square_2km(benchmark::State& state) { position(state, WindowShape::square, 2000); }

BENCHMARK(disc_100m)->Name("topographic_position_disc_10_cells")->Apply(flow_arguments);
BENCHMARK(disc_500m)->Name("topographic_position_disc_50_cells")->Apply(flow_arguments);
BENCHMARK(square_100m)->Name("topographic_position_square_10_cells")->Apply(flow_arguments);
BENCHMARK(square_500m)->Name("topographic_position_square_50_cells")->Apply(flow_arguments);
BENCHMARK(square_2km)->Name("topographic_position_square_200_cells")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
