#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/conditioning/lakes.hpp"

namespace hazone::bench {
namespace {

constexpr float kLeastDepth = 0.5F;  // m of water in what is taken for a lake

/// Lakes where the filled ground stands well above the ground.
Raster<std::uint8_t> lakes_of(const Ground& given) {
    Raster<std::uint8_t> lake(given.z.extent());
    for_each_cell(given.z.extent(), [&](Index row, Index col) {
        lake(row, col) = given.filled(row, col) >= given.z(row, col) + kLeastDepth ? 1 : 0;
    });
    return lake;
}

/// Lakes are level and the ground beside them is as it was.
const char* what_is_wrong(const Raster<float>& z,
                          const Raster<std::uint8_t>& lake,
                          const Raster<float>& levelled) {
    const auto uneven = [&](Index row, Index col, Index other_row, Index other_col) {
        return z.extent().contains(other_row, other_col) && lake(other_row, other_col) == 1 &&
               levelled(other_row, other_col) != levelled(row, col);
    };
    const Index wrong = count_cells(z.extent(), [&](Index row, Index col) {
        if (lake(row, col) != 1) {
            return !is_missing(z(row, col)) && levelled(row, col) != z(row, col);
        }
        return uneven(row, col, row, col + 1) || uneven(row, col, row + 1, col - 1) ||
               uneven(row, col, row + 1, col) || uneven(row, col, row + 1, col + 1);
    });
    return wrong == 0 ? nullptr : "a lake is not level";
}

void levelled_lakes(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    const Raster<std::uint8_t> lake = lakes_of(given);
    Raster<float> levelled(given.z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        level_lakes(given.z, lake, levelled);
        benchmark::DoNotOptimize(levelled.data());
    }
    report(state, what_is_wrong(given.z, lake, levelled), bytes_of<float, std::uint8_t, float>());
    state.counters["lake_share"] =
        static_cast<double>(
            count_cells(lake.extent(), [&](Index row, Index col) { return lake(row, col) == 1; })) /
        static_cast<double>(lake.size());
}

BENCHMARK(levelled_lakes)->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
