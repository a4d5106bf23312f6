#include "engine/terrain/form/sky_view.hpp"

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"

namespace hazone::bench {
namespace {

constexpr double kCellSize = 10;

/// Every cell with a height sees a part of the sky, but for islands alone in the sea, and rough
/// ground hides some of it.
const char* what_is_wrong(const Raster<float>& z, const Raster<float>& sky) {
    const Index wrong = count_cells(z.extent(), [&](Index row, Index col) {
        const float value = sky(row, col);
        const bool may_miss = is_missing(z(row, col)) || is_way_out(z, {row, col});
        return is_missing(value) ? !may_miss : !(value > 0 && value <= 1);
    });
    const Index hidden =
        count_cells(z.extent(), [&](Index row, Index col) { return sky(row, col) < 1; });
    return wrong == 0 && hidden > 0 ? nullptr : "sky-view factors which cannot be";
}

void sky(benchmark::State& state, double radius) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    Raster<float> sky(z.extent(), 0.0F);
    const SkyViewSpec spec{.cell_size = kCellSize, .radius = radius};
    for ([[maybe_unused]] auto _ : state) {
        sky_view(z, spec, {.sky_view_factor = sky});
        benchmark::DoNotOptimize(sky.data());
    }
    report(state, what_is_wrong(z, sky), bytes_of<float, float>());
}

void ten_cells(benchmark::State& state) { sky(state, 100); }
void hundred_cells(benchmark::State& state) { sky(state, 1000); }

BENCHMARK(ten_cells)->Name("sky_view_factor_10_cells")->Apply(flow_arguments);
BENCHMARK(hundred_cells)->Name("sky_view_factor_100_cells")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
