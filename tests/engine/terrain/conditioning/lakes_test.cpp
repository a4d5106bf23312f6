#include "engine/terrain/conditioning/lakes.hpp"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "engine/terrain/conditioning/regions.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::grid;

Raster<float> levelled(const Raster<float>& z, const Raster<std::uint8_t>& lake) {
    Raster<float> ground(z.extent());
    level_lakes(z, lake, ground);
    return ground;
}

TEST(LevelLakes, HandWorkedLakesTakeTheHeightOfTheirLowestShore) {
    const Raster<float> z = grid<float>(
        {{9, 9, 9, 9, 9, 9}, {9, 3, 5, 6, 8, 2}, {9, 4, 9, 9, 9, 9}, {9, 9, 7, 9, 9, 9}});
    const auto lake = grid<std::uint8_t>(
        {{0, 0, 0, 0, 0, 0}, {0, 1, 1, 0, 0, 1}, {0, 1, 0, 0, 0, 255}, {0, 0, 0, 0, 0, 0}});
    // The western lake leaves over the 6; the eastern one, on the edge, has its lowest shore at 8.
    EXPECT_EQ(cells(levelled(z, lake)), (std::vector<float>{9, 9, 9, 9, 9, 9, 9, 6, 6, 6, 8, 8,
                                                            9, 6, 9, 9, 9, 9, 9, 9, 7, 9, 9, 9}));
}

TEST(LevelLakes, ALakeAboveItsLowestShoreSinks) {
    const Raster<float> z = grid<float>({{9, 9, 9}, {9, 8, 5}, {9, 9, 9}});
    const auto lake = grid<std::uint8_t>({{0, 0, 0}, {0, 1, 0}, {0, 0, 0}});
    EXPECT_EQ(levelled(z, lake)(1, 1), 5);
}

TEST(LevelLakes, LakesThatTouchDiagonallyAreOne) {
    const Raster<float> z = grid<float>({{9, 9, 9, 9}, {9, 3, 9, 9}, {9, 9, 4, 9}, {9, 9, 9, 6}});
    const auto lake = grid<std::uint8_t>({{0, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 0}});
    EXPECT_EQ(levelled(z, lake)(1, 1), 6);
    EXPECT_EQ(levelled(z, lake)(2, 2), 6);
}

TEST(LevelLakes, LakeCellsWithoutAHeightGetTheLevel) {
    Raster<float> z(Extent{5, 5}, 7.0F);
    z(2, 2) = kMissing;
    z(2, 3) = kMissing;  // no lake
    z(2, 1) = 5;
    const auto lake = [&] {
        Raster<std::uint8_t> mark(z.extent(), 0);
        mark(2, 2) = 1;
        return mark;
    }();
    const Raster<float> ground = levelled(z, lake);
    EXPECT_EQ(ground(2, 2), 5);
    EXPECT_TRUE(is_missing(ground(2, 3)));
}

TEST(LevelLakes, ALakeWithoutAShoreTakesItsOwnLowestHeight) {
    Raster<float> z(Extent{3, 3}, kMissing);
    Raster<std::uint8_t> lake(Extent{3, 3}, 1);
    EXPECT_TRUE(testing::same_bits(levelled(z, lake), z));
    z(1, 1) = 4;
    z(0, 1) = 6;
    EXPECT_EQ(cells(levelled(z, lake)), std::vector<float>(9, 4.0F));
}

TEST(LevelLakes, AShoreOfInfiniteHeightIsNoWayOutAndOneOfInfiniteDepthIs) {
    constexpr float kInfinite = std::numeric_limits<float>::infinity();
    Raster<float> z(Extent{3, 4}, kInfinite);
    z(1, 1) = 5;
    Raster<std::uint8_t> lake(z.extent(), 0);
    lake(1, 1) = 1;
    EXPECT_EQ(levelled(z, lake)(1, 1), 5);  // as without a shore
    z(0, 2) = 8;
    EXPECT_EQ(levelled(z, lake)(1, 1), 8);
    z(2, 0) = -kInfinite;
    EXPECT_EQ(levelled(z, lake)(1, 1), -kInfinite);
    EXPECT_EQ(levelled(z, lake)(1, 3), kInfinite);
}

TEST(LevelLakes, FlowCrossesEveryLakeOnRandomTerrain) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Raster<float> z = synthetic_terrain(SyntheticTerrain::fractal, {90, 71}, seed);
        Raster<std::uint8_t> lake(z.extent(), 0);
        for_each_cell(z.extent(), [&](Index row, Index col) {
            lake(row, col) = (row / 9 + col / 7) % 5 == 0 ? 1 : 0;
        });
        const Raster<float> ground = levelled(z, lake);
        const Raster<float> surface = testing::filled(ground);
        // a lake is level, before and after what is around it is filled
        const Regions lakes = connected_regions(
            z.extent(), [&](Index row, Index col) { return lake(row, col) == 1; });
        std::vector<float> level(lakes.count, kMissing);
        for (const CellRun& run : lakes.runs) {
            for (Index col = run.first; col < run.last; ++col) {
                float& own = level[run.region];
                own = is_missing(own) ? surface(run.row, col) : own;
                EXPECT_EQ(surface(run.row, col), own);
            }
        }
        const Index changed = count_cells(z.extent(), [&](Index row, Index col) {
            return lake(row, col) == 0 && ground(row, col) != z(row, col);
        });
        EXPECT_EQ(changed, 0);
        EXPECT_GT(lakes.count, 0U);
    }
}

TEST(LevelLakes, WorksOnAwkwardShapes) {
    for (const Extent extent : testing::awkward_extents()) {
        const Raster<float> z = synthetic_terrain(SyntheticTerrain::noise, extent, 3);
        const Raster<std::uint8_t> none(extent, kNoDirection);
        EXPECT_TRUE(testing::same_bits(levelled(z, none), z));
        const Raster<std::uint8_t> all(extent, 1);
        const float lowest = *std::min_element(z.data(), z.data() + z.size());
        EXPECT_EQ(cells(levelled(z, all)),
                  std::vector<float>(static_cast<std::size_t>(extent.size()), lowest));
    }
}

TEST(LevelLakes, SameBitsForAnyThreadCount) {
    const Raster<float> z = testing::test_terrain({150, 170}, 1);
    Raster<std::uint8_t> lake(z.extent(), 0);
    for_each_cell(z.extent(), [&](Index row, Index col) {
        lake(row, col) = (row / 4 + col / 7) % 3 == 0 ? 1 : 0;
    });
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return levelled(z, lake); }));
}

}  // namespace
}  // namespace hazone
