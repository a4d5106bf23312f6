// The power of the depth in Manning's friction and what friction leaves, worked out without a call
// or a division.
#include "models/flood/inundation/powers.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include <gtest/gtest.h>

namespace hazone::inundation {
namespace {

TEST(InverseSevenThirds, IsRightToAMillionth) {
    constexpr std::int32_t kStep = 211;  // of the bits: all parts of every power of two
    double worst = 0;
    std::int64_t compared = 0;
    for (float h = 1e-12F; h <= 1e12F;
         h = std::bit_cast<float>(std::bit_cast<std::int32_t>(h) + kStep)) {
        const double exact = std::pow(static_cast<double>(h), -7.0 / 3);
        worst = std::max(worst, std::abs(inverse_seven_thirds(h) / exact - 1));
        ++compared;
    }
    EXPECT_GT(compared, 1'000'000);
    EXPECT_LT(worst, 1e-6);
}

TEST(InverseSevenThirds, TakesAFactor) {
    const InverseSevenThirds power(0.25F);
    EXPECT_NEAR(power(8), 0.25 / 128, 1e-6 * 0.25 / 128);
    EXPECT_NEAR(power(1), 0.25, 1e-6 * 0.25);
}

TEST(QuickInverse, IsRightToAFewLastBits) {
    constexpr std::int32_t kStep = 211;
    double worst = 0;
    std::int64_t compared = 0;
    for (float x = 1e-37F; x <= 1e37F;
         x = std::bit_cast<float>(std::bit_cast<std::int32_t>(x) + kStep)) {
        worst = std::max(worst, std::abs(static_cast<double>(quick_inverse(x)) * x - 1));
        ++compared;
    }
    EXPECT_GT(compared, 1'000'000);
    EXPECT_LT(worst, 2e-7);
}

TEST(QuickInverse, OfOneIsOne) { EXPECT_EQ(quick_inverse(1), 1.0F); }

}  // namespace
}  // namespace hazone::inundation
