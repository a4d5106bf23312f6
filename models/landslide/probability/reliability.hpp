// First-order reliability: the distance from the middle of standard normal space to the nearest
// point which fails, z* with g(z*) = 0, and P = Phi(-beta).
//   z' = [grad g . z - g(z)] grad g / |grad g|^2                      (HL-RF)
// Hasofer & Lind (1974), Exact and invariant second-moment code format, J. Eng. Mech. Div. ASCE
// 100(1), 111-121, https://doi.org/10.1061/JMCEA3.0001848; Rackwitz & Fiessler (1978), Computers &
// Structures 9(5), 489-494, https://doi.org/10.1016/0045-7949(78)90046-9. Steps are halved while
// the merit |z|^2 / 2 + c |g| does not fall: Liu & Der Kiureghian (1991), Structural Safety 9(3),
// 161-177, https://doi.org/10.1016/0167-4730(91)90041-7.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "engine/core/missing.hpp"
#include "engine/statistics/marginal.hpp"

namespace hazone::models {

/// Values of a limit state, failing below 0, and its derivatives by standard normals.
template <std::size_t kCount>
struct LimitPoint {
    double value = 0;
    std::array<double, kCount> gradient{};
};

template <std::size_t kCount>
double dot(const std::array<double, kCount>& a, const std::array<double, kCount>& b) {
    double sum = 0;
    for (std::size_t number = 0; number < kCount; ++number) {
        sum += a[number] * b[number];
    }
    return sum;
}

/// The index and the nearest point it belongs to.
template <std::size_t kCount>
struct Reliability {
    double index = kMissing;
    std::array<double, kCount> place{};
};

/// Reliability index of `limit`, a function from std::array<double, kCount> of independent standard
/// normals to LimitPoint; below 0 where the middle fails. Missing where the search does not end,
/// +-infinity where the limit state does not vary.
template <std::size_t kCount, class Limit>
Reliability<kCount> reliability_of(const Limit& limit) {
    using Place = std::array<double, kCount>;
    constexpr double kClose = 1e-9;
    constexpr double kStill = 1e-5;      // of the place: the index is off by the square of it
    constexpr double kRounding = 1e-13;  // near the end the merit falls by less than it is known
    Place z{};
    Place last{};
    double longest = 1;
    LimitPoint<kCount> at = limit(z);
    const double sign = at.value < 0 ? -1 : 1;
    const double scale = std::abs(at.value) > 0 ? std::abs(at.value) : 1;
    for (int iteration = 0; iteration < 300; ++iteration) {
        const double steepness = dot(at.gradient, at.gradient);
        if (!(steepness > 0)) {
            // nothing uncertain matters in the middle; elsewhere the search has left the slope
            const bool lost = is_missing(at.value) || iteration > 0;
            return {lost ? static_cast<double>(kMissing) : sign * INFINITY, z};
        }
        const double length = (dot(at.gradient, z) - at.value) / steepness;
        Place step{};
        for (std::size_t number = 0; number < kCount; ++number) {
            step[number] = length * at.gradient[number] - z[number];
        }
        const double distance = std::sqrt(dot(z, z));
        if (std::sqrt(dot(step, step)) <= kStill * (1 + distance) &&
            std::abs(at.value) <= kClose * scale) {
            return {sign * distance, z};
        }
        const double weight = 2 * distance / std::sqrt(steepness) + 10;
        const double merit = distance * distance / 2 + weight * std::abs(at.value);
        // how the last step changed the next tells how far to go along it (Barzilai & Borwein
        // 1988, https://doi.org/10.1093/imanum/8.1.141): bent limit states turn full steps back
        const double kept = iteration == 0 ? 0 : dot(step, last) / dot(last, last);
        longest = iteration == 0 ? 1 : kept < 1 ? std::clamp(longest / (1 - kept), 0.3, 2.0) : 2;
        last = step;
        for (int halving = 0; halving < 20; ++halving, longest /= 2) {
            Place next{};
            for (std::size_t number = 0; number < kCount; ++number) {
                next[number] = z[number] + longest * step[number];
            }
            const LimitPoint<kCount> there = limit(next);
            if (dot(next, next) / 2 + weight * std::abs(there.value) <=
                    merit + kRounding * (1 + merit) ||
                halving == 19) {
                z = next;
                at = there;
                break;
            }
        }
    }
    return {};
}

}  // namespace hazone::models
