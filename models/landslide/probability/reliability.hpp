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

/// `place` and `share` of a step further.
template <std::size_t kCount>
std::array<double, kCount> moved(std::array<double, kCount> place,
                                 const std::array<double, kCount>& step,
                                 double share) {
    for (std::size_t number = 0; number < kCount; ++number) {
        place[number] += share * step[number];
    }
    return place;
}

/// Where a search stands: the place, what the limit state is there and the full HL-RF step.
template <std::size_t kCount>
struct ReliabilitySearch {
    std::array<double, kCount> place{};
    LimitPoint<kCount> at;
    std::array<double, kCount> step{};
    double share = 1;  // of the step to be taken first

    bool steep() const { return dot(at.gradient, at.gradient) > 0; }
    double distance() const { return std::sqrt(dot(place, place)); }

    bool ended(double scale) const {
        constexpr double kClose = 1e-9;
        constexpr double kStill = 1e-5;  // of the place: the index is off by the square of it
        return std::sqrt(dot(step, step)) <= kStill * (1 + distance()) &&
               std::abs(at.value) <= kClose * scale;
    }

    /// How the last step changed the next tells how far to go along it (Barzilai & Borwein 1988,
    /// https://doi.org/10.1093/imanum/8.1.141): bent limit states turn full steps back.
    void turn(bool first) {
        const double length = (dot(at.gradient, place) - at.value) / dot(at.gradient, at.gradient);
        const std::array<double, kCount> last = step;
        for (std::size_t number = 0; number < kCount; ++number) {
            step[number] = length * at.gradient[number] - place[number];
        }
        const double kept = first ? 0 : dot(step, last) / dot(last, last);
        share = kept < 1 ? std::clamp(share / (1 - kept), 0.3, 2.0) : 2;
    }

    /// Takes the step, or as many halves of it as the merit asks for.
    template <class Limit>
    void advance(const Limit& limit) {
        constexpr int kMostHalvings = 20;
        constexpr double kRounding = 1e-13;  // near the end the merit falls by less than is known
        const double weight = 2 * distance() / std::sqrt(dot(at.gradient, at.gradient)) + 10;
        const auto merit = [&](const std::array<double, kCount>& z, double value) {
            return dot(z, z) / 2 + weight * std::abs(value);
        };
        const double here = merit(place, at.value);
        const double highest = here + kRounding * (1 + here);
        std::array<double, kCount> next = moved(place, step, share);
        LimitPoint<kCount> there = limit(next);
        for (int halving = 1; halving < kMostHalvings && !(merit(next, there.value) <= highest);
             ++halving) {
            share /= 2;
            next = moved(place, step, share);
            there = limit(next);
        }
        place = next;
        at = there;
    }
};

/// Reliability index of `limit`, a function from std::array<double, kCount> of independent standard
/// normals to LimitPoint; below 0 where the middle fails. Missing where the search does not end,
/// +-infinity where the limit state does not vary.
template <std::size_t kCount, class Limit>
Reliability<kCount> reliability_of(const Limit& limit) {
    constexpr int kMostSteps = 300;
    ReliabilitySearch<kCount> search;
    search.at = limit(search.place);
    const double sign = search.at.value < 0 ? -1 : 1;
    const double scale = std::abs(search.at.value) > 0 ? std::abs(search.at.value) : 1;
    if (is_missing(search.at.value)) {
        return {};
    }
    if (!search.steep()) {
        return {sign * INFINITY, search.place};  // nothing uncertain matters
    }
    for (int number = 0; number < kMostSteps && search.steep(); ++number) {
        search.turn(number == 0);
        if (search.ended(scale)) {
            return {sign * search.distance(), search.place};
        }
        search.advance(limit);
    }
    return {};
}

}  // namespace hazone::models
