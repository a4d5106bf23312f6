// Properties of the shallow water solver: rest, symmetry, mass, positivity, threads.

#include <array>

#include <gtest/gtest.h>

#include "models/flood/inundation/shallow_water_rows.hpp"
#include "tests/models/flood/inundation/flow_cases.hpp"
#include "tests/models/flood/inundation/rough_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using namespace inundation;
using testing::RoughGround;
using testing::run_to;
using testing::sampled;

double bump(double x, double y) {
    const double r2 = (x - 5) * (x - 5) + (y - 5) * (y - 5);
    return std::max(0.0, 0.6 - 0.1 * r2);
}

template <class T>
double fastest(const ShallowWater<T>& solver) {
    double speed = 0;
    for (Index row = 0; row < solver.water().depth.extent().rows; ++row) {
        for (Index col = 0; col < solver.water().depth.extent().cols; ++col) {
            const double depth = solver.water().depth(row, col);
            if (depth >= 1e-10) {
                speed = std::max({speed, std::abs(solver.water().east(row, col)) / depth,
                                  std::abs(solver.water().south(row, col)) / depth});
            }
        }
    }
    return speed;
}

class ShallowWaterOrders : public ::testing::TestWithParam<Order> {};
INSTANTIATE_TEST_SUITE_P(Both,
                         ShallowWaterOrders,
                         ::testing::Values(Order::first, Order::second),
                         [](const auto& order) {
                             return order.param == Order::first ? "First" : "Second";
                         });

TEST_P(ShallowWaterOrders, ALakeAroundAnIslandStaysAtRest) {
    const Extent extent{100, 100};
    const Raster<double> bed = sampled(extent, 0.1, bump);
    ShallowWater<double> solver({.bed = bed.view(), .cell_size = 0.1}, {}, {.order = GetParam()});
    solver.set_depth(sampled(extent, 0.1, [](double x, double y) {
                         return std::max(0.0, 0.3 - bump(x, y));
                     }).view());
    run_to(solver, 10);
    EXPECT_LE(fastest(solver), 1e-12);
    EXPECT_NEAR(solver.balance().defect() / solver.balance().volume, 0, 1e-12);
}

// Three humps of which two lie just under water and one rises out of it (LISFLOOD-FP UoS/T01).
TEST_P(ShallowWaterOrders, ALakeAroundThreeHumpsStaysAtRest) {
    const Raster<double> bed = testing::oracle_grid("sheffield_humps/T01/humps.dem");
    if (bed.extent().empty()) {
        GTEST_SKIP() << "no shared data: set HAZONE_SHARED";
    }
    Raster<double> depth(bed.extent());
    for (Index cell = 0; cell < bed.size(); ++cell) {
        depth.data()[cell] = std::max(0.0, 0.875 - bed.data()[cell]);
    }
    ShallowWater<double> solver({.bed = bed.view(), .uniform_roughness = 0.04}, {},
                                {.order = GetParam()});
    solver.set_depth(depth.view());
    run_to(solver, 100);
    EXPECT_LE(fastest(solver), 1e-12);
    for (Index row = 0; row < bed.rows(); ++row) {
        for (Index col = 0; col < bed.cols(); ++col) {
            ASSERT_NEAR(solver.water().depth(row, col), depth(row, col), 1e-12);
        }
    }
}

// A dam over dry humps (T03): the first are reached after about 2 s and under water by 6 s, the big
// one is surrounded by 12 s.
TEST_P(ShallowWaterOrders, ADamBreaksOverThreeHumps) {
    const Raster<double> bed = testing::oracle_grid("sheffield_humps/T03/humps.dem");
    if (bed.extent().empty()) {
        GTEST_SKIP() << "no shared data: set HAZONE_SHARED";
    }
    ShallowWater<double> solver({.bed = bed.view(), .uniform_roughness = 0.018}, {},
                                {.order = GetParam()});
    solver.set_depth(
        sampled(bed.extent(), 1, [](double x, double) { return x < 16 ? 1.875 : 0.0; }).view());
    MaximaCells cells(bed.extent());
    Maxima maxima(cells.views());
    solver.keep(&maxima);
    run_to(solver, 30);
    EXPECT_NEAR(cells.arrival(14, 22), 2, 1);  // the foot of the first humps
    EXPECT_LE(cells.arrival(2, 47), 12);       // both flanks of the big one
    EXPECT_LE(cells.arrival(27, 47), 12);
    EXPECT_LE(cells.arrival(14, 58), 20);            // behind it
    EXPECT_TRUE(std::isinf(cells.arrival(14, 47)));  // its top
    EXPECT_LE(std::abs(solver.balance().defect()), 1e-12 * solver.balance().initial);
}

TEST_P(ShallowWaterOrders, ARadialDamBreakStaysSymmetric) {
    const Extent extent{101, 101};
    const Raster<double> bed(extent, 0.0);
    ShallowWater<double> solver({.bed = bed.view(), .uniform_roughness = 0.03}, {},
                                {.order = GetParam()});
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
    EXPECT_LE(std::abs(solver.balance().defect()), 1e-12 * solver.balance().volume);
}

