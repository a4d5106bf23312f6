#include "engine/terrain/form/topographic_indices.hpp"

#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/form/surface_form.hpp"

namespace hazone::bench {
namespace {

constexpr double kCellSize = 10;
constexpr double kLeastSlope = 0.001;

/// What the indices are made of, for a ground of the benchmarks.
struct Inputs {
    explicit Inputs(const Ground& given) : area(given.z.extent()), slope(given.z.extent()) {
        Raster<double> total(given.z.extent());
        flow_accumulation(given.direction, total, kCellSize);  // per metre of contour
        for_each_cell(area.extent(), [&](Index row, Index col) {
            area(row, col) = static_cast<float>(total(row, col));
        });
        surface_form(given.z, {.cell_size = kCellSize}, {.slope = slope});
    }
    Raster<float> area, slope;
};

bool close(double found, double expected) {
    return is_missing(found) == is_missing(expected) &&
           !(std::abs(found - expected) > 1e-5 * (1 + std::abs(expected)));
}

const char* what_is_wrong(const Inputs& given,
                          const Raster<float>& wetness,
                          const Raster<float>& power,
                          const Raster<float>& factor) {
    const Index wrong = count_cells(given.area.extent(), [&](Index row, Index col) {
        const double area = given.area(row, col);
        const double slope = given.slope(row, col);
        const double bounded = slope < kLeastSlope ? kLeastSlope : slope;
        return !close(wetness(row, col), std::log(area / std::tan(bounded))) ||
               !close(power(row, col), area * std::tan(slope)) ||
               !close(factor(row, col),
                      1.4 * std::pow(area / 22.13, 0.4) * std::pow(std::sin(slope) / 0.0896, 1.3));
    });
    return wrong == 0 ? nullptr : "indices which are not those of their formulas";
}

void all_three(benchmark::State& state) {
    const Inputs given(ground(state));
    const ThreadScope threads(thread_argument(state));
    Raster<float> wetness(given.area.extent(), 0);
    Raster<float> power(given.area.extent(), 0);
    Raster<float> factor(given.area.extent(), 0);
    for ([[maybe_unused]] auto _ : state) {
        topographic_indices(
            given.area, given.slope, kLeastSlope,
            {.wetness_index = wetness, .stream_power_index = power, .length_slope_factor = factor});
        benchmark::DoNotOptimize(factor.data());
    }
    report(state, what_is_wrong(given, wetness, power, factor), 5 * sizeof(float));
}

/// One index alone; its values are those of the pass of all three, which all_three() checks.
void alone(benchmark::State& state, View<float> TopographicIndexOutputs::*output) {
    const Inputs given(ground(state));
    const ThreadScope threads(thread_argument(state));
    Raster<float> cells(given.area.extent(), 0);
    TopographicIndexOutputs outputs;
    outputs.*output = cells;
    for ([[maybe_unused]] auto _ : state) {
        topographic_indices(given.area, given.slope, kLeastSlope, outputs);
        benchmark::DoNotOptimize(cells.data());
    }
    const Index wrong = count_cells(cells.extent(), [&](Index row, Index col) {
        return is_missing(cells(row, col)) != is_missing(given.slope(row, col));
    });
    report(state, wrong == 0 ? nullptr : "cells with no value", 3 * sizeof(float));
}

void wetness_alone(benchmark::State& state) {
    alone(state, &TopographicIndexOutputs::wetness_index);
}
void power_alone(benchmark::State& state) {
    alone(state, &TopographicIndexOutputs::stream_power_index);
}
void factor_alone(benchmark::State& state) {
    alone(state, &TopographicIndexOutputs::length_slope_factor);
}

BENCHMARK(all_three)->Name("twi_spi_ls")->Apply(flow_arguments);
BENCHMARK(wetness_alone)->Name("wetness_index")->Apply(flow_arguments);
BENCHMARK(power_alone)->Name("stream_power_index")->Apply(flow_arguments);
BENCHMARK(factor_alone)->Name("length_slope_factor")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
