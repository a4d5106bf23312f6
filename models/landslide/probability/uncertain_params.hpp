// The parameters by which a user says how uncertain soil and water are, shared by the models of
// probability: each quantity is its field times a factor with a distribution of mean 1.
#pragma once

#include <string_view>
#include <vector>

#include "engine/pipeline/params.hpp"
#include "engine/statistics/marginal.hpp"
#include "engine/statistics/sampler.hpp"

namespace hazone::models {

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

inline constexpr std::string_view kSamplings[] = {"latin_hypercube", "monte_carlo"};
inline constexpr ParamSpec kSampling{.name = "sampling",
                                     .fallback = 0,
                                     .meaning =
                                         "samples spread evenly over the distributions, or drawn "
                                         "independently",
                                     .choices = kSamplings};
inline constexpr ParamSpec kSamples{.name = "samples",
                                    .fallback = 1000,
                                    .lowest = 1,
                                    .highest = static_cast<double>(kMostSamples),
                                    .meaning = "samples of each cell",
                                    .whole = true};
inline constexpr ParamSpec kSeed{.name = "seed",
                                 .fallback = 1,
                                 .lowest = 0,
                                 .highest = 4294967295,
                                 .meaning = "another seed gives other samples",
                                 .whole = true};

/// The distribution of a factor by its parameters of spread and shape, and by kTruncation.
Marginal factor_of(const Params& params, const ParamSpec& spread, const ParamSpec& shape);

}  // namespace hazone::models
