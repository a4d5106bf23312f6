// Properties of the shallow water solver: rest, symmetry, mass, positivity, threads.
#include <random>

#include <gtest/gtest.h>

#include "models/flood/inundation/shallow_water.hpp"
#include "tests/models/flood/inundation/flow_cases.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using namespace inundation;
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
INSTANTIATE_TEST_SUITE_P(Both, ShallowWaterOrders, ::testing::Values(Order::first, Order::second),
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

/// Rough ground with walls of 100 m, pits and holes, water in heaps.
struct Rough {
    explicit Rough(unsigned seed, Extent extent = {90, 300}) : bed(extent), depth(extent) {
        std::mt19937 random(seed);
        std::uniform_real_distribution<double> share(0, 1);
        for (Index row = 0; row < extent.rows; ++row) {
            for (Index col = 0; col < extent.cols; ++col) {
                const double pick = share(random);
                bed(row, col) = 10 * share(random) + (pick < 0.05 ? 100 : 0);
                depth(row, col) = share(random) < 0.3 ? 5 * share(random) : 0;
                if (pick > 0.97) {
                    bed(row, col) = kMissing;
                }
            }
        }
    }
    Raster<double> bed;
    Raster<double> depth;
};

TEST_P(ShallowWaterOrders, WaterIsKeptAndNeverNegativeOnRoughGround) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const Rough rough(seed);
        ShallowWater<double> solver(
            {.bed = rough.bed.view(), .uniform_roughness = seed == 1 ? 0 : 0.03, .cell_size = 2},
            {}, {.order = GetParam()});
        solver.set_depth(rough.depth.view());
        solver.sources().set_uniform(seed == 3 ? -1e-3 : 500e-3 / 3600);
        int halvings = 0;
        for (int step = 0; step < 200; ++step) {
            halvings += solver.advance(1e9).halvings;
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
        RecordProperty("halvings", halvings);
        std::printf("seed %u halvings %d t %g defect %g\n", seed, halvings, solver.time(),
                    balance.defect() / balance.initial);
    }
}

TEST_P(ShallowWaterOrders, SameBitsForAnyNumberOfThreads) {
    const Rough rough(5, {200, 700});
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        ShallowWater<float> solver({.bed = rough.bed.view(), .uniform_roughness = 0.03}, {},
                                   {.order = GetParam(), .dry_depth = 1e-6});
        solver.set_depth(rough.depth.view());
        for (int step = 0; step < 20; ++step) {
            solver.advance(1e9);
        }
        Raster<float> depth({200, 701}, static_cast<float>(solver.balance().defect()));
        for (Index row = 0; row < 200; ++row) {
            std::copy_n(solver.water().depth.row(row), 700, &depth(row, 0));
        }
        return depth;
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
        solver.set_depth(sampled(extent, 1, [](double x, double) { return x < 20 ? 2.0 : 0; }).view());
        run_to(solver, 5);
        Raster<float> depth(extent);
        for (Index row = 0; row < extent.rows; ++row) {
            std::copy_n(solver.water().depth.row(row), extent.cols, &depth(row, 0));
        }
        return depth;
    };
    EXPECT_TRUE(testing::same_bits(run(0), run(2048)));
}

}  // namespace
}  // namespace hazone
