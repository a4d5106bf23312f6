#pragma once

#include <cstdint>
#include <string_view>

#include "engine/core/field.hpp"
#include "engine/core/missing.hpp"
#include "engine/pipeline/params.hpp"

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

// The ranges as a user sets them, for every model that reads them.
constexpr ParamSpec sinmap_share(const char* name, double fallback, const char* meaning) {
    return {.name = name, .fallback = fallback, .lowest = 0, .highest = 10, .meaning = meaning};
}
constexpr ParamSpec sinmap_angle(const char* name, double degrees, const char* meaning) {
    return {.name = name,
            .unit = Unit::radian,
            .fallback = degrees * kRightAngle / 90,
            .lowest = 0.01,
            .highest = 1.2,
            .meaning = meaning};
}
constexpr ParamSpec sinmap_length(const char* name, double fallback, const char* meaning) {
    return {.name = name,
            .unit = Unit::metre,
            .fallback = fallback,
            .lowest = 1,
            .highest = 1e7,
            .meaning = meaning};
}

inline constexpr ParamSpec kCohesionLow = sinmap_share(
    "lowest_cohesion", 0, "least cohesion of soil and roots over the weight of the soil");
inline constexpr ParamSpec kCohesionHigh =
    sinmap_share("highest_cohesion", 0.25, "greatest cohesion of soil and roots over that weight");
inline constexpr ParamSpec kFrictionLow =
    sinmap_angle("lowest_friction_angle", 30, "least angle of friction");
inline constexpr ParamSpec kFrictionHigh =
    sinmap_angle("highest_friction_angle", 45, "greatest angle of friction");
inline constexpr ParamSpec kRatioLow = sinmap_length(
    "lowest_transmissivity_over_recharge", 2000, "least transmissivity over recharge: wettest");
inline constexpr ParamSpec kRatioHigh = sinmap_length(
    "highest_transmissivity_over_recharge", 3000, "greatest transmissivity over recharge: driest");
inline constexpr ParamSpec kSoilWeight{.name = "unit_weight",
                                       .unit = Unit::newton_per_cubic_metre,
                                       .fallback = 19620,  // of 2000 kg/m3
                                       .lowest = 11000,
                                       .highest = 30000,
                                       .meaning = "unit weight of the wet soil"};
inline constexpr ParamSpec kSinmapParams[] = {
    kCohesionLow, kCohesionHigh, kFrictionLow, kFrictionHigh, kRatioLow, kRatioHigh, kSoilWeight};

/// The ranges of these parameters. An InputError names `owner` and the two which are in the wrong
/// order.
SinmapRanges sinmap_ranges(std::string_view owner, const Params& params);

/// Stability index of a slope, 0 to kHighestStability: the safety factor with the worst of every
/// range where that is at least 1, else the probability that the safety factor is above 1.
/// kHighestStability on level ground. `slope` in rad, below pi/2; `specific_area` in m. Within
/// 1e-9 of the published index (tests/models/landslide/sinmap_test.cpp). Missing in, missing out.
double stability_index_of(double slope, double specific_area, const SinmapRanges& ranges);

/// Class 1 stable to 6 defended of a stability index; kNoClass when it is missing.
std::uint8_t stability_class_of(float index);

}  // namespace hazone::models
