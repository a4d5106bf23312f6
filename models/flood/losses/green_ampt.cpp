#include "models/flood/losses/green_ampt.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hazone::models {
namespace {

constexpr double kNoHead = 1e-9;  // m of psi D, below which there is no suction

/// Where the front goes no further than this share, the series is taken.
constexpr double kNear = 1.0 / 64;
/// A change after which the next would be lost in rounding.
constexpr double kLastChange = 1e-5;

/// (z - ln(1 + z)) / z^2 of z from 0 to kNear by the series, which is exacter there than the
/// logarithm and several times as fast; the first term left out is under 1e-15 of the sum.
double short_series(double z) {
    constexpr int kTerms = 9;
    double sum = 1.0 / kTerms;
    for (int term = kTerms - 1; term >= 2; --term) {
        sum = 1.0 / term - z * sum;
    }
    return sum;
}

double less_its_logarithm(double z) {
    return z > kNear ? z - std::log1p(z) : z * z * short_series(z);
}

// How far the front goes from x0: y = (1 + x0) z with x0 z + z - ln(1 + z) = tau. By Halley's
// method; the error of a step is the cube of that before. It begins at the root of the first two
// terms of the series, put right by the third.

double first_guess(double x0, double tau) {
    const double z = 2 * tau / (x0 + std::sqrt(x0 * x0 + 2 * tau));
    return z + z * z * z / (3 * (x0 + z));
}

double halley_change(double x0, double z, double error) {
    const double share = 1 / (1 + z);
    const double slope = x0 + z * share;
    return error * slope / (slope * slope - 0.5 * error * share * share);
}

double front_advance(double x0, double tau) {
    if (!(tau > 0)) {
        return 0;
    }
    double z = first_guess(x0, tau);
    constexpr int kMostSteps = 30;
    for (int step = 0; step < kMostSteps; ++step) {
        const double change = halley_change(x0, z, x0 * z + less_its_logarithm(z) - tau);
        z -= change;
        if (!(std::abs(change) > kLastChange * z)) {
            break;
        }
    }
    return (1 + x0) * z;
}

double power(double base, double exponent) { return base > 0 ? std::pow(base, exponent) : 0.0; }

/// The two profiles as one: mean moisture weighted by water.
void merge(GreenAmptProfile& profile) {
    const double active = profile.infiltrated - profile.resting;
    if (profile.infiltrated > 0) {
        profile.filled =
            std::min(1.0, (active * (1 + profile.filled) + profile.resting * profile.filled) /
                              profile.infiltrated);
        if (profile.resting == 0) {
            profile.filled = 1;
        }
    }
    profile.resting = profile.infiltrated;
}

}  // namespace

double ponded_infiltration(double before, double conductivity, double front_head, double length) {
    if (conductivity <= 0) {
        return before;
    }
    if (front_head < kNoHead) {
        return before + conductivity * length;
    }
    return before +
           front_head * front_advance(before / front_head, conductivity * length / front_head);
}

void ponded_infiltrations(Index count,
                          double length,
                          const double* __restrict rain,
                          const double* __restrict conductivity,
                          const double* __restrict front_head,
                          const double* __restrict before,
                          double* __restrict after) {
    constexpr double kNotShort = std::numeric_limits<double>::quiet_NaN();
    const double per_second = 1 / length;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const double head = front_head[i];
        const double capacity = conductivity[i] * (before[i] + head);  // times before[i]
        const double x0 = before[i] / head;
        const double tau = conductivity[i] * length / head;
        const double z = first_guess(x0, tau);
        const double change = halley_change(x0, z, x0 * z + z * z * short_series(z) - tau);
        const double moved = z - change;
        const bool ponded = (capacity <= rain[i] * per_second * before[i]) & (capacity > 0);
        const bool near = (head >= kNoHead) & (z <= kNear);
        const bool done = std::abs(change) <= kLastChange * moved;
        after[i] = ponded & near & done ? before[i] + (before[i] + head) * moved : kNotShort;
    }
}

double rain_infiltration(
    double before, double rain, double conductivity, double front_head, double length) {
    const double intensity = rain / length;
    const auto capacity = [&](double infiltrated) {
        return conductivity * (1 + front_head / infiltrated);
    };
    if (intensity <= conductivity) {
        return before + rain;
    }
    if (capacity(before) <= intensity) {
        return std::min(before + rain,
                        ponded_infiltration(before, conductivity, front_head, length));
    }
    if (capacity(before + rain) >= intensity) {
        return before + rain;
    }
    const double ponds_at = conductivity * front_head / (intensity - conductivity);
    const double rest = length - (ponds_at - before) / intensity;
    return std::min(before + rain, ponded_infiltration(ponds_at, conductivity, front_head, rest));
}

double ponding_time(double intensity, double conductivity, double front_head) {
    return intensity > conductivity
               ? conductivity * front_head / (intensity * (intensity - conductivity))
               : std::numeric_limits<double>::infinity();
}

double redistributed(
    const GreenAmptSoil& soil, double filled, double water, double supply, double length) {
    if (!(filled > 0) || !(water > 0)) {
        return filled;
    }
    const double initial = std::clamp(1 - soil.deficit / soil.porosity, 0.0, 1.0);
    const double saturation = std::min(1.0, initial + filled * soil.deficit / soil.porosity);
    const double drive_exponent = 3 + 1 / soil.pore_size_index;
    const double flow_exponent = 3 + 2 / soil.pore_size_index;
    const double dry_drive = power(initial, drive_exponent);
    const double drive = soil.suction * (power(saturation, drive_exponent) - dry_drive) /
                         std::max(1 - dry_drive, 1e-12);
    const double relative = power(initial, flow_exponent) + power(saturation, flow_exponent) +
                            drive * filled * soil.deficit / water;
    const double loss = std::max(0.0, soil.conductivity * relative - supply);
    return filled / (1 + length * loss / water);
}

double green_ampt_excess(const GreenAmptSoil& soil,
                         double rain,
                         double length,
                         GreenAmptProfile& profile) {
    const bool moves = soil.pore_size_index > 0 && soil.deficit > 0;
    if (rain <= soil.conductivity * length && moves && profile.infiltrated > 0) {
        merge(profile);
        profile.infiltrated += rain;
        profile.resting = profile.infiltrated;
        profile.filled =
            redistributed(soil, profile.filled, profile.resting, rain / length, length);
        return 0;
    }
    const double active = profile.infiltrated - profile.resting;
    const double deficit = soil.deficit * (profile.resting > 0 ? 1 - profile.filled : 1);
    const double now =
        rain_infiltration(active, rain, soil.conductivity, soil.suction * deficit, length);
    const double excess = std::max(0.0, rain - (now - active));
    profile.infiltrated += rain - excess;
    if (profile.resting > 0) {
        profile.filled = redistributed(soil, profile.filled, profile.resting, 0, length);
        // The younger front has reached the older one: one profile from the initial moisture.
        const double young = (profile.infiltrated - profile.resting) * profile.filled;
        if (young >= profile.resting * (1 - profile.filled)) {
            profile.resting = 0;
            profile.filled = 0;
        }
    }
    return excess + 0 * rain;  // a missing rain stays
}

}  // namespace hazone::models
