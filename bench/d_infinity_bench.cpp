#include "engine/terrain/flow/d_infinity.hpp"

#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/flow/d_infinity_height.hpp"
#include "engine/terrain/network/streams.hpp"

namespace hazone::bench {
namespace {

/// The outlets together receive every cell.
const char* what_is_wrong(const Raster<float>& angle, const Raster<double>& area) {
    const double at_outlets = sum_cells(angle.extent(), [&](Index row, Index col) {
        return angle(row, col) == kNoFlowAngle ? area(row, col) : 0.0;
    });
    const auto valid = static_cast<double>(count_cells(
        angle.extent(), [&](Index row, Index col) { return !is_missing(angle(row, col)); }));
    return std::abs(at_outlets / valid - 1) < 1e-9 ? nullptr
                                                   : "the outlets do not receive every cell";
}

void direction_and_area(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<float> angle(given.z.extent(), 0.0F);
    Raster<double> area(given.z.extent(), 0.0);
    for ([[maybe_unused]] auto _ : state) {
        d_infinity_direction(given.filled, given.direction, angle);
        d_infinity_accumulation(angle, area, 1.0);
        benchmark::DoNotOptimize(area.data());
    }
    report(state, what_is_wrong(angle, area), bytes_of<float, std::uint8_t, float, double>());
}

void direction(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<float> angle(given.z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        d_infinity_direction(given.filled, given.direction, angle);
        benchmark::DoNotOptimize(angle.data());
    }
    const Index wrong = count_cells(angle.extent(), [&](Index row, Index col) {
        return (given.direction(row, col) == 0) != (angle(row, col) == kNoFlowAngle);
    });
    report(state, wrong == 0 ? nullptr : "outlets which are not those of D8",
           bytes_of<float, std::uint8_t, float>());
}

void height(benchmark::State& state) {
    constexpr double kStreamArea = 5000;  // cells: 0.5 km2 on cells of 10 m
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<float> angle(given.z.extent());
    d_infinity_direction(given.filled, given.direction, angle);
    Raster<std::uint8_t> stream(given.z.extent());
    stream_network(given.area, kStreamArea, stream);
    Raster<float> above(given.z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        d_infinity_height_above_drainage(given.filled, angle, stream, above);
        benchmark::DoNotOptimize(above.data());
    }
    const Index wrong = count_cells(given.z.extent(), [&](Index row, Index col) {
        return is_missing(above(row, col)) != is_missing(angle(row, col)) ||
               above(row, col) < 0.0F || (stream(row, col) == 1 && above(row, col) != 0.0F);
    });
    report(state, wrong == 0 ? nullptr : "a negative height, or a height on a stream",
           bytes_of<float, float, std::uint8_t, float>());
}

BENCHMARK(height)->Name("d_infinity_height_above_drainage")->Apply(flow_arguments);
BENCHMARK(direction_and_area)->Name("d_infinity_direction_and_area")->Apply(flow_arguments);
BENCHMARK(direction)->Name("d_infinity_direction")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
