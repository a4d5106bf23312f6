#include "engine/terrain/form/horn.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/synthetic.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

constexpr double kPi = std::numbers::pi;

// Ground with the same gradient everywhere; row 0 is the north.
Raster<float> tilted(Extent extent, double cell_size, Gradient gradient) {
    Raster<float> z(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        z(row, col) = static_cast<float>(cell_size * (gradient.east * static_cast<double>(col) -
                                                      gradient.north * static_cast<double>(row)));
    });
    return z;
}

TEST(HornGradient, EqualsTheWorkedExampleOfUnevenGround) {
    // Rows from the north: 1 2 4 / 2 3 6 / 1 4 9, cells of 10 m:
    //   east  ((4 + 12 + 9) - (1 + 4 + 1)) / 80 = 19/80
    //   north ((1 + 4 + 4) - (1 + 8 + 9)) / 80 = -9/80
    Raster<float> z(Extent{3, 3});
    const float heights[] = {1, 2, 4, 2, 3, 6, 1, 4, 9};
    std::copy(std::begin(heights), std::end(heights), z.data());
    const Gradient gradient = horn_gradient(z, {1, 1}, 10);
    EXPECT_NEAR(gradient.east, 19.0 / 80, 1e-12);
    EXPECT_NEAR(gradient.north, -9.0 / 80, 1e-12);
    EXPECT_NEAR(slope_of(gradient), std::atan(std::sqrt(19.0 * 19 + 9 * 9) / 80), 1e-12);
}

void expect_plane_which_faces(double facing) {
    const double steepness = std::tan(0.6);
    const auto z =
        tilted({5, 7}, 30, {-steepness * std::sin(facing), -steepness * std::cos(facing)});
    Raster<float> slope(z.extent());
    Raster<float> aspect(z.extent());
    horn_slope_and_aspect(z, 30, slope, aspect);
    EXPECT_NEAR(slope(2, 3), 0.6, 1e-5);
    EXPECT_NEAR(std::cos(aspect(2, 3) - facing), 1, 1e-9);
    EXPECT_GE(aspect(2, 3), 0);
    EXPECT_LT(aspect(2, 3), static_cast<float>(2 * kPi));
}

TEST(HornSlope, IsExactOnAPlaneWhereverItFaces) {
    for (int eighth = 0; eighth < 8; ++eighth) {
        SCOPED_TRACE(eighth);
        expect_plane_which_faces(eighth * kPi / 4);
    }
}

TEST(AspectOf, FollowsTheCompass) {
    EXPECT_DOUBLE_EQ(aspect_of({.east = 0, .north = -1}), 0);         // falls to the north
    EXPECT_DOUBLE_EQ(aspect_of({.east = -1, .north = 0}), kPi / 2);   // east
    EXPECT_DOUBLE_EQ(aspect_of({.east = 0, .north = 1}), kPi);        // south
    EXPECT_DOUBLE_EQ(aspect_of({.east = 1, .north = 0}), 1.5 * kPi);  // west
    EXPECT_LT(aspect_of({.east = 1e-30, .north = -1}), 1e-6) << "a full turn is north";
}

TEST(AspectOf, IsMissingOnLevelGroundWhereTheSlopeIsZero) {
    EXPECT_TRUE(is_missing(aspect_of({0, 0})));
    EXPECT_EQ(slope_of({0, 0}), 0);
}

TEST(HornSlope, IsMissingOnTheOuterRingAlone) {
    const auto z = tilted({6, 5}, 10, {0.1, 0.2});
    Raster<float> slope(z.extent());
    horn_slope(z, 10, slope);
    for_each_cell(z.extent(), [&](Index row, Index col) {
        const bool ring = row == 0 || col == 0 || row == 5 || col == 4;
        EXPECT_EQ(is_missing(slope(row, col)), ring) << row << ' ' << col;
    });
}

TEST(HornSlope, IsMissingInTheNineCellsAroundAHole) {
    auto z = tilted({9, 9}, 10, {0.1, 0.2});
    z(4, 5) = kMissing;
    Raster<float> slope(z.extent());
    Raster<float> aspect(z.extent());
    horn_slope_and_aspect(z, 10, slope, aspect);
    for_each_inner_cell(z.extent(), [&](Index row, Index col) {
        const bool beside = std::abs(row - 4) <= 1 && std::abs(col - 5) <= 1;
        EXPECT_EQ(is_missing(slope(row, col)), beside) << row << ' ' << col;
        EXPECT_EQ(is_missing(aspect(row, col)), beside) << row << ' ' << col;
    });
}

TEST(HornSlope, WritesEveryCellOfGridsWithoutInnerCells) {
    for (const Extent extent : {Extent{1, 1}, Extent{1, 5}, Extent{5, 1}, Extent{2, 4}}) {
        const Raster<float> z(extent, 3.0F);
        Raster<float> slope(extent, 0.0F);
        horn_slope(z, 10, slope);
        for_each_cell(extent,
                      [&](Index row, Index col) { EXPECT_TRUE(is_missing(slope(row, col))); });
    }
}

TEST(HornSlope, DoesNotChangeWhenTheGroundIsLiftedOrTurned) {
    const auto z = synthetic_terrain(SyntheticTerrain::whole_metre_fractal, {40, 40}, 7);
    Raster<float> lifted(z.extent());
    Raster<float> turned(z.extent());
    for_each_cell(z.extent(), [&](Index row, Index col) {
        lifted(row, col) = z(row, col) + 512;
        turned(col, z.rows() - 1 - row) = z(row, col);
    });
    Raster<float> slope(z.extent());
    Raster<float> slope_lifted(z.extent());
    Raster<float> slope_turned(z.extent());
    horn_slope(z, 10, slope);
    horn_slope(lifted, 10, slope_lifted);
    horn_slope(turned, 10, slope_turned);
    for_each_inner_cell(z.extent(), [&](Index row, Index col) {
        EXPECT_EQ(slope(row, col), slope_lifted(row, col));
        EXPECT_NEAR(slope(row, col), slope_turned(col, z.rows() - 1 - row), 1e-6);
    });
}

TEST(HornSlope, HasTheSameBitsOnAnyNumberOfThreads) {
    const auto z = synthetic_terrain(SyntheticTerrain::fractal, {67, 91}, 3);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        Raster<float> slope(z.extent());
        horn_slope(z, 10, slope);
        return slope;
    }));
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        Raster<float> slope(z.extent());
        Raster<float> aspect(z.extent());
        horn_slope_and_aspect(z, 10, slope, aspect);
        return aspect;
    }));
}

}  // namespace
}  // namespace hazone
