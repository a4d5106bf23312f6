// Probability that the infinite slope fails, by sampling what is uncertain: the share of samples of
// cohesion, tan(phi), soil depth and soil wetness whose safety factor is below 1. Hammond, Hall,
// Miller & Swetik (1992), Level I Stability Analysis (LISA), USDA Forest Service General Technical
// Report INT-285, https://doi.org/10.2737/INT-GTR-285 (Monte Carlo on the infinite slope); Latin
// hypercubes by McKay, Beckman & Conover (1979), https://doi.org/10.2307/1268522.
//
// Each quantity is its field times a factor of mean 1; spreads as in failure_probability.cpp. With
// normal and independent cohesion and friction alone it samples what that model knows in closed
// form. Normal factors may fall below 0 (of the cohesion: 0.6 % of samples at a variation of 0.4);
// lognormal and truncated ones do not. A sample without soil cannot slide.
#include "engine/parallel/loops.hpp"
#include "engine/statistics/failure_sampling.hpp"
#include "models/declarations.hpp"
#include "models/landslide/probability/uncertain_slope.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kMakes[] = {kLandslideSusceptibility, kFailureProbabilityError,
                                kMeanSafetyFactor};

constexpr ParamSpec kParams[] = {kSampling,
                                 kSamples,
                                 kSeed,
                                 kCohesionVariation,
                                 kFrictionVariation,
                                 kDepthVariation,
                                 kWetnessVariation,
                                 kCohesionDistribution,
                                 kFrictionDistribution,
                                 kDepthDistribution,
                                 kWetnessDistribution,
                                 kTruncation,
                                 kCorrelation,
                                 kHighestSafety};

Sampler sampler_of(const Params& params, const Uncertainty& uncertainty) {
    return Sampler({.sampling = params.choice<Sampling>(kSampling),
                    .samples = static_cast<Index>(params[kSamples]),
                    .seed = static_cast<std::uint64_t>(params[kSeed]),
                    .quantities = uncertainty.quantities,
                    .correlation = uncertainty.correlation});
}

void run(const Params& params, FieldSet& fields) {
    const SlopeFields slopes(fields);
    const auto susceptibility = fields.write(kLandslideSusceptibility);
    const auto error = fields.write(kFailureProbabilityError);
    const auto mean = fields.write(kMeanSafetyFactor);
    const Uncertainty uncertainty(params);
    const Sampler sampler = sampler_of(params, uncertainty);
    const double highest = uncertainty.highest;
    const FailureEstimate stable{.probability = 0, .error = 0, .mean_safety = highest};
    const Grid grid = fields.grid();
    const Index whole_cols = grid.whole.empty() ? grid.extent.cols : grid.whole.cols;
    for_each_block_with<Samples>(grid.extent.rows, [&](Index row, Samples& samples) {
        for (Index col = 0; col < grid.extent.cols; ++col) {
            const auto cell = cell_number({row, col}, grid.first, whole_cols);
            const auto found = answer_of<FailureEstimate>(
                slopes, row, col, {}, stable,
                [&](const SoilColumn& soil, double slope, double wetness) {
                    return estimate_failure<kUncertain>(
                        sampler, cell, samples,
                        SlopeLimitState<float>(soil, slope, wetness, highest));
                });
            susceptibility(row, col) = static_cast<float>(found.probability);
            error(row, col) = static_cast<float>(found.error);
            mean(row, col) =
                static_cast<float>(found.mean_safety > highest ? highest : found.mean_safety);
        }
    });
}

}  // namespace

constinit const Model monte_carlo_failure{
    .name = "monte_carlo_failure",
    .summary =
        "probability that the infinite slope fails and how sure it is, by sampling what is "
        "uncertain",
    .source =
        "Hammond et al. (1992), doi:10.2737/INT-GTR-285; McKay et al. (1979), "
        "doi:10.2307/1268522; Salmon et al. (2011), doi:10.1145/2063384.2063405",
    .needs = kInfiniteSlopeNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 1100,
    .halo = no_halo,
};

}  // namespace hazone::models
