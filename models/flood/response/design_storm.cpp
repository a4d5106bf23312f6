#include "models/flood/response/design_storm.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "models/flood/losses/curve_number_runoff.hpp"

namespace hazone::models {
namespace {

constexpr double kDay = kBlockDurations.back();

/// g_k of design_storm.hpp.
double peak_of_even_rate(double duration, double concentration_time) {
    return std::min(0.75 * duration / (duration / 2 + 0.6 * concentration_time), 1.0);
}

}  // namespace

double rain_growth(RainGrowth growth, double return_period, double variation, double exponent) {
    constexpr double kMeanPeriod = 2.33;  // years
    if (growth == RainGrowth::power) {
        return std::pow(return_period / kMeanPeriod, exponent);
    }
    constexpr double kEuler = 0.5772156649015329;
    constexpr double kFactor = 0.7796968012336761;  // sqrt(6) / pi
    const double rarity = std::log(std::log(return_period / (return_period - 1)));
    const double factor = 1 - variation * kFactor * (kEuler + rarity);
    return factor < 0 ? 0.0 : factor;  // a missing variation stays
}

double share_in(double duration, const StormCurve& curve) {
    return duration / kDay *
           std::pow((kDay + curve.offset) / (duration + curve.offset), curve.exponent);
}

double block_runoff(double day, double share, double retention, double initial_abstraction_ratio) {
    const double before = day * (1 - share) / 2;
    return direct_runoff(before + day * share, retention, initial_abstraction_ratio) -
           direct_runoff(before, retention, initial_abstraction_ratio);
}

double peak_share(std::size_t block, double concentration_time) {
    if (is_missing(concentration_time)) {
        return kMissing;
    }
    const double outer = kBlockDurations[block];
    if (block == 0) {
        return peak_of_even_rate(outer, concentration_time) / outer;
    }
    const double inner = kBlockDurations[block - 1];
    return (peak_of_even_rate(outer, concentration_time) -
            peak_of_even_rate(inner, concentration_time)) /
           (outer - inner);
}

}  // namespace hazone::models
