#include "engine/terrain/flow/bounded_power.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace hazone {
namespace {

TEST(BoundedPower, IsThePowerToThePrecisionOfItsBase) {
    int compared = 0;
    for (const double exponent : {0.0, 0.5, 1.0, 1.1, 2.0, 4.0, 6.0, 10.0, 20.0}) {
        for (float base = 1e-12F; base < 1e12F; base *= 1.0137F) {
            const double exact = std::pow(double{base}, exponent);
            if (exact > 0x1p-960 && exact < 0x1p960) {
                ASSERT_NEAR(bounded_power(base, exponent) / exact, 1, 2e-7 * (1 + exponent))
                    << base << "^" << exponent;
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 30000);
}

TEST(BoundedPower, StaysWithinItsBounds) {
    constexpr float kInfinite = std::numeric_limits<float>::infinity();
    EXPECT_EQ(bounded_power(kInfinite, 10), 0x1p960);
    EXPECT_EQ(bounded_power(1e30F, 20), 0x1p960);
    EXPECT_EQ(bounded_power(1e-30F, 20), 0x1p-960);
    for (const float odd : {0.0F, -1.0F, std::nanf("")}) {
        const double some = bounded_power(odd, 2);
        EXPECT_TRUE(std::isfinite(some)) << odd;
        EXPECT_LE(std::abs(some), 0x1p960) << odd;
    }
}

TEST(BoundedPower, GrowsWithTheBase) {
    for (float base = 1e-6F; base < 1e6F; base *= 1.01F) {
        ASSERT_LT(bounded_power(base, 1.1), bounded_power(base * 1.0001F, 1.1)) << base;
    }
}

}  // namespace
}  // namespace hazone
