#include "engine/terrain/form/confinement.hpp"

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"

namespace hazone::bench {
namespace {

constexpr double kCellSize = 10;

/// A value is from 0 to 1, and a cell far from what is missing has one.
const char* what_is_wrong(const Raster<float>& z, const Raster<float>& confinement) {
    const Index wrong = count_cells(confinement.extent(), [&](Index row, Index col) {
        const float value = confinement(row, col);
        const bool may_miss = is_missing(z(row, col)) || is_way_out(z, {row, col});
        return is_missing(value) ? !may_miss : !(value >= 0 && value <= 1);
    });
    return wrong == 0 ? nullptr : "cells whose confinement is not between 0 and 1";
}

void confinement_of_ground(benchmark::State& state) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    Raster<float> confinement(z.extent(), 0.0F);
    for ([[maybe_unused]] auto _ : state) {
        channel_confinement(z, kCellSize, {}, confinement);
        benchmark::DoNotOptimize(confinement.data());
    }
    report(state, what_is_wrong(z, confinement), bytes_of<float, float>());
}

BENCHMARK(confinement_of_ground)->Name("channel_confinement")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
