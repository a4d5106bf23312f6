#pragma once

#include <cstdint>

#include "engine/core/missing.hpp"

namespace hazone::models {

/// A value known only to lie between two others, each value between them as likely.
struct Between {
    double low = 0;
    double high = 0;
};

/// The uncertain soil and rain of SINMAP.
struct SinmapRanges {
    Between cohesion;        // C, of soil and roots over the weight of the soil normal to the slope
    Between friction;        // tan(phi)
    Between rain;            // recharge over transmissivity, R/T, 1/m
    double water_share = 0;  // r, unit weight of water over that of the soil, 0 to 0.9
};

inline constexpr double kHighestStability = 10;

/// Stability index of a slope, 0 to kHighestStability: the safety factor with the worst of every
/// range where that is at least 1, else the probability that the safety factor is above 1.
/// kHighestStability on level ground. `slope` in rad, below pi/2; `specific_area` in m. Within
/// 1e-12 of the exact integral. Missing in, missing out.
double stability_index_of(double slope, double specific_area, const SinmapRanges& ranges);

/// Class 1 stable to 6 defended of a stability index; kNoClass when it is missing.
std::uint8_t stability_class_of(float index);

}  // namespace hazone::models
