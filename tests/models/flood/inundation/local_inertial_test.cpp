// The local inertial solver: its exact wave, uniform flow, rest, symmetry, mass, positivity.
#include "models/flood/inundation/local_inertial.hpp"

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/models/flood/inundation/flow_cases.hpp"
#include "tests/models/flood/inundation/rough_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using namespace inundation;
using testing::everywhere;
using testing::Norms;
using testing::norms;
using testing::RoughGround;
using testing::run_to;
using testing::sampled;
using testing::show;

constexpr double g = kGravity;

// Without advection of momentum the wave of uniform velocity is another one:
// g 3/7 h^(7/3) - 3/4 u^2 h^(4/3) = g n^2 u^2 (u t - x), from the momentum equation with q = u h.
double wave_depth(double x, double t) {
    constexpr double n = 0.03, u = 0.29;
    const double s = u * t - x;
    double low = u * u / g;
    double high = 10;
    if (s <= 0) {
        return 0;
    }
    for (int turn = 0; turn < 100; ++turn) {
        const double h = (low + high) / 2;
        const double left = g * 3 / 7 * std::pow(h, 7.0 / 3) - 0.75 * u * u * std::pow(h, 4.0 / 3);
        (left < g * n * n * u * u * s ? low : high) = h;
    }
    return (low + high) / 2;
}

TEST(LocalInertial, ItsWaveOfUniformVelocityAdvancesOnADryBed) {
    constexpr double d = 5, end = 3600;
    const auto columns = testing::oracle_columns("analytic/wave_uniform_velocity.csv");
    if (!columns.empty()) {
        EXPECT_NEAR(wave_depth(0, end), columns[2][0], 1e-9);
    }
    const Extent extent{1, 240};
    const Raster<double> bed(extent, 0.0);
    for (const double theta : {0.9, 1.0}) {
        LocalInertial<double> solver({.bed = bed.view(), .uniform_roughness = 0.03, .cell_size = d},
                                     everywhere({{Side::west, {EdgeKind::discharge, 0}}}),
                                     {.theta = theta});
        run_to(solver, end, 2.0, [&](double time, double step) {
            solver.edge_rules()[1].value = 0.29 * wave_depth(0, time + step / 2);
        });
        const Norms found =
            norms(sampled(extent, d, [&](double x, double) { return wave_depth(x, end); }),
                  [&](Index r, Index c) { return solver.water().depth(r, c); });
        show("local inertial wave", found);
        EXPECT_LE(found.l1 / found.scale, 0.01);
        EXPECT_LE(std::abs(solver.balance().defect()), 1e-12 * solver.balance().volume);
    }
}

// On an even slope Manning's depth stays: q = h^(5/3) sqrt(S) / n.
TEST(LocalInertial, UniformFlowHasManningsDepth) {
    constexpr double slope = 0.001, n = 0.03, q = 1, d = 10;
    const double depth = std::pow(q * n / std::sqrt(slope), 0.6);
    const Extent extent{2, 100};
    const Raster<double> bed = sampled(extent, d, [](double x, double) { return -slope * x; });
    LocalInertial<double> solver({.bed = bed.view(), .uniform_roughness = n, .cell_size = d},
                                 everywhere({{Side::west, {EdgeKind::discharge, q}},
                                             {Side::east, {EdgeKind::slope, slope}}}),
                                 {});
    solver.set_depth(Raster<double>(extent, depth / 2).view());
    run_to(solver, 20000);
    EXPECT_NEAR(solver.water().depth(1, 50), depth, 1e-6 * depth);
    EXPECT_NEAR(solver.water().east(1, 50), q, 1e-6 * q);
}

TEST(LocalInertial, ALargeCourantNumberIsRefused) {
    const Raster<double> bed({3, 3}, 0.0);
    const GroundSource ground{.bed = bed.view()};
    EXPECT_THROW(LocalInertial<double>(ground, {}, {.courant = 0.7, .theta = 0.9}), InputError);
    EXPECT_THROW(LocalInertial<double>(ground, {}, {.courant = 0.72, .theta = 1}), InputError);
    EXPECT_NO_THROW(LocalInertial<double>(ground, {}, {.courant = 0.67, .theta = 0.9}));
    EXPECT_NO_THROW(LocalInertial<double>(ground, {}, {.courant = 0.707, .theta = 1}));
    EXPECT_THROW(LocalInertial<double>(ground, {}, {.theta = 1.1}), InputError);
}

