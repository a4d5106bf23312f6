// One step of the runout, and lines of energy which are known exactly.
#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/parallel/loops.hpp"
#include "models/landslide/runout/path_step.hpp"

namespace hazone::models {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

// pcm(mu = 0.1, md = 40, v_p = 2, theta_p = 35, theta_i = 25, l = 12.5) = 7.913925, from the
// reference page of the R package runoutSIM (https://jngtz.github.io/runoutSIM/reference/pcm.html),
// where l is the length on the slope.
TEST(EnergyAfter, IsThePublishedSpeedOfTheTwoParameterLaw) {
    const PathRules rules{.friction = 0.1, .mass_to_drag = 40};
    const double drop = 12.5 * std::sin(25 * kDegree);
    const double distance = 12.5 * std::cos(25 * kDegree);
    const double cosine = bend_cosine(std::tan(35 * kDegree), 1, drop, distance);
    EXPECT_NEAR(cosine, std::cos(10 * kDegree), 1e-12);
    const double before = 2 * 2 / (2 * kGravity) * cosine;
    EXPECT_NEAR(speed_of(energy_after(before, drop, distance, rules)), 7.913925, 2e-3);
}

TEST(EnergyAfter, WithoutDragFallsAtTheAngleOfReach) {
    const PathRules rules{.friction = std::tan(20 * kDegree)};
    EXPECT_DOUBLE_EQ(energy_after(3, 5, 10, rules), 3 + 5 - 10 * std::tan(20 * kDegree));
}

TEST(EnergyAfter, ComesToTheAngleOfReachAsDragVanishes) {
    const PathRules free{.friction = 0.3};
    const PathRules faint{.friction = 0.3, .mass_to_drag = 1e9};
    for (const double drop : {-3.0, 0.0, 2.0, 20.0}) {
        EXPECT_NEAR(energy_after(7, drop, 10, faint), energy_after(7, drop, 10, free), 1e-5);
    }
}

// On a plane the law of two parameters has v2 = a M/D (1 - exp(-2 s / (M/D))): any number of steps
// is on it, and its end is the terminal speed.
TEST(EnergyAfter, OnAPlaneIsTheClosedFormAfterAnyNumberOfSteps) {
    const PathRules rules{.friction = 0.2, .mass_to_drag = 150};
    const double slope = 30 * kDegree;
    const double distance = 10;
    const double drop = distance * std::tan(slope);
    const double acceleration = kGravity * (std::sin(slope) - 0.2 * std::cos(slope));
    double energy = 0;
    for (int step = 1; step <= 400; ++step) {
        energy = energy_after(energy, drop, distance, rules);
        const double travelled = step * distance / std::cos(slope);
        const double square = acceleration * 150 * (1 - std::exp(-2 * travelled / 150));
        ASSERT_NEAR(2 * kGravity * energy, square, 1e-9 * square);
    }
    EXPECT_NEAR(speed_of(energy), std::sqrt(acceleration * 150), 1e-6);
}

TEST(EnergiesAfter, AreNoneTowardsUnknownGroundAndNotAboveTheBound) {
    const PathRules rules{.friction = 0.1, .largest_energy = 4};
    PerNeighbour drops = for_all_neighbours(std::numeric_limits<double>::quiet_NaN());
    drops[2] = 50;
    drops[3] = -50;
    const PerNeighbour distance = for_all_neighbours(10);
    const PerNeighbour after =
        energies_after(1, step_energy(drops, distance, rules), rules.largest_energy);
    EXPECT_EQ(after[2], 4);
    EXPECT_EQ(after[3], 0);
    EXPECT_EQ(after[0], 0);
}

TEST(SlopeWeights, AreThoseOfHolmgrenAndOfFlowPy) {
    PerNeighbour drops = for_all_neighbours(-1);
    drops[0] = 10;
    drops[2] = 5;
    drops[7] = std::numeric_limits<double>::quiet_NaN();
    const PerNeighbour distance = for_all_neighbours(10);
    const PerNeighbour down =
        slope_weights(drops, distance, {.exponent = 3, .spreading = Spreading::downslope});
    EXPECT_DOUBLE_EQ(down[0] / down[2], 8);
    EXPECT_EQ(down[5], 0);
    EXPECT_EQ(down[7], 0);
    const PerNeighbour any = slope_weights(drops, distance, {.exponent = 3});
    EXPECT_NEAR(any[0], std::pow(std::tan((std::atan(1.0) + kDegree * 90) / 2), 3), 1e-5);
    EXPECT_NEAR(any[5], std::pow(std::tan((std::atan(-0.1) + kDegree * 90) / 2), 3), 1e-6);
    EXPECT_EQ(any[7], 0);
    PerNeighbour after{};
    after[5] = 1;
    EXPECT_EQ(step_weights(any, after, after)[0], 0);
    EXPECT_EQ(step_weights(any, after, after)[5], any[5]);
}

TEST(Powers, AreThoseOfTheLibrary) {
    const PerNeighbour bases{0, 0.5, 1, 1.7, 2.3, 3, 4, 5};
    for (const double exponent : {0.5, 1.0, 4.0, 4.5, 25.0, 64.0}) {
        const PerNeighbour result = powers(bases, exponent);
        for (int k = 0; k < kNeighbours; ++k) {
            EXPECT_NEAR(result[k], std::pow(bases[k], exponent),
                        1e-14 * exponent * std::pow(bases[k], exponent));
        }
    }
}

TEST(BitsOf, AndSumOfTakeEveryNeighbour) {
    for (int k = 0; k < kNeighbours; ++k) {
        PerNeighbour values{};
        values[k] = 3;
        EXPECT_EQ(bits_of(values > 1), 1U << static_cast<unsigned>(k));
        EXPECT_EQ(sum_of(values + 1), 11);
    }
}

TEST(PaddedGround, GivesTheDropToEachNeighbour) {
    Raster<float> z({3, 4});
    for_each_cell(z.extent(), [&](Index row, Index col) {
        z(row, col) = static_cast<float>(100 * row * row + 7 * col * col);
    });
    const PaddedGround ground(z, 10);
    for (Index row = 0; row < 3; ++row) {
        for (Index col = 0; col < 4; ++col) {
            const PerNeighbour drops = ground.drops(row, col);
            for (int k = 0; k < kNeighbours; ++k) {
                const Cell next = neighbour({row, col}, k);
                if (z.extent().contains(next.row, next.col)) {
                    EXPECT_EQ(drops[k], z(row, col) - z(next.row, next.col));
                } else {
                    EXPECT_TRUE(std::isnan(drops[k]));
                }
            }
        }
    }
}

TEST(PersistenceOf, IsOneAheadAndNoneBack) {
    PerNeighbour heading{};
    heading[2] = 3;
    const PerNeighbour persistence = persistence_of(heading, 1U << 2U);
    const PerNeighbour expected{0, 3 * kBesideAhead, 3, 3 * kBesideAhead, 0, 0, 0, 0};
    EXPECT_EQ(bits_of(persistence != expected), 0U);
    heading[6] = 1;  // two masses head on: neither goes back to where the other came from
    EXPECT_EQ(persistence_of(heading, 1U << 2U | 1U << 6U)[6], 0);
}

}  // namespace
}  // namespace hazone::models
