#include "engine/terrain/synthetic.hpp"

#include <gtest/gtest.h>

#include "engine/terrain/d8.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

/// Share of inner cells none of whose neighbours lies lower: pits and flats.
double share_without_descent(const Raster<float>& z) {
    const Index found = count_cells(z.extent(), [&](Index row, Index col) {
        const Cell cell{row, col};
        if (!is_inner(z.extent(), cell)) {
            return false;
        }
        for (int number = 0; number < kNeighbours; ++number) {
            const Cell next = neighbour(cell, number);
            if (z(next.row, next.col) < z(row, col)) {
                return false;
            }
        }
        return true;
    });
    return static_cast<double>(found) / static_cast<double>(z.size());
}

TEST(SyntheticTerrain, TheSmoothFractalHasFarFewerPitsThanTheFractal) {
    const Extent extent{512, 600};
    const double smooth =
        share_without_descent(synthetic_terrain(SyntheticTerrain::smooth_fractal, extent, 1));
    const double rough =
        share_without_descent(synthetic_terrain(SyntheticTerrain::fractal, extent, 1));
    EXPECT_GT(smooth, 0);
    EXPECT_LT(smooth, 0.001);
    EXPECT_GT(rough, 0.01);
}

TEST(SyntheticTerrain, IsTheSameOnAnyNumberOfThreadsAndContinuesASmallerOne) {
    const Extent extent{150, 170};
    EXPECT_TRUE(testing::same_for_any_thread_count(
        [&] { return synthetic_terrain(SyntheticTerrain::smooth_fractal, extent, 3); }));
    const Raster<float> small = synthetic_terrain(SyntheticTerrain::smooth_fractal, {40, 30}, 3);
    const Raster<float> large = synthetic_terrain(SyntheticTerrain::smooth_fractal, extent, 3);
    const Index unlike = count_cells(
        small.extent(), [&](Index row, Index col) { return small(row, col) != large(row, col); });
    EXPECT_EQ(unlike, 0);
}

}  // namespace
}  // namespace hazone
