// Probability that a slope fails, given that the strength of its soil is known only about:
//   P(FS < 1) = Phi((1 - m) / s),
//   m = A mean(c) + B mean(tan phi),   s2 = (A sd(c))2 + (B sd(tan phi))2.
// The infinite slope's safety factor is linear in cohesion and tan(phi), FS = A c + B tan(phi);
// with both normal and independent FS is normal, and no sampling is needed. Medina, Huerlimann,
// Guo, Lloret & Vaunat (2021), Fast physically-based model for rainfall-induced landslide
// susceptibility assessment at regional scale (FSLAM), Catena 201, 105213,
// https://doi.org/10.1016/j.catena.2021.105213; the uncertain strengths after Hammond et al.
// (1992), https://doi.org/10.2737/INT-GTR-285.
//
// Default variation: effective cohesion 40 %, within the 13 to 70 % which Cherubini (1997)
// collected (cited in the discussion of Duncan 2000, J. Geotech. Geoenviron. Eng. 127(8), 2001);
// tan(phi) 12 %, in the range of Phoon & Kulhawy (1999), https://doi.org/10.1139/t99-038.
#include "models/landslide/failure_probability.hpp"

#include <cmath>
#include <numbers>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double probability_of_failure(const SoilColumn& soil,
                              double slope,
                              double wetness,
                              const StrengthVariation& variation) {
    if (is_missing(wetness)) {
        return kMissing;
    }
    if (cannot_slide(soil, slope)) {
        return 0;
    }
    const StrengthFactors factors = strength_factors(soil, slope, wetness);
    const double by_cohesion = factors.per_cohesion * soil.cohesion;
    const double by_friction = factors.per_friction * std::tan(soil.friction_angle);
    const double mean = by_cohesion + by_friction;
    const double cohesion_part = variation.cohesion * by_cohesion;
    const double friction_part = variation.friction * by_friction;
    const double deviation =
        std::sqrt(cohesion_part * cohesion_part + friction_part * friction_part);
    if (deviation == 0) {
        return mean < 1 ? 1 : 0;
    }
    return 0.5 * std::erfc((mean - 1) / (deviation * std::numbers::sqrt2));
}

namespace {

constexpr FieldSpec kMakes[] = {kLandslideSusceptibility};

constexpr ParamSpec kCohesionVariation{
    .name = "cohesion_variation",
    .fallback = 0.4,
    .lowest = 0,
    .highest = 1,
    .meaning = "standard deviation over mean of the cohesion of soil and roots"};
constexpr ParamSpec kFrictionVariation{
    .name = "friction_variation",
    .fallback = 0.12,
    .lowest = 0,
    .highest = 1,
    .meaning = "standard deviation over mean of the tangent of the friction angle"};
constexpr ParamSpec kParams[] = {kCohesionVariation, kFrictionVariation};

void run(const Params& params, FieldSet& fields) {
    const SlopeFields slopes(fields);
    const auto susceptibility = fields.write(kLandslideSusceptibility);
    const StrengthVariation variation{.cohesion = params[kCohesionVariation],
                                      .friction = params[kFrictionVariation]};
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        susceptibility(row, col) = static_cast<float>(probability_of_failure(
            slopes.soil(row, col), slopes.slope(row, col), slopes.wetness(row, col), variation));
    });
}

}  // namespace

constinit const Model failure_probability{
    .name = "failure_probability",
    .summary = "probability that the infinite slope fails, given uncertain cohesion and friction",
    .source =
        "Medina et al. (2021), doi:10.1016/j.catena.2021.105213; Hammond et al. (1992), "
        "doi:10.2737/INT-GTR-285",
    .needs = kInfiniteSlopeNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 17,
    .halo = no_halo,
};

}  // namespace hazone::models
