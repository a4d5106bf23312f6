// Probability that the infinite slope fails by its reliability index: P = Phi(-beta), the method of
// Hasofer & Lind (1974), https://doi.org/10.1061/JMCEA3.0001848, and Rackwitz & Fiessler (1978),
// https://doi.org/10.1016/0045-7949(78)90046-9 (reliability.hpp). Exact where the safety factor is
// linear in normal quantities; else the bend of the limit state is neglected. Not normal quantities
// come in by their standard normals, correlated cohesion and friction by a Gaussian copula.
#include <algorithm>

#include "engine/parallel/loops.hpp"
#include "engine/statistics/normal.hpp"
#include "models/declarations.hpp"
#include "models/landslide/probability/reliability.hpp"
#include "models/landslide/probability/uncertain_slope.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kMakes[] = {kLandslideSusceptibility, kReliabilityIndex};

constexpr ParamSpec kHighestIndex{
    .name = "highest_reliability_index",
    .fallback = 10,
    .lowest = 3,
    .highest = 37,
    .meaning =
        "reliability indices end here, and at minus this; also that of level ground and of "
        "ground without soil"};
constexpr ParamSpec kParams[] = {kCohesionVariation, kFrictionVariation,    kDepthVariation,
                                 kWetnessVariation,  kCohesionDistribution, kFrictionDistribution,
                                 kDepthDistribution, kWetnessDistribution,  kTruncation,
                                 kCorrelation,       kHighestIndex};

/// FS - 1 and its derivatives by independent standard normals.
LimitPoint<kUncertain> limit_at(const SlopeLimitState<double>& state,
                                const Uncertainty& uncertainty,
                                Factors<double> z) {
    const double correlation = uncertainty.correlation;
    const double rest = std::sqrt(1 - correlation * correlation);
    z[1] = correlation * z[0] + rest * z[1];
    Factors<double> factors{};
    for (std::size_t number = 0; number < kUncertain; ++number) {
        factors[number] = uncertainty.quantities[number].at_normal(z[number]);
    }
    LimitPoint<kUncertain> found{.value = state(factors) - 1, .gradient = state.gradient(factors)};
    for (std::size_t number = 0; number < kUncertain; ++number) {
        found.gradient[number] *= uncertainty.quantities[number].slope_at_normal(z[number]);
    }
    found.gradient[0] += correlation * found.gradient[1];
    found.gradient[1] *= rest;
    return found;
}

void run(const Params& params, FieldSet& fields) {
    const SlopeFields slopes(fields);
    const auto susceptibility = fields.write(kLandslideSusceptibility);
    const auto index = fields.write(kReliabilityIndex);
    const Uncertainty uncertainty(params);
    const double highest = params[kHighestIndex];
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const double found = answer_of<double>(
            slopes, row, col, kMissing, kInfinity,
            [&](const SoilColumn& soil, double slope, double wetness) {
                const SlopeLimitState<double> state(soil, slope, wetness, uncertainty.highest);
                return reliability_index<kUncertain>(
                    [&](const Factors<double>& z) { return limit_at(state, uncertainty, z); });
            });
        susceptibility(row, col) = static_cast<float>(normal_probability(-found));
        index(row, col) =
            static_cast<float>(is_missing(found) ? found : std::clamp(found, -highest, highest));
    });
}

}  // namespace

constinit const Model form_failure{
    .name = "form_failure",
    .summary = "probability that the infinite slope fails by its first-order reliability index",
    .source =
        "Hasofer & Lind (1974), doi:10.1061/JMCEA3.0001848; Rackwitz & Fiessler (1978), "
        "doi:10.1016/0045-7949(78)90046-9",
    .needs = kInfiniteSlopeNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 300,
    .halo = no_halo,
};

}  // namespace hazone::models
