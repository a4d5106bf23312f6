// Safety factor of an infinite slope: resisting over driving stress on a slip surface parallel to
// the ground, at the bottom of the soil, with seepage parallel to the slope,
//         c_s + c_r + cos2(slope) (q + (g - m g_w) z) tan(phi)
//   FS = ------------------------------------------------------- ,
//               sin(slope) cos(slope) (q + g z)
// c_s, c_r cohesion of soil and roots, q surcharge, g and g_w unit weight of soil and water, z
// vertical depth, m saturated share of the column, phi angle of friction.
// Hammond, Hall, Miller & Swetik (1992), Level I Stability Analysis (LISA) documentation for
// version 2.0, USDA Forest Service General Technical Report INT-285,
// https://doi.org/10.2737/INT-GTR-285; form without surcharge in Montgomery & Dietrich (1994),
// https://doi.org/10.1029/93WR02979. The unit weight is taken as the same above and below the water
// table, and so as that of the wet soil.
//
// On level ground nothing drives a slide, and without soil nothing can slide: both have the highest
// safety factor of the map. A slide of bare rock is not judged here.
#include "models/landslide/infinite_slope.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

bool cannot_slide(const SoilColumn& soil, double slope) {
    return !any_missing(soil.depth, soil.unit_weight, soil.cohesion, soil.friction_angle, slope) &&
           (slope <= 0 || soil.depth <= 0);
}

StrengthFactors strength_factors(const SoilColumn& soil, double slope, double wetness) {
    const double weight = soil.surcharge + soil.unit_weight * soil.depth;
    const double uplift = wetness * kWaterUnitWeight * soil.depth;
    return {.per_cohesion = 1 / (std::sin(slope) * std::cos(slope) * weight),
            .per_friction = (weight - uplift) / (weight * std::tan(slope))};
}

double infinite_slope_safety(const SoilColumn& soil, double slope, double wetness, double highest) {
    if (is_missing(wetness)) {
        return kMissing;
    }
    if (cannot_slide(soil, slope)) {
        return highest;
    }
    const StrengthFactors factors = strength_factors(soil, slope, wetness);
    const double safety =
        factors.per_cohesion * soil.cohesion + factors.per_friction * std::tan(soil.friction_angle);
    if (safety < 0) {
        return 0;  // a right angle in float is steeper than a right angle
    }
    return safety > highest ? highest : safety;  // a missing value compares false and stays
}

SlopeFields::SlopeFields(const FieldSet& fields)
    : slope(fields.read(kSlope)),
      depth(fields.read(kSoilDepth)),
      cohesion(fields.read(kCohesion)),
      friction_angle(fields.read(kFrictionAngle)),
      unit_weight(fields.read(kUnitWeight)),
      wetness(fields.read(kSoilWetness)),
      root_cohesion(fields.read(kRootCohesion)),
      surcharge(fields.read(kSurcharge)) {}

SoilColumn SlopeFields::soil(Index row, Index col) const {
    return {.depth = known_depth(depth(row, col)),
            .unit_weight = unit_weight(row, col),
            .cohesion = cohesion(row, col) + root_cohesion(row, col),
            .friction_angle = friction_angle(row, col),
            .surcharge = surcharge(row, col)};
}

namespace {

constexpr FieldSpec kMakes[] = {kSafetyFactor};

constexpr ParamSpec kHighest{.name = "highest_safety_factor",
                             .fallback = 10,
                             .lowest = 1.5,
                             .highest = 1000,
                             .meaning =
                                 "safety factors end here; also that of level ground and of "
                                 "ground without soil"};
constexpr ParamSpec kParams[] = {kHighest};

void run(const Params& params, FieldSet& fields) {
    const SlopeFields slopes(fields);
    const auto safety = fields.write(kSafetyFactor);
    const double highest = params[kHighest];
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        safety(row, col) = static_cast<float>(infinite_slope_safety(
            slopes.soil(row, col), slopes.slope(row, col), slopes.wetness(row, col), highest));
    });
}

}  // namespace

constinit const Model infinite_slope{
    .name = "infinite_slope",
    .summary = "safety factor of the infinite slope, wet by the event",
    .source = "Hammond et al. (1992), doi:10.2737/INT-GTR-285",
    .needs = kInfiniteSlopeNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 26,
    .halo = no_halo,
};

}  // namespace hazone::models
