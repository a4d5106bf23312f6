// Equations of models/landslide/infinite_slope.cpp; the factors of uncertainty are by Hammond et
// al. (1992), https://doi.org/10.2737/INT-GTR-285, there on the values themselves.
#include "models/landslide/probability/uncertain_slope.hpp"

#include <algorithm>
#include <cmath>

namespace hazone::models {

template <class Real>
SlopeLimitState<Real>::SlopeLimitState(const SoilColumn& column,
                                       double slope,
                                       double likely_wetness,
                                       double most)
    : cohesion(static_cast<Real>(column.cohesion / (std::sin(slope) * std::cos(slope)))),
      friction(static_cast<Real>(std::tan(column.friction_angle) / std::tan(slope))),
      surcharge(static_cast<Real>(column.surcharge)),
      soil(static_cast<Real>(column.unit_weight * column.depth)),
      water(static_cast<Real>(kWaterUnitWeight * column.depth)),
      wetness(static_cast<Real>(likely_wetness)),
      highest(static_cast<Real>(most)) {}

template <class Real>
Factors<Real> SlopeLimitState<Real>::gradient(const Factors<Real>& factors) const {
    const auto [of_cohesion, of_friction, of_depth, of_wetness] = factors;
    if (!(of_depth > 0)) {
        return {};
    }
    const Real weight = surcharge + soil * of_depth;
    const Real wet = bounded_wetness(of_wetness);
    const bool free = wetness * of_wetness > least_wetness && wetness * of_wetness < most_wetness;
    const Real rubbing = friction * of_friction;
    // FS = cohesion / weight + rubbing (1 - wet water depth / weight); d(depth / weight) is
    // surcharge / weight^2.
    const Real square = weight * weight;
    return {1 / weight * cohesion, (1 - wet * water * of_depth / weight) * friction,
            (-cohesion * of_cohesion * soil - rubbing * wet * water * surcharge) / square,
            free ? -rubbing * wetness * water * of_depth / weight : 0};
}

template struct SlopeLimitState<float>;
template struct SlopeLimitState<double>;

namespace {

double if_there(const Params& params, const ParamSpec& spec) {
    const auto specs = params.specs();
    const bool there = std::any_of(specs.begin(), specs.end(),
                                   [&](const ParamSpec& each) { return each.name == spec.name; });
    return there ? params[spec] : spec.fallback;
}

}  // namespace

Uncertainty::Uncertainty(const Params& params)
    : quantities{factor_of(params, kCohesionVariation, kCohesionDistribution),
                 factor_of(params, kFrictionVariation, kFrictionDistribution),
                 factor_of(params, kDepthVariation, kDepthDistribution),
                 factor_of(params, kWetnessVariation, kWetnessDistribution)},
      correlation(if_there(params, kCorrelation)),
      highest(if_there(params, kHighestSafety)) {}

}  // namespace hazone::models
