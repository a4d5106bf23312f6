#include "models/flood/losses/evapotranspiration.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/missing.hpp"

namespace hazone::models {
namespace {

constexpr double kMillimetrePerDay = 1e-3 / 86400;  // m/s
constexpr double kLatentHeat = 2.45;                // MJ/kg

}  // namespace

double extraterrestrial_radiation(double latitude, double day) {
    constexpr double kSolarConstant = 0.0820;  // MJ m-2 min-1
    const double angle = 2 * std::numbers::pi * day / 365;
    const double distance = 1 + 0.033 * std::cos(angle);
    const double declination = 0.409 * std::sin(angle - 1.39);
    const double sunset =
        std::acos(std::clamp(-std::tan(latitude) * std::tan(declination), -1.0, 1.0));
    return 24 * 60 / std::numbers::pi * kSolarConstant * distance *
           (sunset * std::sin(latitude) * std::sin(declination) +
            std::cos(latitude) * std::cos(declination) * std::sin(sunset));
}

double hargreaves(double temperature, double range, double radiation) {
    if (any_missing(temperature, range)) {
        return kMissing;
    }
    const double depth =
        0.0023 * (temperature + 17.8) * std::sqrt(std::max(range, 0.0)) * radiation / kLatentHeat;
    return std::max(depth, 0.0) * kMillimetrePerDay;
}

double priestley_taylor(double temperature, double available, double elevation, double alpha) {
    if (any_missing(temperature, available, elevation)) {
        return kMissing;
    }
    const double pressure = 101.3 * std::pow((293 - 0.0065 * elevation) / 293, 5.26);  // kPa, eq. 7
    const double psychrometric = 0.665e-3 * pressure;                                  // kPa/K
    const double from = temperature + 237.3;
    const double vapour = 0.6108 * std::exp(17.27 * temperature / from);  // kPa
    const double slope = 4098 * vapour / (from * from);                   // kPa/K
    const double energy = available * 86400e-6;                           // MJ m-2 d-1
    const double depth = alpha * slope / (slope + psychrometric) * energy / kLatentHeat;
    return std::max(depth, 0.0) * kMillimetrePerDay;
}

}  // namespace hazone::models
