#include "models/flood/routing/level_pool.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"

namespace hazone::models {
namespace {

constexpr double kFoot = 0.3048;                      // m
constexpr double kCubicFoot = kFoot * kFoot * kFoot;  // m3
constexpr double kAcre = 43560 * kFoot * kFoot;       // m2

/// The reservoir of Chow, Maidment & Mays (1988), examples 8.2.1 and 8.2.2: upright walls around an
/// acre and an outlet whose discharge is tabled every half foot. Its figures stand, with those of
/// the inflow, in J. Stachelek, "Level pool routing on reservoir hydrographs", example 3, after D.
/// Maidment's lecture CE374K of 2013.
LevelPool reservoir_of_an_acre() {
    constexpr double kOutflow[] = {0,   3,   8,   17,  30,  43,  60,  78,  97,  117, 137,
                                   156, 173, 190, 205, 218, 231, 242, 253, 264, 275};
    std::vector<LevelValue> release;
    for (const double outflow : kOutflow) {
        release.push_back(
            {0.5 * kFoot * static_cast<double>(release.size()), outflow * kCubicFoot});
    }
    return {{{0, 0}, {kFoot, kFoot * kAcre}}, release, {}};
}

// The outflow at the end of each ten minutes, ft3/s, by the book's method worked by hand: eq. 8.2.3
// and a line between the rows of 2 S / dt + O. For the first: 60 = 2 S / dt + O lies between 0 and
// 75.6, where O is 3, so that O = 60 / 75.6 * 3 = 2.38.
TEST(LevelPool, RoutesThePublishedHydrographAsByHand) {
    constexpr double kInflow[] = {0,   60,  120, 180, 240, 300, 360, 320, 280, 240, 200,
                                  160, 120, 80,  40,  0,   0,   0,   0,   0,   0};
    constexpr double kExpected[] = {2.38,   17.07,  61.09,  123.16, 182.18, 230.34, 259.28,
                                    270.00, 267.37, 254.90, 235.19, 206.92, 168.45, 124.11,
                                    79.85,  48.58,  32.71,  22.78,  16.17,  12.60};
    const LevelPool pool = reservoir_of_an_acre();
    double storage = 0;
    for (std::size_t step = 0; step < std::size(kExpected); ++step) {
        const double mean = (kInflow[step] + kInflow[step + 1]) / 2;
        pool.pass(600, 600 * mean * kCubicFoot, storage);
        EXPECT_NEAR(pool.outflow(pool.level(storage)) / kCubicFoot, kExpected[step], 0.005)
            << "after " << 10 * (step + 1) << " min";
    }
}

// S = A h and O = k h: a linear reservoir, whose answer to a steady inflow is exponential.
TEST(LevelPool, ApproachesTheExactLinearReservoir) {
    const LevelPool pool({{0, 0}, {1, 1e5}}, {{0, 0}, {100, 1000}}, {});
    const double time = 1e5 / 10;  // s
    for (const double length : {100.0, 50.0}) {
        double storage = 0;
        double gone = 0;
        for (int step = 1; step * length <= 20000; ++step) {
            gone += length * pool.pass(length, 5 * length, storage);
        }
        const double exact = 5 * time * -std::expm1(-20000 / time);
        // second order: a quarter of the error for half of the step
        EXPECT_NEAR(storage / exact, 1, 1.5e-5 * (length / 100) * (length / 100));
        EXPECT_NEAR((gone + storage) / (5 * 20000), 1, 1e-13);
    }
}

TEST(LevelPool, AWeirFlowsAsBosHasIt) {
    const LevelPool pool({{100, 0}, {110, 1e6}}, {}, {.crest = 104, .width = 12});
    EXPECT_NEAR(kBroadCrest, 2.0 / 3 * std::sqrt(2 * 9.81 / 3), 5e-4);
    EXPECT_EQ(pool.outflow(99), 0);
    EXPECT_EQ(pool.outflow(104), 0);
    EXPECT_DOUBLE_EQ(pool.outflow(108), 1.705 * 12 * 8);
    EXPECT_DOUBLE_EQ(pool.storage(104), 4e5);
    EXPECT_DOUBLE_EQ(pool.level(4e5), 104);
    EXPECT_DOUBLE_EQ(pool.level(2e6), 120) << "above the last row the walls go on";
}

/// A pool with a table of storage and a weir, of any size that there is.
LevelPool random_pool(std::mt19937_64& random, double& crest) {
    std::uniform_real_distribution<double> share(0, 1);
    std::vector<LevelValue> rows{{100 * share(random), 0}};
    for (int row = 0; row < 4; ++row) {
        const double rise = 0.1 + 10 * share(random);
        rows.push_back({rows.back().level + rise,
                        rows.back().value + rise * std::pow(10, 2 + 6 * share(random))});
    }
    crest = rows.front().level + 15 * share(random);
    return {rows, {}, {.crest = crest, .width = std::pow(10, 3 * share(random))}};
}

TEST(LevelPool, OverAWeirNeverPassesOnMoreThanTheHighestInflow) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> share(0, 1);
    int passed_on = 0;
    for (int run = 0; run < 300; ++run) {
        double crest = 0;
        const LevelPool pool = random_pool(random, crest);
        const double length = std::pow(10, 4 * share(random));
        const double highest = std::pow(10, 4 * share(random));
        double storage = pool.storage(crest);
        const double initial = storage;
        double most_in = 0;
        double most_out = 0;
        double total_in = 0;
        double total_out = 0;
        for (int step = 0; step < 60; ++step) {
            const double inflow = step < 30 ? highest * share(random) : 0;
            const double outflow = pool.pass(length, inflow * length, storage);
            ASSERT_GE(outflow, 0);
            most_in = std::max(most_in, inflow);
            most_out = std::max(most_out, outflow);
            total_in += inflow * length;
            total_out += outflow * length;
            ASSERT_GE(storage, initial * (1 - 1e-12)) << "no lower than the crest";
        }
        ASSERT_LE(most_out, most_in * (1 + 1e-9));
        passed_on += most_out > 0.5 * most_in ? 1 : 0;
        ASSERT_NEAR(total_out + (storage - initial), total_in, 1e-9 * total_in + 1e-13 * storage);
    }
    EXPECT_GT(passed_on, 50);
}

TEST(LevelPool, AReleaseEndsWithTheWater) {
    const LevelPool pool({{0, 0}, {1, 1000}}, {{0, 2}}, {});
    double storage = 1000;
    EXPECT_DOUBLE_EQ(pool.pass(100, 0, storage), 2);
    EXPECT_DOUBLE_EQ(storage, 800);
    EXPECT_DOUBLE_EQ(pool.pass(1000, 0, storage), 0.8) << "all that is left";
    EXPECT_EQ(storage, 0);
    EXPECT_DOUBLE_EQ(pool.pass(100, 50, storage), 0.5) << "what comes is let out";
    EXPECT_EQ(storage, 0);
    // It is let out by level where it says so, and no more above the last row.
    const LevelPool ruled({{0, 0}, {10, 1e5}}, {{2, 0}, {4, 6}}, {});
    EXPECT_EQ(ruled.outflow(1), 0);
    EXPECT_DOUBLE_EQ(ruled.outflow(3), 3);
    EXPECT_DOUBLE_EQ(ruled.outflow(50), 6);
}

TEST(LevelPool, AMissingInflowStays) {
    const LevelPool pool({{0, 0}, {1, 1000}}, {}, {.crest = 0, .width = 1});
    double storage = 10;
    EXPECT_TRUE(std::isnan(pool.pass(60, double{kMissing}, storage)));
    EXPECT_TRUE(std::isnan(storage));
    EXPECT_TRUE(std::isnan(pool.pass(60, 1, storage)));
}

}  // namespace
}  // namespace hazone::models
