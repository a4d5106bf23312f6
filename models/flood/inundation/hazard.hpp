#pragma once

#include <algorithm>

namespace hazone::inundation {

/// Debris factor of water: 0.5 up to a depth of 0.25 m, 1 above (Defra/Environment Agency 2005,
/// FD2320/TR2, table 13.1). That is the cautious choice where the use of the land is not known:
/// FD2321/TR1, table 3.1, has the same or less for pasture, woodland and towns, but for shallow
/// water in woods and towns faster than 2 m/s, 1.
inline float debris_factor(float depth) { return depth > 0.25F ? 1.0F : 0.5F; }

/// Hazard rating for people, d (v + 0.5) + debris factor (Defra/Environment Agency 2006, Flood
/// risks to people, FD2321/TR1; clarified by their supplementary note of May 2008), of water d deep
/// that moves at v.
inline float hazard_rating(float depth, float speed) {
    return depth * (speed + 0.5F) + debris_factor(depth);
}

/// Limits of a class of the Australian curves: none of the three may be passed.
struct HazardLimits {
    float depth;  // m
    float speed;  // m/s
    float flow;   // depth times speed, m2/s
};

/// Upper limits of H1 to H5 (AIDR 2017, Guideline 7-3, table 1; Smith, Davey, Cox 2014). What
/// passes those of H5 is H6.
inline constexpr HazardLimits kHazardLimits[] = {
    {0.3F, 2, 0.3F}, {0.5F, 2, 0.6F}, {1.2F, 2, 0.6F}, {2, 2, 1}, {4, 4, 4}};

/// Class 1 to 6; the limits grow with the class, so that those passed are counted.
inline int hazard_class(float depth, float speed) {
    int passed = 1;
    for (const HazardLimits& limits : kHazardLimits) {
        const bool over =
            (depth > limits.depth) | (speed > limits.speed) | (depth * speed > limits.flow);
        passed += over ? 1 : 0;
    }
    return passed;
}

}  // namespace hazone::inundation
