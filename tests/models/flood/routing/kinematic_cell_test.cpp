#include "models/flood/routing/kinematic_cell.hpp"

#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"

namespace hazone::models {
namespace {

TEST(KinematicCell, StorageFactorIsManningsLaw) {
    // Uniform flow in a wide channel, 100 m of it: depth 1 m, width 50 m, n 0.03, S 0.001 give
    // Q = 50 * 1^(5/3) * sqrt(0.001) / 0.03 = 52.705 m3/s and V = 5000 m3.
    const double beta = storage_factor(100, 0.03, 0.001, 50);
    EXPECT_NEAR(discharge_of_volume(5000, beta), 52.7046, 1e-3);
    // With banks of 1 m the hydraulic radius is 50/52: Q = 50 (50/52)^(2/3) sqrt(0.001) / 0.03.
    const double banked = beta * bank_factor(1, 50);
    EXPECT_NEAR(discharge_of_volume(5000, banked), 52.7046 * std::pow(50.0 / 52, 2.0 / 3), 1e-3);
}

// R's package rivr, channel_geom(5.79, 6.1, 1.5): A 85.60515 m2, P 26.9761419 m.
TEST(KinematicCell, TrapezoidsHaveTheDepthAndPerimeterOfAPublishedOne) {
    const double depth = trapezoid_depth(85.60515, 6.1, 1.5);
    EXPECT_NEAR(depth, 5.79, 1e-9);
    EXPECT_NEAR(bank_factor(depth, 6.1, 1.5), std::pow(26.9761419 / 6.1, 0.4), 1e-9);
    EXPECT_DOUBLE_EQ(trapezoid_depth(12, 4, 0), 3);
    EXPECT_DOUBLE_EQ(bank_factor(3, 4, 0), bank_factor(3, 4));
    EXPECT_EQ(trapezoid_depth(0, 4, 2), 0);
    EXPECT_TRUE(is_missing(trapezoid_depth(kMissing, 4, 2)));
}

TEST(KinematicCell, RootsHoldOverAllThatAGridCanHold) {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> share(0, 1);
    const auto between = [&](double low, double high) {
        return std::pow(10, low + (high - low) * share(random));
    };
    for (int i = 0; i < 200'000; ++i) {
        const double dt = between(-2, 5);
        const double beta = between(-3, 6);
        const double content = between(-17, 10);
        const double u = quick_root(dt, beta, content);
        ASSERT_FALSE(is_wrong_root(dt, beta, content, u)) << dt << ' ' << beta << ' ' << content;
        const double careful = careful_root(dt, beta, content);
        ASSERT_FALSE(is_wrong_root(dt, beta, content, careful));
        ASSERT_NEAR(u / careful, 1, 1e-11);
        ASSERT_NEAR(root_guess(static_cast<float>(1 / dt), beta, content) / careful, 1, 0.07);
    }
}

TEST(KinematicCell, MoreWaterFlowsFasterAndNeverMoreThanThereIs) {
    double before = -1;
    for (double content = 1e-28; content < 1e9; content *= 1.7) {
        const double outflow = kinematic_outflow(60, 12, content);
        EXPECT_GT(outflow, before);
        EXPECT_LE(outflow * 60, content);
        before = outflow;
    }
    // A long step leaves next to nothing behind, a short one next to all.
    EXPECT_NEAR(kinematic_outflow(1e9, 1, 1000) * 1e9, 1000, 1);
    EXPECT_NEAR(kinematic_outflow(1e-9, 1, 1000), discharge_of_volume(1000, 1), 0.1);
}

TEST(KinematicCell, DryIsDryAndMissingIsMissing) {
    EXPECT_EQ(kinematic_outflow(60, 12, 0), 0);
    EXPECT_EQ(kinematic_outflow(60, 12, 1e-31), 0);
    EXPECT_TRUE(is_missing(kinematic_outflow(60, 12, kMissing)));
    EXPECT_TRUE(is_missing(kinematic_outflow(60, kMissing, 1)));
}

}  // namespace
}  // namespace hazone::models
