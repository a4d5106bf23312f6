// Limits found in the data of ten million cells, and the classes by them.
#include "engine/statistics/classification.hpp"

#include <algorithm>
#include <cmath>

#include <benchmark/benchmark.h>

#include "engine/core/raster.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/statistics/natural_breaks.hpp"

namespace hazone::bench {
namespace {

constexpr Extent kTenMillion{3200, 3125};
constexpr int kGroups = 5;

/// Values from 0 to 1, many low and few high, all but a few different; or of `kinds` kinds.
Raster<float> values(Index kinds) {
    Raster<float> cells(kTenMillion);
    for_each_cell(kTenMillion, [&](Index row, Index col) {
        const auto number = static_cast<std::uint64_t>(row * kTenMillion.cols + col);
        const std::uint64_t mixed = (number * 0x9E37'79B9'7F4A'7C15ULL) >> 11;
        double share = static_cast<double>(mixed) / static_cast<double>(1ULL << 53);
        if (kinds > 0) {
            share = std::floor(share * static_cast<double>(kinds)) / static_cast<double>(kinds);
        }
        cells(row, col) = static_cast<float>(share * share * share);
    });
    return cells;
}

/// Cells per second, or what is wrong.
void report_cells(benchmark::State& state, const char* error) {
    if (error != nullptr) {
        state.SkipWithError(error);
        return;
    }
    const auto cells = static_cast<double>(kTenMillion.size() * state.iterations());
    state.counters["cells/s"] = benchmark::Counter(cells, benchmark::Counter::kIsRate);
}

void natural(benchmark::State& state, Index kinds) {
    const ThreadScope threads(static_cast<int>(state.range(0)));
    const Raster<float> cells = values(kinds);
    NaturalBreaks breaks;
    for ([[maybe_unused]] auto _ : state) {
        breaks = natural_breaks(one_piece(cells), kGroups);
        benchmark::DoNotOptimize(breaks.limits.data());
    }
    const bool right = breaks.limits.size() == kGroups - 1 &&
                       std::is_sorted(breaks.limits.begin(), breaks.limits.end()) &&
                       breaks.exact == (kinds > 0) && breaks.fit > 0.9;
    state.counters["excess_share"] = breaks.excess / static_cast<double>(cells.size());
    report_cells(state, right ? nullptr : "limits which are no natural breaks");
}
void natural_breaks_of_floats(benchmark::State& state) { natural(state, 0); }
void natural_breaks_of_kinds(benchmark::State& state) { natural(state, 10'000); }

void quantile_classes(benchmark::State& state) {
    const ThreadScope threads(static_cast<int>(state.range(0)));
    const Raster<float> cells = values(1000);
    Raster<std::uint8_t> classes(kTenMillion);
    const std::vector<double> shares(kGroups, 1.0);
    for ([[maybe_unused]] auto _ : state) {
        GroupCodes codes(divide_by_shares(one_piece(cells), shares, Ties::split), {1, 2, 3, 4, 5},
                         0);
        codes.assign(cells, classes);
        benchmark::DoNotOptimize(classes.data());
    }
    const Index fifth =
        count_cells(kTenMillion, [&](Index row, Index col) { return classes(row, col) == 5; });
    report_cells(state, fifth == cells.size() / kGroups ? nullptr : "classes without their share");
}

BENCHMARK(natural_breaks_of_floats)
    ->Name("natural_breaks_of_ten_million_floats")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(natural_breaks_of_kinds)
    ->Name("natural_breaks_of_ten_thousand_kinds")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(quantile_classes)
    ->Name("quantile_classes_of_ten_million")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hazone::bench
