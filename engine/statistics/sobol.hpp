// Which of the uncertain quantities makes a result uncertain: first-order indices of Sobol (2001),
// Mathematics and Computers in Simulation 55, 271-280,
// https://doi.org/10.1016/S0378-4754(00)00270-6, by the estimator of Saltelli et al. (2010),
// Computer Physics Communications 181(2), 259-270, https://doi.org/10.1016/j.cpc.2009.09.018,
// table 2 (b):  S_i = mean[ f(B) (f(A with column i of B) - f(A)) ] / variance of f.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/index.hpp"
#include "engine/core/missing.hpp"
#include "engine/statistics/philox.hpp"

namespace hazone {

struct SobolPlan {
    Index samples = 1024;
    std::uint64_t seed = 0;
    std::uint64_t cell = 0;
};

namespace detail {

inline constexpr std::uint32_t kSobolStream = 0x3000;

template <std::size_t kCount>
using UnitPoint = std::array<double, kCount>;

/// Two independent points of the unit cube.
template <std::size_t kCount>
std::array<UnitPoint<kCount>, 2> point_pair(const SobolPlan& plan, Index number) {
    std::array<UnitPoint<kCount>, 2> pair{};
    RandomWords words{};
    for (std::size_t column = 0; column < 2 * kCount; ++column) {
        if (column % 4 == 0) {
            words = philox({.draw = static_cast<std::uint32_t>(number),
                            .stream = kSobolStream + static_cast<std::uint32_t>(column / 4),
                            .cell = plan.cell},
                           plan.seed);
        }
        pair[column / kCount][column % kCount] = unit_interval(words[column % 4]);
    }
    return pair;
}

}  // namespace detail

/// First-order indices of `function`, which takes std::array<double, kCount> of independent
/// uniform numbers between 0 and 1. The sampling error leaves them a little outside 0..1 at times,
/// by some 1 / sqrt(samples). All missing where the function does not vary or a value is missing.
template <std::size_t kCount, class Function>
std::array<double, kCount> first_order_indices(const SobolPlan& plan, const Function& function) {
    const auto count = static_cast<std::size_t>(plan.samples);
    std::vector<std::array<double, kCount + 2>> values(count);  // f(A), f(B), f of the mixed
    double sum = 0;
    for (std::size_t number = 0; number < count; ++number) {
        const auto [a, b] = detail::point_pair<kCount>(plan, static_cast<Index>(number));
        values[number][kCount] = function(a);
        values[number][kCount + 1] = function(b);
        sum += values[number][kCount] + values[number][kCount + 1];
        for (std::size_t column = 0; column < kCount; ++column) {
            auto mixed = a;
            mixed[column] = b[column];
            values[number][column] = function(mixed);
        }
    }
    const double mean = sum / static_cast<double>(2 * count);
    double squares = 0;
    std::array<double, kCount> parts{};
    for (const auto& each : values) {
        const double of_a = each[kCount] - mean;
        const double of_b = each[kCount + 1] - mean;
        squares += of_a * of_a + of_b * of_b;
        for (std::size_t column = 0; column < kCount; ++column) {
            parts[column] += of_b * (each[column] - each[kCount]);
        }
    }
    const double variance = squares / 2;
    for (double& part : parts) {
        part = variance > 0 ? part / variance : static_cast<double>(kMissing);
    }
    return parts;
}

}  // namespace hazone
