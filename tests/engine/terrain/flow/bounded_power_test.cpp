#include "engine/terrain/flow/bounded_power.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace hazone {
namespace {

TEST(BoundedPower, IsThePowerToAPartInABillion) {
    double largest_error = 0;
    int compared = 0;
    for (const double exponent : {0.0, 0.5, 1.0, 1.1, 2.0, 4.0, 6.0, 10.0, 20.0}) {
        for (double base = 1e-12; base < 1e12; base *= 1.0137) {
            const double exact = std::pow(base, exponent);
            if (exact > 0x1p-960 && exact < 0x1p960) {
                const double error = std::abs(bounded_power(base, exponent) / exact - 1);
                largest_error = std::max(largest_error, error);
                ++compared;
            }
        }
    }
    EXPECT_LT(largest_error, 1e-9);
    EXPECT_GT(compared, 30000);
}

TEST(BoundedPower, StaysWithinItsBounds) {
    constexpr double kInfinite = std::numeric_limits<double>::infinity();
    EXPECT_EQ(bounded_power(kInfinite, 1.1), 0x1p960);
    EXPECT_EQ(bounded_power(1e300, 20), 0x1p960);
    EXPECT_EQ(bounded_power(1e-300, 20), 0x1p-960);
    for (const double odd : {0.0, -1.0, std::nan("")}) {
        const double some = bounded_power(odd, 2);
        EXPECT_TRUE(std::isfinite(some)) << odd;
        EXPECT_LE(std::abs(some), 0x1p960) << odd;
    }
}

TEST(BoundedPower, GrowsWithTheBase) {
    for (double base = 1e-6; base < 1e6; base *= 1.01) {
        ASSERT_LT(bounded_power(base, 1.1), bounded_power(base * 1.0001, 1.1)) << base;
    }
}

}  // namespace
}  // namespace hazone
