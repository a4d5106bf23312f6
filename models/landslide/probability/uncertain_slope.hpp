// The infinite slope as a limit state of uncertain quantities, and what the models of its
// probability share: parameters, fields and the rules of ground that cannot slide.
#pragma once

#include <array>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/statistics/marginal.hpp"
#include "engine/statistics/sampler.hpp"
#include "models/landslide/infinite_slope.hpp"

namespace hazone::models {

/// The uncertain quantities, each as a factor of its likely value (mean 1 unless truncated), in the
/// order of their arrays everywhere.
enum class Uncertain { cohesion, friction, depth, wetness };
inline constexpr std::size_t kUncertain = 4;

template <class Real>
using Factors = std::array<Real, kUncertain>;

/// Safety factor of the infinite slope (infinite_slope.hpp) as a function of the factors of
/// cohesion (of soil and roots), tan(phi), depth and wetness. The wetness stays within 0 and 1.
/// `highest` where a sample has no soil; not bounded above otherwise. The Real of the kernel is
/// float: the error, some 1e-6, is far below that of 1000 samples.
template <class Real>
struct SlopeLimitState {
    Real cohesion = 0;   // over sin(slope) cos(slope), Pa
    Real friction = 0;   // tan(phi) over tan(slope)
    Real surcharge = 0;  // Pa
    Real soil = 0;       // weight of the soil, Pa
    Real water = 0;      // weight of water in its place, Pa
    Real wetness = 0;
    Real highest = 0;
    Real least_wetness = 0;
    Real most_wetness = 1;

    SlopeLimitState(const SoilColumn& column, double slope, double likely_wetness, double most);

    Real bounded_wetness(Real factor) const {
        const Real wet = wetness * factor;
        const Real above = wet > least_wetness ? wet : least_wetness;
        return above < most_wetness ? above : most_wetness;
    }
    Real operator()(const Factors<Real>& factors) const {
        const auto [of_cohesion, of_friction, of_depth, of_wetness] = factors;
        const Real weight = surcharge + soil * of_depth;
        const Real uplift = bounded_wetness(of_wetness) * water * of_depth;
        const Real safety =
            (cohesion * of_cohesion + (weight - uplift) * (friction * of_friction)) / weight;
        return of_depth > 0 ? safety : highest;
    }
    /// Derivatives by the four factors.
    Factors<Real> gradient(const Factors<Real>& factors) const;
};

/// What the parameters of a model say of the quantities.
struct Uncertainty {
    std::vector<Marginal> quantities;  // in the order of Uncertain
    double correlation = 0;            // of cohesion and friction
    double highest = 0;                // safety factor where nothing can slide

    explicit Uncertainty(const Params& params);
};

/// Params by these names, in this order, begin kParams of each model.
inline constexpr std::string_view kShapes[] = {"normal", "lognormal", "uniform",
                                               "truncated_normal"};

constexpr ParamSpec variation(std::string_view name, double fallback, std::string_view meaning) {
    return {.name = name, .fallback = fallback, .lowest = 0, .highest = 1, .meaning = meaning};
}
constexpr ParamSpec distribution(std::string_view name, Shape fallback, std::string_view meaning) {
    return {.name = name,
            .fallback = static_cast<double>(fallback),
            .meaning = meaning,
            .choices = kShapes};
}

inline constexpr ParamSpec kCohesionVariation = variation(
    "cohesion_variation", 0.4, "standard deviation over mean of the cohesion of soil and roots");
inline constexpr ParamSpec kFrictionVariation =
    variation("friction_variation",
              0.12,
              "standard deviation over mean of the tangent of the friction angle");
inline constexpr ParamSpec kDepthVariation =
    variation("depth_variation", 0, "standard deviation over mean of the soil depth");
inline constexpr ParamSpec kWetnessVariation =
    variation("wetness_variation",
              0,
              "standard deviation over mean of the soil wetness, which stays within 0 and 1");
inline constexpr ParamSpec kCohesionDistribution =
    distribution("cohesion_distribution", Shape::lognormal, "distribution of the cohesion");
inline constexpr ParamSpec kFrictionDistribution = distribution(
    "friction_distribution", Shape::normal, "distribution of the tangent of the friction angle");
inline constexpr ParamSpec kDepthDistribution =
    distribution("depth_distribution", Shape::lognormal, "distribution of the soil depth");
inline constexpr ParamSpec kWetnessDistribution =
    distribution("wetness_distribution", Shape::normal, "distribution of the soil wetness");
inline constexpr ParamSpec kTruncation{
    .name = "truncation",
    .fallback = 2,
    .lowest = 0.5,
    .highest = 6,
    .meaning =
        "a truncated normal distribution ends this many standard deviations from its mean, and at "
        "0"};
inline constexpr ParamSpec kCorrelation{
    .name = "correlation",
    .fallback = 0,
    .lowest = -0.95,
    .highest = 0.95,
    .meaning = "correlation of cohesion and friction, of their standard normals (Gaussian copula)"};
inline constexpr ParamSpec kHighestSafety{
    .name = "highest_safety_factor",
    .fallback = 10,
    .lowest = 1.5,
    .highest = 1000,
    .meaning =
        "mean safety factors end here; also that of level ground and of ground without "
        "soil"};

/// Calls make(limit state as double inputs) where the cell has all inputs and can slide, else gives
/// `missing` or `stable`.
template <class Answer, class Make>
Answer answer_of(const SlopeFields& slopes,
                 Index row,
                 Index col,
                 const Answer& missing,
                 const Answer& stable,
                 Make make) {
    const SoilColumn soil = slopes.soil(row, col);
    const double slope = slopes.slope(row, col);
    const double wetness = slopes.wetness(row, col);
    if (any_missing(soil.depth, soil.unit_weight, soil.cohesion, soil.friction_angle,
                    soil.surcharge, slope, wetness)) {
        return missing;
    }
    return cannot_slide(soil, slope) ? stable : make(soil, slope, wetness);
}

}  // namespace hazone::models
