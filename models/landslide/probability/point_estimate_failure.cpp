// Probability that the infinite slope fails from mean and standard deviation of its safety factor,
// which sixteen points give (point_estimate.hpp): Rosenblueth (1975),
// https://doi.org/10.1073/pnas.72.10.3812. The safety factor is taken as normal or lognormal. Of
// the distributions of the quantities mean and standard deviation alone count.
#include "engine/parallel/loops.hpp"
#include "engine/statistics/normal.hpp"
#include "models/declarations.hpp"
#include "models/landslide/probability/point_estimate.hpp"
#include "models/landslide/probability/uncertain_slope.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kMakes[] = {kLandslideSusceptibility, kMeanSafetyFactor};

enum class SafetyShape { normal, lognormal };
constexpr std::string_view kSafetyShapes[] = {"normal", "lognormal"};
constexpr ParamSpec kSafetyDistribution{.name = "safety_distribution",
                                        .fallback = 0,
                                        .meaning =
                                            "distribution which the safety factor is taken "
                                            "to have",
                                        .choices = kSafetyShapes};
constexpr ParamSpec kParams[] = {kSafetyDistribution,   kCohesionVariation, kFrictionVariation,
                                 kDepthVariation,       kWetnessVariation,  kCohesionDistribution,
                                 kFrictionDistribution, kDepthDistribution, kWetnessDistribution,
                                 kTruncation,           kCorrelation,       kHighestSafety};

/// Probability that a safety factor with these moments is below 1.
double probability_below_one(const PointEstimate& safety, SafetyShape shape) {
    if (is_missing(safety.mean)) {
        return kMissing;
    }
    if (safety.deviation == 0) {
        return safety.mean < 1 ? 1 : 0;
    }
    if (shape == SafetyShape::normal || safety.mean <= 0) {
        return normal_probability((1 - safety.mean) / safety.deviation);
    }
    const double variation = safety.deviation / safety.mean;
    const double variance_of_log = std::log1p(variation * variation);
    return normal_probability((variance_of_log / 2 - std::log(safety.mean)) /
                              std::sqrt(variance_of_log));
}

void run(const Params& params, FieldSet& fields) {
    const SlopeFields slopes(fields);
    const auto susceptibility = fields.write(kLandslideSusceptibility);
    const auto mean = fields.write(kMeanSafetyFactor);
    const Uncertainty uncertainty(params);
    const double highest = uncertainty.highest;
    const auto shape = params.choice<SafetyShape>(kSafetyDistribution);
    Factors<double> means{};
    Factors<double> deviations{};
    for (std::size_t number = 0; number < kUncertain; ++number) {
        means[number] = uncertainty.quantities[number].mean();
        deviations[number] = uncertainty.quantities[number].deviation();
    }
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const auto found = answer_of<PointEstimate>(
            slopes, row, col, {kMissing, 0}, {kInfinity, 0},
            [&](const SoilColumn& soil, double slope, double wetness) {
                return point_estimate<kUncertain>(
                    means, deviations, uncertainty.correlation,
                    SlopeLimitState<double>(soil, slope, wetness, highest));
            });
        susceptibility(row, col) = static_cast<float>(probability_below_one(found, shape));
        mean(row, col) = static_cast<float>(found.mean > highest ? highest : found.mean);
    });
}

}  // namespace

constinit const Model point_estimate_failure{
    .name = "point_estimate_failure",
    .summary =
        "probability that the infinite slope fails from two points of each uncertain quantity",
    .source = "Rosenblueth (1975), doi:10.1073/pnas.72.10.3812",
    .needs = kInfiniteSlopeNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 70,
    .halo = no_halo,
};

}  // namespace hazone::models
