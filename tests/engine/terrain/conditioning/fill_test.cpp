#include "engine/terrain/conditioning/fill.hpp"

#include <gtest/gtest.h>

#include "engine/terrain/conditioning/basin_graph.hpp"
#include "engine/terrain/conditioning/priority_flood.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::filled;
using testing::grid;

constexpr float kInfinite = std::numeric_limits<float>::infinity();

Raster<float> flooded(const Raster<float>& z) {
    Raster<float> surface(z.extent());
    priority_flood(z, surface);
    return surface;
}

TEST(Fill, HandWorkedDepressionFillsToItsLowestPass) {
    const Raster<float> z = grid<float>(
        {{9, 9, 9, 9, 9}, {9, 2, 8, 1, 9}, {9, 3, 6, 8, 9}, {9, 9, 9, 5, 4}, {9, 9, 9, 9, 9}});
    // The pit 2 passes over 6 into the cell 5, which drains over the edge cell 4. The pit 1 passes
    // over 6 too, diagonally.
    const Raster<float> expected = grid<float>(
        {{9, 9, 9, 9, 9}, {9, 6, 8, 6, 9}, {9, 6, 6, 8, 9}, {9, 9, 9, 5, 4}, {9, 9, 9, 9, 9}});
    EXPECT_EQ(cells(flooded(z)), cells(expected));
    EXPECT_EQ(cells(filled(z)), cells(expected));
}

TEST(Fill, WaterLeavesIntoMissingCells) {
    Raster<float> z = grid<float>(
        {{9, 9, 9, 9, 9}, {9, 1, 5, 7, 9}, {9, 9, 9, 8, 9}, {9, 9, 9, 9, 9}, {9, 9, 9, 9, 9}});
    EXPECT_EQ(filled(z)(1, 1), 9);
    z(3, 4) = kMissing;  // beside the cell 8, which becomes an outlet
    const Raster<float> surface = filled(z);
    EXPECT_EQ(surface(2, 3), 8);
    EXPECT_EQ(surface(1, 1), 8);
    EXPECT_TRUE(is_missing(surface(3, 4)));
    EXPECT_EQ(flooded(z)(1, 1), 8);
}

TEST(Fill, EqualsPriorityFloodOnTwentyRandomTerrains) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Raster<float> z = testing::test_terrain({150, 131}, seed);
        const Raster<float> expected = flooded(z);
        EXPECT_TRUE(testing::same_bits(filled(z), expected)) << "seed " << seed;
        EXPECT_FALSE(testing::same_bits(z, expected)) << "nothing to fill with seed " << seed;
    }
}

TEST(Fill, EqualsPriorityFloodOnLargerFractals) {
    for (const auto kind : {SyntheticTerrain::fractal, SyntheticTerrain::whole_metre_fractal}) {
        const Raster<float> z = synthetic_terrain(kind, {700, 900}, 7);
        EXPECT_TRUE(testing::same_bits(filled(z), flooded(z)));
    }
}

TEST(Fill, EqualsPriorityFloodOnAwkwardShapes) {
    for (const Extent extent : testing::awkward_extents()) {
        const Raster<float> z = synthetic_terrain(SyntheticTerrain::noise, extent, 3);
        EXPECT_TRUE(testing::same_bits(filled(z), flooded(z)));
        const Raster<float> nothing(extent, kMissing);
        EXPECT_TRUE(testing::same_bits(filled(nothing), nothing));
    }
}

TEST(Fill, InfiniteHeightsAreHeights) {
    Raster<float> z = synthetic_terrain(SyntheticTerrain::noise, {30, 30}, 4);
    z(5, 5) = -kInfinite;
    z(20, 11) = kInfinite;
    z(0, 7) = kInfinite;
    z(29, 8) = -kInfinite;
    const Raster<float> surface = filled(z);
    EXPECT_TRUE(testing::same_bits(surface, flooded(z)));
    EXPECT_GT(surface(5, 5), 0.0F);
    EXPECT_EQ(surface(20, 11), kInfinite);
}

TEST(Fill, IsNeverBelowTheGroundAndChangesNothingTwice) {
    const Raster<float> z = testing::test_terrain({90, 120}, 1);
    const Raster<float> once = filled(z);
    const Index below =
        count_cells(z.extent(), [&](Index row, Index col) { return once(row, col) < z(row, col); });
    EXPECT_EQ(below, 0);
    EXPECT_TRUE(testing::same_bits(filled(once), once));
}

TEST(Fill, ConeIsUntouchedAndInvertedConeFillsToItsEdge) {
    const Raster<float> cone = synthetic_terrain(SyntheticTerrain::cone, {41, 41}, 0);
    EXPECT_TRUE(testing::same_bits(filled(cone), cone));
    const Raster<float> bowl =
        filled(synthetic_terrain(SyntheticTerrain::inverted_cone, {41, 41}, 0));
    EXPECT_EQ(bowl(20, 20), 20.0F);  // the middle of each side is the lowest edge cell
}

TEST(Fill, MayWriteOverItsInput) {
    Raster<float> z = testing::test_terrain({64, 64}, 2);
    const Raster<float> expected = filled(z);
    fill_depressions(z, z);
    EXPECT_TRUE(testing::same_bits(z, expected));
}

TEST(Fill, WorksOnAWindowOfALargerRaster) {
    Raster<float> z = testing::test_terrain({80, 80}, 6);
    const View<const float> window = z.view().window({10, 20}, {50, 40});
    Raster<float> copy(window.extent());
    for_each_cell(window.extent(),
                  [&](Index row, Index col) { copy(row, col) = window(row, col); });
    Raster<float> surface(window.extent());
    fill_depressions(window, surface);
    EXPECT_TRUE(testing::same_bits(surface, flooded(copy)));
}

TEST(Fill, SameBitsForAnyThreadCount) {
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const Raster<float> z = testing::test_terrain({300, 257}, seed);
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return filled(z); }));
    }
}

TEST(BasinGraph, LevelIsTheLowestHighestPassToTheOutside) {
    // 0 -8- 1 -3- 2 -5- 0: basin 1 leaves over 2. Basin 3 has no way out, basin 4 a double one.
    const std::vector<float> level =
        spill_levels({{8, 0, 1}, {3, 1, 2}, {5, 0, 2}, {7, 0, 4}, {6, 0, 4}, {9, 2, 4}}, 5);
    EXPECT_EQ(level, (std::vector<float>{-kInfinite, 5, 5, kInfinite, 6}));
}

}  // namespace
}  // namespace hazone
