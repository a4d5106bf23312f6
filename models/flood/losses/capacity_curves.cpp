#include "models/flood/losses/capacity_curves.hpp"

#include <algorithm>
#include <cmath>

namespace hazone::models {
namespace {

/// The later time at which the curve has taken up `more` than at `from`: Newton's method from the
/// left of a concave curve never passes the root.
double horton_time(const HortonSoil& soil, double from, double more) {
    const double goal = horton_infiltration(soil, from) + more;
    double time = from;
    constexpr int kMostSteps = 60;
    for (int step = 0; step < kMostSteps; ++step) {
        const double capacity =
            soil.lasting + (soil.initial - soil.lasting) * std::exp(-soil.decay * time);
        const double change = (goal - horton_infiltration(soil, time)) / capacity;
        time += change;
        if (!(change > 1e-13 * time)) {
            break;
        }
    }
    return time;
}

}  // namespace

double horton_infiltration(const HortonSoil& soil, double time) {
    return soil.lasting * time -
           (soil.initial - soil.lasting) / soil.decay * std::expm1(-soil.decay * time);
}

double horton_time(const HortonSoil& soil, double infiltrated) {
    if (!(infiltrated > 0)) {
        return 0 * infiltrated;
    }
    // Without a lasting capacity the curve ends: what is given beyond it counts as just below.
    const double end = (soil.initial - soil.lasting) / soil.decay;
    const double most = soil.lasting > 0 ? infiltrated : std::min(infiltrated, end * (1 - 1e-9));
    return soil.initial > 0 ? horton_time(soil, 0, most) : 0;
}

double horton_excess(const HortonSoil& soil, double rain, double length, double& time) {
    const double capacity =
        horton_infiltration(soil, time + length) - horton_infiltration(soil, time);
    if (rain >= capacity) {
        time += length;
        return rain - capacity;
    }
    if (rain > 0) {
        time = std::min(horton_time(soil, time, rain), time + length);
    } else if (soil.recovery > 0 && rain == 0) {
        const double used = -std::expm1(-soil.decay * time) * std::exp(-soil.recovery * length);
        time = -std::log1p(-used) / soil.decay;
    }
    return 0 * rain;
}

double philip_infiltration(const PhilipSoil& soil, double time) {
    return soil.sorptivity * std::sqrt(time) + soil.conductivity * time;
}

double philip_time(const PhilipSoil& soil, double infiltrated) {
    // A t + S sqrt(t) - F = 0 in sqrt(t), in the form which does not cancel
    const double root = 2 * infiltrated /
                        (soil.sorptivity + std::sqrt(soil.sorptivity * soil.sorptivity +
                                                     4 * soil.conductivity * infiltrated));
    return root > 0 ? root * root : 0 * infiltrated;
}

double philip_excess(const PhilipSoil& soil, double rain, double length, double& infiltrated) {
    const double time = philip_time(soil, infiltrated);
    const double most = philip_infiltration(soil, time + length) - infiltrated;
    const double excess = rain > most ? rain - most : 0 * rain;
    infiltrated += rain - excess;
    return excess;
}

}  // namespace hazone::models
