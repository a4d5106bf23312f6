#include "engine/statistics/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/statistics/failure_sampling.hpp"
#include "engine/statistics/normal.hpp"

namespace hazone {
namespace {

const Marginal normal_one(Shape::normal, 2, 0.5);
const Marginal lognormal_one(Shape::lognormal, 1, 0.4);
const Marginal uniform_one(Shape::uniform, 1, 0.3);

SamplePlan plan_of(Sampling sampling, Index samples) {
    return {.sampling = sampling,
            .samples = samples,
            .seed = 7,
            .quantities = {normal_one, lognormal_one, uniform_one, Marginal(Shape::normal, 3, 0),
                           normal_one}};
}

struct Moments {
    double mean = 0;
    double deviation = 0;
};

Moments moments(const float* values, Index count) {
    double sum = 0;
    double squares = 0;
    for (Index number = 0; number < count; ++number) {
        sum += static_cast<double>(values[number]);
        squares += static_cast<double>(values[number]) * static_cast<double>(values[number]);
    }
    const double mean = sum / static_cast<double>(count);
    return {mean, std::sqrt(squares / static_cast<double>(count) - mean * mean)};
}

double correlation(const float* a, const float* b, Index count) {
    const Moments of_a = moments(a, count);
    const Moments of_b = moments(b, count);
    double sum = 0;
    for (Index number = 0; number < count; ++number) {
        sum += (static_cast<double>(a[number]) - of_a.mean) *
               (static_cast<double>(b[number]) - of_b.mean);
    }
    return sum / static_cast<double>(count) / of_a.deviation / of_b.deviation;
}

void expect_moments(const float* values, Index count, const Marginal& quantity) {
    const Moments found = moments(values, count);
    // five standard errors of Monte Carlo
    const double deviation = quantity.deviation();
    EXPECT_NEAR(found.mean, quantity.mean(),
                5 * deviation / std::sqrt(static_cast<double>(count)) + 1e-6);
    EXPECT_NEAR(found.deviation, deviation, 0.01 * deviation + 1e-3);
}

TEST(Sampler, GivesTheMomentsOfTheDistributions) {
    constexpr Index kCount = 200000;
    for (const Sampling sampling : {Sampling::latin_hypercube, Sampling::monte_carlo}) {
        const SamplePlan plan = plan_of(sampling, kCount);
        const Sampler sampler(plan);
        Samples samples;
        sampler.draw(5, samples);
        for (std::size_t quantity = 0; quantity < plan.quantities.size(); ++quantity) {
            expect_moments(samples.of(quantity), kCount, plan.quantities[quantity]);
        }
    }
}

TEST(Sampler, DrawsTheQuantitiesIndependently) {
    constexpr Index kCount = 200000;
    for (const Sampling sampling : {Sampling::latin_hypercube, Sampling::monte_carlo}) {
        const Sampler sampler(plan_of(sampling, kCount));
        Samples samples;
        sampler.draw(5, samples);
        using Pair = std::pair<std::size_t, std::size_t>;
        for (const auto& [one, other] :
             {Pair{0, 1}, Pair{0, 2}, Pair{0, 4}, Pair{1, 2}, Pair{1, 4}, Pair{2, 4}}) {
            EXPECT_LT(std::abs(correlation(samples.of(one), samples.of(other), kCount)),
                      5 / std::sqrt(kCount));
        }
    }
}

/// How many of the values of a normal quantity lie in each stratum of equal probability.
std::vector<int> strata_filled(const float* values, Index count) {
    std::vector<int> filled(static_cast<std::size_t>(count));
    for (Index number = 0; number < count; ++number) {
        const double z = (static_cast<double>(values[number]) - 2) / 0.5;
        ++filled[static_cast<std::size_t>(normal_probability(z) * static_cast<double>(count))];
    }
    return filled;
}

TEST(Sampler, PutsOneSampleOfALatinHypercubeIntoEachStratum) {
    for (const Index count : {1, 2, 7, 1000, 1025}) {
        const Sampler sampler(plan_of(Sampling::latin_hypercube, count));
        const std::vector<int> once(static_cast<std::size_t>(count), 1);
        Samples samples;
        for (std::uint64_t cell = 0; cell < 5; ++cell) {
            sampler.draw(cell, samples);
            EXPECT_EQ(strata_filled(samples.of(0), count), once);
            EXPECT_EQ(strata_filled(samples.of(4), count), once);
        }
    }
}

TEST(Sampler, CorrelatesTheFirstTwo) {
    constexpr Index kCount = 100000;
    for (const Sampling sampling : {Sampling::latin_hypercube, Sampling::monte_carlo}) {
        for (const double wanted : {-0.7, 0.5}) {
            const Sampler sampler({.sampling = sampling,
                                   .samples = kCount,
                                   .seed = 1,
                                   .quantities = {normal_one, normal_one, uniform_one},
                                   .correlation = wanted});
            Samples samples;
            sampler.draw(3, samples);
            EXPECT_NEAR(correlation(samples.of(0), samples.of(1), kCount), wanted, 0.01);
            EXPECT_NEAR(correlation(samples.of(0), samples.of(2), kCount), 0, 0.016);
            EXPECT_NEAR(moments(samples.of(1), kCount).mean, 2, 0.01);
            EXPECT_NEAR(moments(samples.of(1), kCount).deviation, 0.5, 0.005);
        }
    }
}

// Of lognormal quantities: rho = (exp(r s1 s2) - 1) / sqrt((exp(s1^2) - 1) (exp(s2^2) - 1)), the
// known answer for a Gaussian copula.
TEST(Sampler, CorrelatesLognormalQuantitiesAsACopulaDoes) {
    constexpr Index kCount = 200000;
    const Sampler sampler({.sampling = Sampling::monte_carlo,
                           .samples = kCount,
                           .quantities = {lognormal_one, lognormal_one},
                           .correlation = -0.6});
    Samples samples;
    sampler.draw(0, samples);
    const double variance = std::log(1.16);
    EXPECT_NEAR(correlation(samples.of(0), samples.of(1), kCount),
                std::expm1(-0.6 * variance) / 0.16, 0.01);
}

TEST(Sampler, DrawsDifferForEachCellAndSeed) {
    SamplePlan plan = plan_of(Sampling::latin_hypercube, 100);
    for (const Sampling sampling : {Sampling::latin_hypercube, Sampling::monte_carlo}) {
        plan.sampling = sampling;
        Samples one, two, three;
        plan.seed = 1;
        Sampler(plan).draw(1, one);
        Sampler(plan).draw(2, two);
        plan.seed = 2;
        Sampler(plan).draw(1, three);
        EXPECT_FALSE(std::equal(one.of(1), one.of(1) + 100, two.of(1)));
        EXPECT_FALSE(std::equal(one.of(1), one.of(1) + 100, three.of(1)));
    }
}

/// Root mean square error over cells of the share of a sum of two normals below 1.
double error_of(Sampling sampling, Index count, int cells) {
    const Sampler sampler(
        {.sampling = sampling,
         .samples = count,
         .seed = 11,
         .quantities = {Marginal(Shape::normal, 0.7, 0.3), Marginal(Shape::normal, 0.6, 0.2)}});
    const double exact = normal_probability((1 - 1.3) / std::sqrt(0.13));
    Samples samples;
    double squares = 0;
    for (int cell = 0; cell < cells; ++cell) {
        const double found =
            estimate_failure<2>(sampler, static_cast<std::uint64_t>(cell), samples,
                                [](const std::array<float, 2>& x) { return x[0] + x[1]; })
                .probability;
        squares += (found - exact) * (found - exact);
    }
    return std::sqrt(squares / cells);
}

TEST(FailureEstimate, ConvergesWithTheRootOfTheSamples) {
    const double p = normal_probability(-0.3 / std::sqrt(0.13));
    for (const Index count : {64, 256, 1024, 4096}) {
        const double expected = std::sqrt(p * (1 - p) / static_cast<double>(count));
        // of 2000 cells the error is known to 1.6 %
        EXPECT_NEAR(error_of(Sampling::monte_carlo, count, 2000), expected, 0.07 * expected);
    }
    const double slope = std::log(error_of(Sampling::monte_carlo, 4096, 2000) /
                                  error_of(Sampling::monte_carlo, 64, 2000)) /
                         std::log(64.0);
    EXPECT_NEAR(slope, -0.5, 0.02);
}

TEST(FailureEstimate, OfLatinHypercubesHasASmallerVariance) {
    for (const Index count : {64, 1000}) {
        const double random = error_of(Sampling::monte_carlo, count, 1000);
        const double latin = error_of(Sampling::latin_hypercube, count, 1000);
        EXPECT_LT(latin, 0.75 * random);
        RecordProperty("ratio_of_variances_" + std::to_string(count),
                       std::to_string(latin * latin / (random * random)));
    }
}

TEST(FailureEstimate, HasAnIntervalThatIsNeverEmpty) {
    EXPECT_NEAR(wilson_half_width(0, 100), 0.0185, 1e-4);  // centre 0.0185: from 0 to 0.037
    EXPECT_EQ(wilson_half_width(0, 100), wilson_half_width(100, 100));
    EXPECT_NEAR(wilson_half_width(5000, 10000), 1.96 * 0.005, 1e-5);
}

TEST(FailureEstimate, IsMissingWhereASafetyFactorIs) {
    const Sampler sampler(plan_of(Sampling::latin_hypercube, 700));
    Samples samples;
    const auto found = estimate_failure<1>(
        sampler, 1, samples, [](const std::array<float, 1>& x) { return x[0] > 3 ? kMissing : 2; });
    EXPECT_TRUE(is_missing(found.probability));
    EXPECT_TRUE(is_missing(found.mean_safety));
    EXPECT_TRUE(is_missing(found.error));
}

}  // namespace
}  // namespace hazone
