#include "engine/terrain/form/geomorphons.hpp"

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"

namespace hazone::bench {
namespace {

constexpr double kCellSize = 10;

/// Every inner cell with a height has one of the ten forms, and on rough ground several occur.
const char* what_is_wrong(const Raster<float>& z, const Raster<std::uint8_t>& forms) {
    const Index wrong = count_cells(z.extent(), [&](Index row, Index col) {
        const bool ring = row == 0 || col == 0 || row == z.rows() - 1 || col == z.cols() - 1;
        const bool none = forms(row, col) == kNoClass;
        return none != (ring || is_missing(z(row, col))) || forms(row, col) > 10;
    });
    if (wrong > 0) {
        return "cells without a form, or with one where there is no ground";
    }
    const auto count = [&](Landform form) {
        return count_cells(z.extent(), [&](Index row, Index col) {
            return forms(row, col) == static_cast<std::uint8_t>(form);
        });
    };
    return count(Landform::ridge) > 0 && count(Landform::valley) > 0 ? nullptr
                                                                     : "no ridge or no valley";
}

void forms(benchmark::State& state, double radius) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    Raster<std::uint8_t> forms(z.extent(), 0);
    const GeomorphonSpec spec{.cell_size = kCellSize, .radius = radius};
    for ([[maybe_unused]] auto _ : state) {
        geomorphons(z, spec, forms);
        benchmark::DoNotOptimize(forms.data());
    }
    report(state, what_is_wrong(z, forms), bytes_of<float, std::uint8_t>());
}

void ten_cells(benchmark::State& state) { forms(state, 100); }
void fifty_cells(benchmark::State& state) { forms(state, 500); }

BENCHMARK(ten_cells)->Name("geomorphons_10_cells")->Apply(flow_arguments);
BENCHMARK(fifty_cells)->Name("geomorphons_50_cells")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
