#include "engine/terrain/form/confinement.hpp"

#include <cmath>
#include <functional>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/synthetic.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr ConfinementSpec kSpec{.radius = 50, .full_angle = 30 * kDegree};

Raster<float> ground(Extent extent, const std::function<double(double, double)>& height) {
    Raster<float> elevation(extent);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            elevation(row, col) =
                static_cast<float>(height(static_cast<double>(row), static_cast<double>(col)));
        }
    }
    return elevation;
}

Raster<float> confinement(const Raster<float>& elevation, const ConfinementSpec& spec = kSpec) {
    Raster<float> result(elevation.extent());
    channel_confinement(elevation, 10, spec, result);
    return result;
}

TEST(SightDistances, AreEveryCellNearbyAndFewFarAway) {
    EXPECT_EQ(sight_distances(50, 10), (std::vector<Index>{1, 2, 3, 4, 5}));
    EXPECT_EQ(sight_distances(1, 10), (std::vector<Index>{1}));
    const std::vector<Index> far = sight_distances(500, 1);
    EXPECT_EQ(far.front(), 1);
    EXPECT_EQ(far.back(), 500);
    EXPECT_LT(far.size(), 32U);
}

TEST(ChannelConfinement, IsTheAngleOfTheLowerWallOverThatOfAGorge) {
    // A valley along the rows, walls of 0.2 on the left and 0.4 on the right.
    const Raster<float> valley = ground(
        {21, 21}, [](double, double col) { return col < 10 ? 2 * (10 - col) : 4 * (col - 10); });
    EXPECT_NEAR(confinement(valley)(10, 10), std::atan(0.2) / (30 * kDegree), 1e-6);
}

TEST(ChannelConfinement, SeesValleysInEveryDirection) {
    for (const auto& across : {std::pair{0.0, 1.0}, {1.0, 0.0}, {1.0, 1.0}, {1.0, -1.0}}) {
        const Raster<float> valley = ground({21, 21}, [=](double row, double col) {
            return 3 * std::abs(across.first * (row - 10) + across.second * (col - 10)) /
                   std::hypot(across.first, across.second);
        });
        EXPECT_NEAR(confinement(valley)(10, 10), std::atan(0.3) / (30 * kDegree), 1e-6);
    }
}

TEST(ChannelConfinement, IsOneInAGorgeAndZeroOnPlanesAndRidges) {
    const auto gorge = [](double, double col) { return 20 * std::abs(col - 10); };
    const auto ridge = [](double, double col) { return -20 * std::abs(col - 10); };
    const auto hillside = [](double row, double col) { return 7 * row - 3 * col; };
    EXPECT_EQ(confinement(ground({21, 21}, gorge))(10, 10), 1);
    EXPECT_EQ(confinement(ground({21, 21}, ridge))(10, 10), 0);
    EXPECT_NEAR(confinement(ground({21, 21}, hillside))(10, 10), 0, 1e-5);
    EXPECT_EQ(confinement(ground({21, 21}, [](double, double) { return 5.0; }))(10, 10), 0);
}

TEST(ChannelConfinement, WallsBeyondTheRadiusDoNotCount) {
    const Raster<float> plain =
        ground({41, 41}, [](double, double col) { return std::abs(col - 20) < 8 ? 0.0 : 100.0; });
    EXPECT_EQ(confinement(plain)(20, 20), 0);
    EXPECT_EQ(confinement(plain, {.radius = 100, .full_angle = 30 * kDegree})(20, 20), 1);
    EXPECT_LT(confinement(plain, {.radius = 100, .full_angle = 80 * kDegree})(20, 20), 1);
}

TEST(ChannelConfinement, MissingCellsAreNotSeenAndHaveNoValue) {
    Raster<float> valley =
        ground({21, 21}, [](double, double col) { return 2 * std::abs(col - 10); });
    valley(10, 8) = kMissing;
    valley(5, 5) = kMissing;
    const Raster<float> result = confinement(valley);
    EXPECT_TRUE(is_missing(result(5, 5)));
    EXPECT_NEAR(result(10, 10), std::atan(0.2) / (30 * kDegree), 1e-6);
}

TEST(ChannelConfinement, TheEdgeSeesWhatIsThereAndACornerHasNoPair) {
    const Raster<float> valley =
        ground({21, 21}, [](double, double col) { return 2 * std::abs(col - 10); });
    const Raster<float> result = confinement(valley);
    EXPECT_NEAR(result(0, 10), std::atan(0.2) / (30 * kDegree), 1e-6);
    EXPECT_EQ(result(10, 0), 0);
    for (const Index row : {0, 20}) {
        for (const Index col : {0, 20}) {
            EXPECT_TRUE(is_missing(result(row, col)));
        }
    }
    EXPECT_TRUE(is_missing(confinement(Raster<float>({1, 1}, 3.0F))(0, 0)));
}

/// Tangent of the highest wall seen from a cell along one direction.
double wall(const Raster<float>& elevation, Cell from, Cell step, Index reach) {
    double highest = -1e9;
    for (Index number = 1; number <= reach; ++number) {
        const Cell far{from.row + number * step.row, from.col + number * step.col};
        if (elevation.extent().contains(far.row, far.col)) {
            const double distance =
                10 * static_cast<double>(number) *
                std::hypot(static_cast<double>(step.row), static_cast<double>(step.col));
            const double rise =
                double{elevation(far.row, far.col)} - double{elevation(from.row, from.col)};
            highest = std::max(highest, rise / distance);
        }
    }
    return highest;
}

/// Confinement of one cell, worked the slow way.
double slow_confinement(const Raster<float>& elevation, Cell cell, Index reach) {
    double best = -1;
    for (const Cell step : {Cell{0, 1}, Cell{1, 1}, Cell{1, 0}, Cell{1, -1}}) {
        best = std::max(best, std::min(wall(elevation, cell, step, reach),
                                       wall(elevation, cell, {-step.row, -step.col}, reach)));
    }
    return std::clamp(std::atan(best) / kSpec.full_angle, 0.0, 1.0);
}

TEST(ChannelConfinement, EqualsThePlainLoopOnRandomTerrain) {
    const Raster<float> elevation = synthetic_terrain(SyntheticTerrain::fractal, {70, 45}, 11);
    const Raster<float> result = confinement(elevation);
    for (Index row = 1; row < 69; ++row) {
        for (Index col = 1; col < 44; ++col) {
            EXPECT_NEAR(result(row, col), slow_confinement(elevation, {row, col}, 5), 1e-5);
        }
    }
}

TEST(ChannelConfinement, HasTheSameBitsOnAnyNumberOfThreads) {
    const Raster<float> elevation = synthetic_terrain(SyntheticTerrain::fractal, {150, 61}, 3);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return confinement(elevation); }));
}

}  // namespace
}  // namespace hazone
