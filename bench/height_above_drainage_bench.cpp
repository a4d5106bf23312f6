#include "engine/terrain/flow/height_above_drainage.hpp"

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/network/streams.hpp"

namespace hazone::bench {
namespace {

constexpr double kStreamArea = 5000;  // cells: 0.5 km2 on cells of 10 m

void streams(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<std::uint8_t> stream(given.z.extent(), 0);
    for ([[maybe_unused]] auto _ : state) {
        stream_network(given.area, kStreamArea, stream);
        benchmark::DoNotOptimize(stream.data());
    }
    const Index wrong = count_cells(given.z.extent(), [&](Index row, Index col) {
        return (stream(row, col) == 1) != (given.area(row, col) >= kStreamArea);
    });
    report(state, wrong == 0 ? nullptr : "streams in the wrong place",
           bytes_of<double, std::uint8_t>());
}

void height(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<std::uint8_t> stream(given.z.extent());
    stream_network(given.area, kStreamArea, stream);
    Raster<float> above(given.z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        height_above_drainage(given.filled, given.direction, stream, above);
        benchmark::DoNotOptimize(above.data());
    }
    const Index wrong = count_cells(given.z.extent(), [&](Index row, Index col) {
        return is_missing(given.z(row, col))
                   ? !is_missing(above(row, col))
                   : !(above(row, col) >= 0.0F) ||
                         (stream(row, col) == 1 && above(row, col) != 0.0F);
    });
    report(state, wrong == 0 ? nullptr : "a negative height, or a height on a stream",
           bytes_of<float, std::uint8_t, std::uint8_t, float>());
}

BENCHMARK(streams)->Apply(flow_arguments);
BENCHMARK(height)->Name("height_above_drainage")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
