#include "engine/terrain/form/topographic_indices.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/core/fast_math.hpp"
#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

// Cells of a row which are worked on together: what the indices share stays in the innermost cache.
constexpr Index kRun = 128;
struct alignas(64) Cells : std::array<float, kRun> {};

constexpr float kPlotLength = 22.13F;      // m, of the plots of the Universal Soil Loss Equation
constexpr float kPlotSteepness = 0.0896F;  // sine of their slope of 9 %

/// The value, or kMissing for a NaN of any kind: the same bits in every loop.
float known(float value) { return value == value ? value : kMissing; }

struct Inclination {
    Cells sine;
    Cells tangent;
};

void find_inclination(const float* slope, Index count, Inclination& found) {
    for (Index cell = 0; cell < count; ++cell) {
        const float sine = fast_sin_of_quarter(slope[cell]);
        found.sine[cell] = sine;
        found.tangent[cell] = sine / fast_cos_of_quarter(slope[cell]);
    }
}

void find_wetness(
    const float* area, const Cells& tangent, Index count, float least, float* wetness) {
    for (Index cell = 0; cell < count; ++cell) {
        const float bounded = tangent[cell] < least ? least : tangent[cell];
        wetness[cell] = known(fast_log(area[cell] / bounded));
    }
}

void find_power(const float* area, const Cells& tangent, Index count, float* power) {
    for (Index cell = 0; cell < count; ++cell) {
        power[cell] = known(area[cell] * tangent[cell]);
    }
}

/// With both powers in one logarithm: LS = 1.4 p^0.4, p = (a / 22.13) (sin b / 0.0896)^3.25. Below
/// 1e-15 it is 0.
void find_length_slope(const float* area, const Cells& sine, Index count, float* factor) {
    constexpr float kLeast = std::numeric_limits<float>::min();
    for (Index cell = 0; cell < count; ++cell) {
        const float steepness = sine[cell] * (1 / kPlotSteepness);
        const float cube = steepness * steepness * steepness;
        const float product =
            area[cell] * (1 / kPlotLength) * cube * std::sqrt(std::sqrt(steepness));
        const float power = 1.4F * fast_exp_of_normal(0.4F * fast_log_of_normal(product));
        factor[cell] = known(product >= kLeast ? power : product * 0);
    }
}

/// Where the results of a run go; nullptr where the index is not asked for.
float* cells_at(const View<float>& output, Index row, Index col) {
    return output.data() == nullptr ? nullptr : output.row(row) + col;
}

}  // namespace

void topographic_indices(View<const float> specific_area,
                         View<const float> slope,
                         double least_slope,
                         const TopographicIndexOutputs& outputs) {
    assert(slope.extent() == specific_area.extent());
    const auto least_tangent = static_cast<float>(std::tan(least_slope));
    for_each_row(slope.rows(), [&](Index row) {
        Inclination inclination;
        for (Index first = 0; first < slope.cols(); first += kRun) {
            const Index count = std::min(kRun, slope.cols() - first);
            const float* area = specific_area.row(row) + first;
            find_inclination(slope.row(row) + first, count, inclination);
            if (float* wetness = cells_at(outputs.wetness_index, row, first)) {
                find_wetness(area, inclination.tangent, count, least_tangent, wetness);
            }
            if (float* power = cells_at(outputs.stream_power_index, row, first)) {
                find_power(area, inclination.tangent, count, power);
            }
            if (float* factor = cells_at(outputs.length_slope_factor, row, first)) {
                find_length_slope(area, inclination.sine, count, factor);
            }
        }
    });
}

}  // namespace hazone
