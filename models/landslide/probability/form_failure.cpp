// Probability that the infinite slope fails by its reliability index: P = Phi(-beta), the method of
// Hasofer & Lind (1974), https://doi.org/10.1061/JMCEA3.0001848, and Rackwitz & Fiessler (1978),
// https://doi.org/10.1016/0045-7949(78)90046-9 (reliability.hpp). Exact where the safety factor is
// linear in normal quantities; else the bend of the limit state is neglected. Not normal quantities
// come in by their standard normals, correlated cohesion and friction by a Gaussian copula.
//
// The wetness ends at 0 and 1, where the limit state has an edge and the search would not end. So
// it runs without these ends first; where its point lies beyond one, the nearest point has just
// that wetness, and the other quantities alone are searched.
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

/// The standard normal at which the factor of the quantity reaches `factor`, between 0 and the side
/// of `sign`; by halving.
double normal_reaching(const Marginal& quantity, double factor, double sign) {
    double inner = 0;
    double outer = sign * 37;
    for (int halving = 0; halving < 60; ++halving) {
        const double middle = (inner + outer) / 2;
        const bool beyond = (quantity.at_normal(middle) - factor) * sign > 0;
        (beyond ? outer : inner) = middle;
    }
    return outer;
}

double index_of(SlopeLimitState<double> state, const Uncertainty& uncertainty) {
    const Marginal& water = uncertainty.quantities[3];
    const auto search = [&] {
        return reliability_of<kUncertain>(
            [&](const Factors<double>& z) { return limit_at(state, uncertainty, z); });
    };
    state.least_wetness = -kInfinity;
    state.most_wetness = kInfinity;
    const auto open = search();
    const double wetness = state.wetness * water.at_normal(open.place[3]);
    if (water.certain() || (wetness >= 0 && wetness <= 1)) {
        return open.index;  // a missing one has no place: the wetness of the middle
    }
    const double end = wetness > 1 ? 1 : 0;
    state.least_wetness = end;
    state.most_wetness = end;
    const double index = search().index;
    const double likely = state.wetness * water.at_normal(0);
    if (end == 1 ? likely >= 1 : likely <= 0) {
        return index;  // the end is where the likely wetness is
    }
    const double distance = normal_reaching(water, end / state.wetness, end == 1 ? 1 : -1);
    // where the end alone already changes sides, the nearest point is not farther than it
    const bool changes = (index < 0) != (open.index < 0);
    return std::copysign(changes ? distance : std::hypot(index, distance), open.index);
}

void run(const Params& params, FieldSet& fields) {
    const SlopeFields slopes(fields);
    const auto susceptibility = fields.write(kLandslideSusceptibility);
    const auto index = fields.write(kReliabilityIndex);
    const Uncertainty uncertainty(params);
    const double highest = params[kHighestIndex];
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const auto found = answer_of<double>(
            slopes, row, col, kMissing, kInfinity,
            [&](const SoilColumn& soil, double slope, double wetness) {
                return index_of({soil, slope, wetness, uncertainty.highest}, uncertainty);
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
    .nanoseconds_per_cell = 470,
    .halo = no_halo,
};

}  // namespace hazone::models
