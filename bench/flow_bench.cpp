#include "bench/flow_bench.hpp"

#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/flow_direction.hpp"

namespace hazone::bench {
namespace {

Ground make_ground(SyntheticTerrain kind, Extent extent) {
    constexpr std::uint64_t kSeed = 1;
    Ground made{kind, synthetic_terrain(kind, extent, kSeed), Raster<float>(extent),
                Raster<std::uint8_t>(extent), Raster<double>(extent)};
    fill_depressions(made.z, made.filled);
    flow_direction(made.filled, made.direction);
    flow_accumulation(made.direction, made.area, 1.0);
    return made;
}

}  // namespace

const Ground& ground(const benchmark::State& state) {
    static Ground kept;
    const Extent extent{state.range(0), state.range(0)};
    const auto kind = static_cast<SyntheticTerrain>(state.range(2));
    if (!(kept.z.extent() == extent) || kept.kind != kind) {
        const ThreadScope all(0);
        kept = Ground();
        kept = make_ground(kind, extent);
    }
    return kept;
}

void flow_arguments(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"size", "threads", "terrain"});
    for (const int terrain : {static_cast<int>(SyntheticTerrain::fractal),
                              static_cast<int>(SyntheticTerrain::whole_metre_fractal)}) {
        for (const int size : {512, 1024, 2048, 4096, 8192}) {
            for (const int threads : {1, 2}) {
                benchmark->Args({size, threads, terrain});
            }
        }
    }
    benchmark->Unit(benchmark::kMillisecond)->UseRealTime();
}

void report(benchmark::State& state, const char* error) {
    if (error != nullptr) {
        state.SkipWithError(error);
        return;
    }
    const auto cells = static_cast<double>(state.range(0) * state.range(0));
    state.counters["cells/s"] = benchmark::Counter(cells * static_cast<double>(state.iterations()),
                                                   benchmark::Counter::kIsRate);
}

}  // namespace hazone::bench
