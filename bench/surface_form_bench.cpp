#include "engine/terrain/form/surface_form.hpp"

#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"

namespace hazone::bench {
namespace {

constexpr double kCellSize = 10;

/// The nine results of the fused pass.
struct Form {
    explicit Form(Extent extent)
        : slope(extent, 0),
          aspect(extent, 0),
          profile(extent, 0),
          plan(extent, 0),
          tangential(extent, 0),
          mean(extent, 0),
          total(extent, 0),
          position(extent, 0),
          ruggedness(extent, 0) {}

    SurfaceFormOutputs outputs() {
        return {.slope = slope,
                .aspect = aspect,
                .profile_curvature = profile,
                .plan_curvature = plan,
                .tangential_curvature = tangential,
                .mean_curvature = mean,
                .total_curvature = total,
                .position_index = position,
                .ruggedness_index = ruggedness};
    }

    Raster<float> slope, aspect, profile, plan, tangential, mean, total, position, ruggedness;
};

bool close(float found, double expected, double scale) {
    return is_missing(found) == is_missing(expected) &&
           !(std::abs(found - expected) > 1e-4 * scale);
}

/// Whether a cell has the slope, the profile curvature and the ruggedness of double arithmetic.
bool is_right(const Raster<float>& z, const Form& form, CurvatureMethod method, Cell cell) {
    const auto nine = heights<double>(rows_around(z, cell.row), cell.col);
    const auto gradient = horn_gradient(nine, 1 / (8 * kCellSize));
    const auto d = method == CurvatureMethod::evans
                       ? evans_derivatives(nine, 1 / kCellSize)
                       : zevenbergen_thorne_derivatives(nine, 1 / kCellSize);
    return close(form.slope(cell.row, cell.col),
                 std::atan(std::hypot(gradient.east, gradient.north)), 1) &&
           close(form.profile(cell.row, cell.col), curvatures(d).profile,
                 std::abs(d.r) + std::abs(d.s) + std::abs(d.t)) &&
           close(form.ruggedness(cell.row, cell.col), riley_ruggedness(nine),
                 riley_ruggedness(nine));
}

const char* what_is_wrong(const Raster<float>& z, const Form& form, CurvatureMethod method) {
    const Index wrong =
        count_cells({z.rows() - 2, z.cols() - 2}, [&](Index inner_row, Index inner_col) {
            return !is_right(z, form, method, {inner_row + 1, inner_col + 1});
        });
    return wrong == 0 ? nullptr : "attributes which are not those of the neighbourhood";
}

void fused(benchmark::State& state, CurvatureMethod method) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    Form form(z.extent());
    const SurfaceFormSpec spec{.cell_size = kCellSize, .curvature = method};
    for ([[maybe_unused]] auto _ : state) {
        surface_form(z, spec, form.outputs());
        benchmark::DoNotOptimize(form.slope.data());
    }
    report(state, what_is_wrong(z, form, method), 10 * sizeof(float));
}

void fused_zevenbergen_thorne(benchmark::State& state) {
    fused(state, CurvatureMethod::zevenbergen_thorne);
}
void fused_evans(benchmark::State& state) { fused(state, CurvatureMethod::evans); }

BENCHMARK(fused_zevenbergen_thorne)->Name("slope_aspect_curvatures_tpi_tri")->Apply(flow_arguments);
BENCHMARK(fused_evans)->Name("slope_aspect_curvatures_tpi_tri_evans")->Apply(flow_arguments);

/// One output alone.
void alone(benchmark::State& state, View<float> SurfaceFormOutputs::*output) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    Raster<float> cells(z.extent(), 0);
    SurfaceFormOutputs outputs;
    outputs.*output = cells;
    for ([[maybe_unused]] auto _ : state) {
        surface_form(z, {.cell_size = kCellSize}, outputs);
        benchmark::DoNotOptimize(cells.data());
    }
    const Index unknown = count_cells(cells.extent(), [&](Index row, Index col) {
        const bool ring =
            row == 0 || col == 0 || row == cells.rows() - 1 || col == cells.cols() - 1;
        return !ring && is_missing(cells(row, col)) && !is_missing(z(row, col));
    });
    const bool mostly_known = unknown < cells.size() / 10;  // beside holes there is no form
    report(state, mostly_known ? nullptr : "cells without a value", bytes_of<float, float>());
}

void hillshade_alone(benchmark::State& state) { alone(state, &SurfaceFormOutputs::hillshade); }
void position_alone(benchmark::State& state) { alone(state, &SurfaceFormOutputs::position_index); }
void profile_alone(benchmark::State& state) {
    alone(state, &SurfaceFormOutputs::profile_curvature);
}

BENCHMARK(hillshade_alone)->Name("hillshade")->Apply(flow_arguments);
BENCHMARK(position_alone)->Name("topographic_position_index")->Apply(flow_arguments);
BENCHMARK(profile_alone)->Name("profile_curvature")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
