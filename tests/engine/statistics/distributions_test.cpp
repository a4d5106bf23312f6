#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/field.hpp"
#include "engine/core/missing.hpp"
#include "engine/statistics/marginal.hpp"
#include "engine/statistics/normal.hpp"
#include "engine/statistics/philox.hpp"

namespace hazone {
namespace {

// Wichura (1988) names the first two; the others are table values with 20 digits of R and of
// Abramowitz & Stegun.
TEST(NormalQuantile, GivesPublishedValues) {
    EXPECT_NEAR(normal_quantile(0.25), -0.6744897501960817, 1e-15);
    EXPECT_NEAR(normal_quantile(0.001), -3.090232306167814, 4e-15);
    EXPECT_NEAR(normal_quantile(1e-20), -9.262340089798408, 1e-14);
    EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 2e-15);
    EXPECT_EQ(normal_quantile(0.5), 0);
}

TEST(NormalQuantile, InvertsTheProbability) {
    int compared = 0;
    for (int step = -3700; step < 0; ++step) {
        const double z = step / 100.0;
        // error of z from that of the probability: dz = dp / phi(z)
        EXPECT_NEAR(normal_quantile(normal_probability(z)), z, 1e-13 * (1 + std::abs(z))) << z;
        ++compared;
    }
    EXPECT_GT(compared, 3000);
}

TEST(NormalQuantile, IsInfiniteAtTheEndsAndMissingOutside) {
    EXPECT_EQ(normal_quantile(0), -kInfinity);
    EXPECT_EQ(normal_quantile(1), kInfinity);
    EXPECT_TRUE(is_missing(normal_quantile(-0.1)));
    EXPECT_TRUE(is_missing(normal_quantile(1.1)));
    EXPECT_TRUE(is_missing(normal_quantile(static_cast<double>(kMissing))));
}

TEST(FastNormalQuantile, IsWithinItsStatedError) {
    double inner = 0;
    double outer = 0;
    for (std::uint64_t word = 0; word < (std::uint64_t{1} << 32); word += 997) {
        const auto bits = static_cast<std::uint32_t>(word);
        const double p = unit_interval(bits);
        const double z = p < 0.5 ? normal_quantile(p) : -normal_quantile(unit_interval(~bits));
        const double error = std::abs(fast_normal_quantile(bits) - z);
        double& worst = std::abs(z) < 5 ? inner : outer;
        worst = std::max(worst, error);
    }
    for (std::uint32_t bits = 0; bits < 3000; ++bits) {
        const double z = normal_quantile(unit_interval(bits));
        outer = std::max(outer, std::abs(fast_normal_quantile(bits) - z));
        EXPECT_EQ(fast_normal_quantile(~bits), -fast_normal_quantile(bits));
    }
    EXPECT_LT(inner, 4e-6);
    EXPECT_LT(outer, 2.5e-3);
}

std::vector<Marginal> marginals() {
    return {Marginal(Shape::normal, 5, 2),
            Marginal(Shape::lognormal, 5, 2),
            Marginal(Shape::uniform, 5, 2),
            Marginal::truncated(5, 2, 0, kInfinity),
            Marginal::truncated(5, 2, 4, 5.5),
            Marginal::truncated(1, 0.4, 1.8, 9),    // the upper tail alone
            Marginal::truncated(1, 0.4, -9, 0.2)};  // and the lower
}

TEST(Marginal, HasTheMomentsOfItsValues) {
    constexpr int kSteps = 200000;
    for (const Marginal& quantity : marginals()) {
        double sum = 0;
        double squares = 0;
        for (int step = 0; step < kSteps; ++step) {
            const double value = quantity.quantile((step + 0.5) / kSteps);
            sum += value;
            squares += (value - quantity.mean()) * (value - quantity.mean());
        }
        EXPECT_NEAR(sum / kSteps, quantity.mean(), 2e-5 * quantity.mean());
        EXPECT_NEAR(std::sqrt(squares / kSteps), quantity.deviation(), 2e-4 * quantity.deviation());
    }
}

TEST(Marginal, KeepsMeanAndDeviationAsGivenUnlessTruncated) {
    for (const Shape shape : {Shape::normal, Shape::lognormal, Shape::uniform}) {
        const Marginal quantity(shape, 5, 2);
        EXPECT_NEAR(quantity.mean(), 5, 1e-14);
        EXPECT_NEAR(quantity.deviation(), 2, 1e-14);
    }
}

// P(X <= quantile(p)) = p, the probability written out per distribution.
TEST(Marginal, QuantilesInvertTheDistributions) {
    const double variance_of_log = std::log(1 + 0.16);
    const Marginal cut = Marginal::truncated(5, 2, 4, 5.5);
    const auto normal_below = [](double x) { return normal_probability((x - 5) / 2); };
    for (int power = -30; power < -1; ++power) {
        const double p = std::pow(2.0, power);
        const double x = Marginal(Shape::lognormal, 5, 2).quantile(p);
        const double z =
            (std::log(x) - std::log(5.0) + variance_of_log / 2) / std::sqrt(variance_of_log);
        EXPECT_NEAR(normal_probability(z), p, 1e-12 * p);
        EXPECT_NEAR(Marginal(Shape::uniform, 5, 2).quantile(p),
                    5 + 2 * std::sqrt(3.0) * (2 * p - 1), 1e-14 * 5);
        EXPECT_NEAR((normal_below(cut.quantile(p)) - normal_below(4)) /
                        (normal_below(5.5) - normal_below(4)),
                    p, 1e-14);
        EXPECT_NEAR(normal_below(Marginal(Shape::normal, 5, 2).quantile(p)), p, 1e-12 * p);
    }
}

TEST(Marginal, StaysWithinItsLimits) {
    const Marginal cut = Marginal::truncated(1, 0.4, 1.8, 9);
    EXPECT_GE(cut.at_normal(-9), 1.8 - 1e-15);
    EXPECT_LE(cut.at_normal(9), 9);
    EXPECT_GT(cut.at_normal(9), 2.9);
}

TEST(Marginal, SlopeIsTheDerivative) {
    constexpr double kStep = 1e-5;
    for (const Marginal& quantity : marginals()) {
        for (int step = -9; step < 9; ++step) {
            const double z = 0.37 * step;
            const double difference =
                (quantity.at_normal(z + kStep) - quantity.at_normal(z - kStep)) / (2 * kStep);
            EXPECT_NEAR(quantity.slope_at_normal(z), difference, 1e-6 * (1 + difference));
        }
    }
}

TEST(Marginal, WithoutDeviationIsItsMean) {
    for (const Shape shape : {Shape::normal, Shape::lognormal, Shape::uniform}) {
        const Marginal quantity(shape, 5, 0);
        EXPECT_TRUE(quantity.certain());
        EXPECT_NEAR(quantity.at_normal(2), 5, 1e-14);
        EXPECT_EQ(quantity.slope_at_normal(2), 0);
    }
    EXPECT_EQ(Marginal::truncated(5, 0, 1, 9).at_normal(3), 5);
}

}  // namespace
}  // namespace hazone
