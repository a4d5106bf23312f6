#include "engine/core/fast_math.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"

namespace hazone {
namespace {

constexpr float kInfinite = std::numeric_limits<float>::infinity();

/// The greatest relative error over the floats from `lowest` to `highest`, both of one sign: every
/// 101st by its bits, so that every power of two and every kind of last digit is met.
template <class Fast, class Exact>
double greatest_relative_error(float lowest, float highest, Fast fast, Exact exact) {
    constexpr std::uint32_t kStep = 101;
    const auto first =
        std::bit_cast<std::uint32_t>(std::abs(lowest) < std::abs(highest) ? lowest : highest);
    const auto last =
        std::bit_cast<std::uint32_t>(std::abs(lowest) < std::abs(highest) ? highest : lowest);
    double greatest = 0;
    for (std::uint32_t bits = first; bits <= last; bits += kStep) {
        const auto x = std::bit_cast<float>(bits);
        const double expected = exact(static_cast<double>(x));
        if (expected != 0) {
            greatest = std::max(greatest, std::abs(fast(x) / expected - 1));
        }
    }
    return greatest;
}

TEST(InverseRoot, KeepsItsErrorOverAllNormalFloats) {
    const auto fast = [](float x) { return inverse_root(x); };
    const auto exact = [](double x) { return 1 / std::sqrt(x); };
    EXPECT_LT(greatest_relative_error(1.17549435e-38F, 3.4028235e38F, fast, exact), 5.3e-7);
}

TEST(InverseRoot, OfNothingIsFiniteSoThatTheRootIsNothing) {
    EXPECT_EQ(0.0F * inverse_root(0.0F), 0);
    EXPECT_FALSE(std::isfinite(inverse_root(kInfinite)));
    EXPECT_TRUE(is_missing(inverse_root(kMissing)));
}

TEST(FastAtanOfUnit, KeepsItsErrorFromZeroToOne) {
    const auto exact = [](double x) { return std::atan(x); };
    EXPECT_LT(greatest_relative_error(0, 1, fast_atan_of_unit, exact), 2.1e-7);
    EXPECT_EQ(fast_atan_of_unit(0), 0);
    EXPECT_TRUE(is_missing(fast_atan_of_unit(kMissing)));
}

TEST(FastAsinOfEighth, KeepsItsErrorFromZeroToAnEighth) {
    const auto exact = [](double x) { return std::asin(x); };
    EXPECT_LT(greatest_relative_error(0, 0.70710683F, fast_asin_of_eighth, exact), 2.2e-7);
    EXPECT_TRUE(is_missing(fast_asin_of_eighth(kMissing)));
}

TEST(FastLog, KeepsItsErrorOverAllPositiveFloats) {
    const auto exact = [](double x) { return std::log(x); };
    EXPECT_LT(greatest_relative_error(1e-45F, 3.4028235e38F, fast_log, exact), 1.2e-7);
    EXPECT_EQ(fast_log(1), 0);
}

TEST(FastLogOfNormal, EqualsThatOfAllFloats) {
    for (float x = 1.18e-38F; x < 1e38F; x *= 1.0037F) {
        ASSERT_EQ(fast_log_of_normal(x), fast_log(x)) << x;
    }
}

TEST(FastLog, OfWhatHasNoLogarithm) {
    EXPECT_EQ(fast_log(0), -kInfinite);
    EXPECT_EQ(fast_log(kInfinite), kInfinite);
    EXPECT_TRUE(is_missing(fast_log(-1)));
    EXPECT_TRUE(is_missing(fast_log(-kInfinite)));
    EXPECT_TRUE(is_missing(fast_log(kMissing)));
}

TEST(FastExp, KeepsItsErrorWhereTheResultIsANormalFloat) {
    const auto exact = [](double x) { return std::exp(x); };
    EXPECT_LT(greatest_relative_error(-87.3F, -1e-30F, fast_exp, exact), 1e-7);
    EXPECT_LT(greatest_relative_error(1e-30F, 88.7F, fast_exp, exact), 1e-7);
    EXPECT_EQ(fast_exp(0), 1);
}

TEST(FastExpOfNormal, EqualsThatOfAllFloats) {
    for (float x = -87; x < 88; x += 0.0037F) {
        ASSERT_EQ(fast_exp_of_normal(x), fast_exp(x)) << x;
    }
}

TEST(FastExp, LeavesTheFloatsGently) {
    EXPECT_EQ(fast_exp(-kInfinite), 0);
    EXPECT_EQ(fast_exp(-200), 0);
    EXPECT_NEAR(fast_exp(-100), std::exp(-100.0), 1e-45);  // denormal
    EXPECT_EQ(fast_exp(89), kInfinite);
    EXPECT_EQ(fast_exp(kInfinite), kInfinite);
    EXPECT_TRUE(is_missing(fast_exp(kMissing)));
}

TEST(FastSinAndCos, KeepTheirErrorsOverAQuarterOfATurn) {
    constexpr float kBelowQuarter = 1.5707962F;
    const auto sine = [](double x) { return std::sin(x); };
    const auto cosine = [](double x) { return std::cos(x); };
    EXPECT_LT(greatest_relative_error(0, kBelowQuarter, fast_sin_of_quarter, sine), 1.2e-7);
    EXPECT_LT(greatest_relative_error(0, kBelowQuarter, fast_cos_of_quarter, cosine), 1.4e-7);
    EXPECT_TRUE(is_missing(fast_sin_of_quarter(kMissing)));
    EXPECT_TRUE(is_missing(fast_cos_of_quarter(kMissing)));
}

}  // namespace
}  // namespace hazone
