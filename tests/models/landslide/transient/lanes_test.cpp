#include "models/landslide/transient/lanes.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace hazone::models::transient {
namespace {

class LaneFunctions : public ::testing::Test {
protected:
    double draw(double from, double to) {
        return std::uniform_real_distribution<double>(from, to)(random_);
    }
    std::mt19937_64 random_{8};
};

TEST_F(LaneFunctions, ExponentialIsWithinItsError) {
    for (int trial = 0; trial < 200000; ++trial) {
        const double a = draw(-708, 700);
        EXPECT_NEAR(exponential(all_lanes(a))[trial % kLanes] / std::exp(a), 1, 6e-16) << a;
    }
    EXPECT_EQ(exponential(all_lanes(-709))[0], 0);
    EXPECT_EQ(exponential(all_lanes(800))[0], std::numeric_limits<double>::infinity());
    EXPECT_TRUE(std::isnan(exponential(all_lanes(std::nan("")))[0]));
}

TEST_F(LaneFunctions, LogarithmIsWithinItsError) {
    for (int trial = 0; trial < 200000; ++trial) {
        const double a = std::exp(draw(-600, 600));
        const double expected = std::log(a);
        EXPECT_NEAR(logarithm(all_lanes(a))[trial % kLanes], expected,
                    3e-16 + 1e-15 * std::abs(expected));
    }
}

TEST_F(LaneFunctions, ErrorFunctionsAreWithinTheirError) {
    for (int trial = 0; trial < 200000; ++trial) {
        const double a = draw(0, trial % 2 == 0 ? 3 : 26);
        const double found = complementary_error(all_lanes(a))[trial % kLanes];
        EXPECT_NEAR(found / std::erfc(a), 1, 1e-15 + 4e-16 * a * a) << a;
        if (a < 3) {
            const double scale = 1 / std::sqrt(std::numbers::pi);
            const double expected = std::exp(-a * a) * scale - a * std::erfc(a);
            EXPECT_NEAR(integral_of_erfc(all_lanes(a), scale)[0], expected, 1e-15);
        }
    }
}

TEST_F(LaneFunctions, SineAndCosineAreWithinTheirError) {
    for (int trial = 0; trial < 200000; ++trial) {
        const double a = draw(-1000, 1000);
        const SineCosine found = sine_cosine(all_lanes(a));
        EXPECT_NEAR(found.sine[trial % kLanes], std::sin(a), 4e-16) << a;
        EXPECT_NEAR(found.cosine[trial % kLanes], std::cos(a), 4e-16) << a;
    }
}

TEST_F(LaneFunctions, ArcTangentIsRough) {
    for (int trial = 0; trial < 20000; ++trial) {
        const double a = std::exp(draw(-20, 20));
        EXPECT_NEAR(rough_arc_tangent(all_lanes(a))[0], std::atan(a), 3e-7) << a;
    }
}

TEST_F(LaneFunctions, LanesDoNotSeeEachOther) {
    Lanes mixed{};
    for (int lane = 0; lane < kLanes; ++lane) {
        mixed[lane] = draw(0, 20);
    }
    const Lanes together = complementary_error(mixed);
    for (int lane = 0; lane < kLanes; ++lane) {
        EXPECT_EQ(together[lane], complementary_error(all_lanes(mixed[lane]))[0]);
    }
}

}  // namespace
}  // namespace hazone::models::transient
