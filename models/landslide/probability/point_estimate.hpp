// Mean and standard deviation of a function of uncertain quantities from its values one standard
// deviation to both sides of the means,
//   E[y^m] = sum over signs s of p(s) y(mean + s sd)^m,   p = prod (1/2) (1 + sum s_i s_j r_ij).
// Rosenblueth (1975), Point estimates for probability moments, PNAS 72(10), 3812-3814,
// https://doi.org/10.1073/pnas.72.10.3812; the symmetric form, with the correlation of two
// (restated as equations A3 to A6 of appendix A of CRREL Report 95-15).
#pragma once

#include <array>
#include <cmath>

namespace hazone::models {

struct PointEstimate {
    double mean = 0;
    double deviation = 0;
};

/// `means` and `deviations` of the quantities, of which the first two (of at least two) have the
/// `correlation`. A quantity without deviation costs no evaluations of `function`, which takes
/// std::array<double, kCount>.
template <std::size_t kCount, class Function>
PointEstimate point_estimate(const std::array<double, kCount>& means,
                             const std::array<double, kCount>& deviations,
                             double correlation,
                             const Function& function) {
    static_assert(kCount >= 2 && kCount < 16);
    unsigned varying = 0;
    for (std::size_t number = 0; number < kCount; ++number) {
        varying |= deviations[number] > 0 ? 1U << number : 0U;
    }
    const double joint = (varying & 3U) == 3U ? correlation : 0;
    double weights = 0;
    double sum = 0;
    double squares = 0;
    for (unsigned signs = 0; signs < 1U << kCount; ++signs) {
        if ((signs & ~varying) != 0) {
            continue;
        }
        std::array<double, kCount> place = means;
        for (std::size_t number = 0; number < kCount; ++number) {
            place[number] += (signs >> number & 1U) != 0 ? deviations[number] : -deviations[number];
        }
        const bool alike = (signs & 1U) == (signs >> 1 & 1U);
        const double weight = alike ? 1 + joint : 1 - joint;
        const double value = function(place);
        weights += weight;
        sum += weight * value;
        squares += weight * value * value;
    }
    const double mean = sum / weights;
    const double variance = squares / weights - mean * mean;
    return {.mean = mean, .deviation = variance > 0 ? std::sqrt(variance) : 0};
}

}  // namespace hazone::models
