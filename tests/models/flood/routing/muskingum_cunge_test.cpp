#include "models/flood/routing/muskingum_cunge.hpp"

#include <cmath>
#include <cstdio>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "models/flood/routing/kinematic_cell.hpp"

namespace hazone::models {
namespace {

MuskingumReach reach_of(double length, double slope) {
    return {storage_factor(length, 0.035, slope, 50), length, 50, slope};
}

TEST(MuskingumCunge, SteadyFlowStoresWhatManningsLawSays) {
    const MuskingumReach reach = reach_of(500, 0.001);
    double volume = 0;
    for (int step = 0; step < 5000; ++step) {
        const double content = volume + 60 * 100.0;
        volume = content - 60 * muskingum_outflow(reach, 60, 100, content);
    }
    EXPECT_NEAR(discharge_of_volume(volume, reach.storage_factor), 100, 1e-6);
}

TEST(MuskingumCunge, ParametersEqualThoseWorkedByHand) {
    // Q 100 m3/s in 50 m at S 0.001, n 0.035: h = (2 * 0.035 / 0.0316228)^0.6 = 1.6109 m, v 1.2415,
    // c 2.0692 m/s. L 500 m: K = 500 / 1.2415 = 402.7 s; dt 60 s: D = 100 / (50 * 0.001 * 2.0692 *
    // 500) - 2.0692 * 60 / 500 = 1.9331 - 0.2483 = 1.6848, X = (1 - 1.6848 * 0.6) / 2 = -0.00543.
    const auto own = muskingum_parameters(reach_of(500, 0.001), 60, 100);
    EXPECT_NEAR(own.time, 402.7, 0.1);
    EXPECT_NEAR(own.weight, -0.0054, 2e-4);
}

// A depth of 2 m in a bed of 50 m with banks of 3 to 1: A = (50 + 6) 2 = 112 m2, width 62 m.
TEST(MuskingumCunge, WaterIsWiderThanTheBedOfATrapezoid) {
    MuskingumReach bed = reach_of(500, 0.001);
    bed.side_slope = 3;
    EXPECT_NEAR(filled_reach(bed, 7, 500 * 112).width, 62, 1e-9);
    EXPECT_EQ(filled_reach(bed, 7, 500 * 112).storage_factor, 7);
    bed.side_slope = 0;
    EXPECT_EQ(filled_reach(bed, 7, 500 * 112).width, 50);
}

/// A small sine on a steady flow after `reaches` reaches: amplitude against that of the inflow, and
/// delay, s.
struct Passage {
    double amplitude = 0;
    double delay = 0;
};

Passage sine_through(const MuskingumReach& reach, int reaches, double dt, double period) {
    std::vector<double> volumes(static_cast<std::size_t>(reaches));
    for (double& volume : volumes) {
        volume = reach.storage_factor * std::pow(100, 0.6);
    }
    double in_phase = 0;
    double out_of_phase = 0;
    const int per_period = static_cast<int>(std::lround(period / dt));
    const int skipped = 6 * per_period;
    for (int step = 1; step <= skipped + per_period; ++step) {
        const double angle = 2 * std::numbers::pi * step / per_period;
        double flow = 100 + std::sin(angle);
        for (double& volume : volumes) {
            const double content = volume + dt * flow;
            const double outflow = muskingum_outflow(reach, dt, flow, content);
            volume = content - dt * outflow;
            flow = outflow;
        }
        if (step > skipped) {
            in_phase += (flow - 100) * std::sin(angle) * 2 / per_period;
            out_of_phase += (flow - 100) * std::cos(angle) * 2 / per_period;
        }
    }
    const double turn = std::atan2(-out_of_phase, in_phase);
    return {std::hypot(in_phase, out_of_phase),
            std::fmod(turn + 2 * std::numbers::pi, 2 * std::numbers::pi) / 2 / std::numbers::pi *
                period};
}

// The linear wave with diffusion D = Q / (2 B S): over a distance x it falls by
// exp(-D w^2 x / c^3) for slow waves.
TEST(MuskingumCunge, AWaveSpreadsByTheDiffusionOfTheMomentumBalance) {
    constexpr double kPeriod = 6 * 3600;
    constexpr double kDistance = 20'000;
    const double frequency = 2 * std::numbers::pi / kPeriod;
    const double celerity = 2.0692;
    const double expected = std::exp(-100 / (2 * 50 * 0.001) * frequency * frequency * kDistance /
                                     std::pow(celerity, 3));
    for (const double length : {250.0, 500.0, 1000.0}) {
        for (const double courant : {0.25, 0.5, 1.0}) {
            const double dt = kPeriod / std::round(kPeriod / (courant * length / celerity));
            const Passage passage = sine_through(reach_of(length, 0.001),
                                                 static_cast<int>(kDistance / length), dt, kPeriod);
            std::printf(
                "L %4.0f m, Courant %.2f: amplitude %.4f (exact %.4f), delay %.0f s (%.0f)\n",
                length, courant, passage.amplitude, expected, passage.delay, kDistance / celerity);
            EXPECT_NEAR(passage.amplitude / expected, 1, 0.02);
            EXPECT_NEAR(passage.delay / (kDistance / celerity), 1, 0.02);
        }
    }
}

TEST(MuskingumCunge, NeverFlowsBackAndKeepsWhatIsMissing) {
    const MuskingumReach reach = reach_of(100, 0.01);
    EXPECT_EQ(muskingum_outflow(reach, 60, 0, 0), 0);
    EXPECT_GE(muskingum_outflow(reach, 60, 1e4, 60e4), 0);
    EXPECT_GT(muskingum_outflow(reach, 60, 0, 500), 0);
    EXPECT_LE(muskingum_outflow(reach, 6000, 0, 500), 500.0 / 6000);
    EXPECT_TRUE(is_missing(muskingum_outflow(reach, 60, kMissing, kMissing)));
    EXPECT_TRUE(is_missing(muskingum_outflow(reach, 60, 0, kMissing)));
}

}  // namespace
}  // namespace hazone::models
