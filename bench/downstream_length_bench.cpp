#include "engine/terrain/flow/downstream_length.hpp"

#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone::bench {
namespace {

/// Each cell has the length of the next and the step.
const char* what_is_wrong(const Raster<std::uint8_t>& direction, const Raster<float>& length) {
    const Index wrong = count_cells(length.extent(), [&](Index row, Index col) {
        Cell next{row, col};
        if (direction(row, col) == kNoDirection || !flow_on(direction, next)) {
            return direction(row, col) != kNoDirection && length(row, col) != 0;
        }
        const double step = step_length(neighbour_of(direction(row, col)));
        const double apart = length(row, col) - length(next.row, next.col) - step;
        return !(std::abs(apart) < 1e-6 * length(row, col) + 1e-6);
    });
    return wrong == 0 ? nullptr : "lengths which are not those of the way down";
}

void length(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<float> made(given.z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        downstream_length(given.direction, 1.0, made);
        benchmark::DoNotOptimize(made.data());
    }
    report(state, what_is_wrong(given.direction, made), bytes_of<std::uint8_t, float>());
}

BENCHMARK(length)->Name("downstream_length")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