// Near the greatest number allowed a checkerboard of 0.1 mm stays one (at 0.7 and theta 0.9 it is
// 0.2 m after 40 steps). With theta 1 the two roots nearly meet there, and it first grows a little.
TEST(LocalInertial, ACheckerboardDoesNotGrow) {
    const Extent extent{64, 64};
    const Raster<double> bed(extent, 0.0);
    for (const auto& [theta, courant, most] :
         {std::tuple{0.9, 0.6705, 2e-4}, std::tuple{1.0, 0.7, 1e-3}}) {
        LocalInertial<double> solver(
            {.bed = bed.view(), .uniform_roughness = 0.035, .cell_size = 10}, {},
            {.courant = courant, .theta = theta});
        solver.set_depth(sampled(extent, 1, [](double x, double y) {
                             const auto sum = static_cast<Index>(x) + static_cast<Index>(y);
                             return 1.5 + (sum % 2 == 0 ? 1e-4 : -1e-4);
                         }).view());
        for (int step = 0; step < 400; ++step) {
            solver.advance(1e9);
        }
        double worst = 0;
        for (Index row = 0; row < extent.rows; ++row) {
            for (Index col = 0; col < extent.cols; ++col) {
                worst = std::max(worst, std::abs(solver.water().depth(row, col) - 1.5));
            }
        }
        EXPECT_LE(worst, most) << theta;
    }
}

TEST(LocalInertial, ALakeAroundAnIslandStaysAtRest) {
    const Extent extent{100, 100};
    const auto bump = [](double x, double y) {
        return std::max(0.0, 0.6 - 0.1 * ((x - 5) * (x - 5) + (y - 5) * (y - 5)));
    };
    const Raster<double> bed = sampled(extent, 0.1, bump);
    LocalInertial<double> solver({.bed = bed.view(), .cell_size = 0.1}, {}, {});
    solver.set_depth(sampled(extent, 0.1, [&](double x, double y) {
                         return std::max(0.0, 0.3 - bump(x, y));
                     }).view());
    run_to(solver, 10);
    double flow = 0;
    for (Index row = 0; row < 100; ++row) {
        for (Index col = 0; col < 100; ++col) {
            flow = std::max({flow, std::abs(solver.water().east(row, col)),
                             std::abs(solver.water().south(row, col))});
        }
    }
    EXPECT_LE(flow, 1e-12);
}

TEST(LocalInertial, AMoundSpreadsWithSymmetry) {
    const Extent extent{101, 101};
    const Raster<double> bed(extent, 0.0);
    LocalInertial<double> solver({.bed = bed.view(), .uniform_roughness = 0.03}, {}, {});
    solver.set_depth(sampled(extent, 1, [](double x, double y) {
                         return std::hypot(x - 50.5, y - 50.5) < 20 ? 2.0 : 0.0;
                     }).view());
    run_to(solver, 8);
    const auto& h = solver.water().depth;
    double worst = 0;
    for (Index row = 0; row < 101; ++row) {
        for (Index col = 0; col < 101; ++col) {
            worst = std::max({worst, std::abs(h(row, col) - h(col, row)),
                              std::abs(h(row, col) - h(100 - row, col)),
                              std::abs(h(row, col) - h(row, 100 - col))});
        }
    }
    EXPECT_LE(worst, 1e-12);
}

TEST(LocalInertial, WaterIsKeptAndNeverNegativeOnRoughGround) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const RoughGround rough(seed);
        LocalInertial<double> solver(
            {.bed = rough.bed.view(), .uniform_roughness = seed == 1 ? 0 : 0.03, .cell_size = 2},
            everywhere({{Side::west, {EdgeKind::open}},
                        {Side::north, {EdgeKind::slope, 0.01}},
                        {Side::south, {EdgeKind::stage, 8}},
                        {Side::east, {EdgeKind::discharge, 0.1}}}),
            {});
        solver.set_depth(rough.depth.view());
        solver.sources().set_uniform(seed == 3 ? -1e-3 : 500e-3 / 3600);
        solver.sources().set_inflows({{.cell = {40, 40}, .discharge = 5}});
        int halvings = 0;
        for (int step = 0; step < 500; ++step) {
            halvings += solver.advance(1).halvings;
        }
        EXPECT_EQ(halvings, 0);
        for (Index row = 0; row < 90; ++row) {
            for (Index col = 0; col < 300; ++col) {
                ASSERT_GE(solver.water().depth(row, col), 0);
                if (is_missing(rough.bed(row, col))) {
                    ASSERT_EQ(solver.water().depth(row, col), 0);
                }
            }
        }
        EXPECT_LE(std::abs(solver.balance().defect()), 1e-12 * solver.balance().initial) << seed;
    }
}

TEST(LocalInertial, SameBitsForAnyNumberOfThreads) {
    const RoughGround rough(5, {150, 600});
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        LocalInertial<float> solver({.bed = rough.bed.view(), .uniform_roughness = 0.03},
                                    everywhere({{Side::west, {EdgeKind::open}}}), {});
        solver.set_depth(rough.depth.view());
        for (int step = 0; step < 20; ++step) {
            solver.advance(1e9);
        }
        return testing::depth_and_defect<float>(solver);
    }));
}

}  // namespace
}  // namespace hazone