TEST_P(ShallowWaterOrders, WaterIsKeptAndNeverNegativeOnRoughGround) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const RoughGround rough(seed);
        ShallowWater<double> solver(
            {.bed = rough.bed.view(), .uniform_roughness = seed == 1 ? 0 : 0.03, .cell_size = 2},
            testing::everywhere({{Side::west, {EdgeKind::open}},
                                 {Side::north, {EdgeKind::slope, 0.01}},
                                 {Side::south, {EdgeKind::stage, 8}},
                                 {Side::east, {EdgeKind::discharge, 0.1}}}),
            {.order = GetParam()});
        solver.set_depth(rough.depth.view());
        solver.sources().set_uniform(seed == 3 ? -1e-3 : 500e-3 / 3600);
        solver.sources().set_inflows({{.cell = {40, 40}, .discharge = 5}});
        for (int step = 0; step < 200; ++step) {
            solver.advance(1e9);
        }
        for (Index row = 0; row < 90; ++row) {
            for (Index col = 0; col < 300; ++col) {
                ASSERT_GE(solver.water().depth(row, col), 0);
                if (is_missing(rough.bed(row, col))) {
                    ASSERT_EQ(solver.water().depth(row, col), 0);
                }
            }
        }
        const WaterBalance& balance = solver.balance();
        EXPECT_LE(std::abs(balance.defect()), 1e-12 * balance.initial) << seed;
    }
}

TEST_P(ShallowWaterOrders, SameBitsForAnyNumberOfThreads) {
    const RoughGround rough(5, {150, 600});
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        ShallowWater<float> solver({.bed = rough.bed.view(), .uniform_roughness = 0.03}, {},
                                   {.order = GetParam(), .dry_depth = 1e-6});
        solver.set_depth(rough.depth.view());
        for (int step = 0; step < 20; ++step) {
            solver.advance(1e9);
        }
        return testing::depth_and_defect<float>(solver);
    }));
}

// 2,048 m is exact in both: only differences of the bed are ever used.
TEST_P(ShallowWaterOrders, AWaveOnHighGroundIsTheOneAtSeaLevel) {
    const Extent extent{40, 60};
    const auto run = [&](double height) {
        const Raster<double> bed = sampled(extent, 1, [&](double x, double y) {
            return height + std::floor(4 * std::sin(x) + 4 * std::cos(y)) / 8;
        });
        ShallowWater<float> solver({.bed = bed.view(), .uniform_roughness = 0.03}, {},
                                   {.order = GetParam(), .dry_depth = 1e-6});
        solver.set_depth(
            sampled(extent, 1, [](double x, double) { return x < 20 ? 2.0 : 0; }).view());
        run_to(solver, 5);
        return testing::depth_and_defect<float>(solver);
    };
    EXPECT_TRUE(testing::same_bits(run(0), run(2048)));
}

// Even films on even ground: without slopes only friction acts in the half step, by
// u1 = u - t / 2 g n^2 |u1| u1 / h^(4/3), also across the grid; the depth stays.
TEST(ShallowWaterHalfStep, SlowsWaterByFriction) {
    constexpr Index kCells = 4;
    constexpr double kLength = 3, kRatio = 0.3, kDry = 1e-10, kDrag = kGravity * 0.1 * 0.1;
    using Cells = std::array<double, kCells>;
    const Cells depth{0.02, 0.3, 5, 1e-12};
    const Cells east{1.5, -2, 3, 1};
    const Cells south{0, 1, -4, 1};
    const std::array<float, kCells> drag{kDrag, kDrag, kDrag, kDrag};
    Cells none{}, depth_out{}, east_out{}, south_out{};
    const Slopes<double> flat{none.data(), none.data(), none.data(), none.data()};
    half_step<double>(kCells, kRatio, kLength, kDry, {depth.data(), east.data(), south.data()},
                      flat, flat, drag.data(), depth_out.data(), east_out.data(), south_out.data());
    for (std::size_t cell = 0; cell < 3; ++cell) {
        const double before = std::hypot(east[cell], south[cell]);
        const double after = std::hypot(east_out[cell], south_out[cell]);
        const double taken = kLength / 2 * kDrag * after * after / std::pow(depth[cell], 4.0 / 3);
        EXPECT_NEAR(after, before - taken, 2e-6 * before) << cell;
        EXPECT_LT(after, before) << cell;
        EXPECT_NEAR(east_out[cell] * south[cell], south_out[cell] * east[cell], 1e-12) << cell;
        EXPECT_EQ(depth_out[cell], depth[cell]) << cell;
    }
    EXPECT_EQ(east_out[3], 0);  // no deeper than kDry
    EXPECT_EQ(south_out[3], 0);
}

}  // namespace
}  // namespace hazone
