// Terrain kernels on grids that do not fit in memory: the same bits as in memory, for any size of
// the windows.
#include <utility>

#include <gtest/gtest.h>

#include "engine/terrain/conditioning/basin_graph.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/height_above_drainage.hpp"
#include "engine/terrain/network/drainage_basin.hpp"
#include "engine/terrain/network/streams.hpp"
#include "tests/support/stores.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells_of;
using testing::empty_store;
using testing::stored;

/// Windows of one row up to the whole grid, and some that fit nothing evenly.
const std::vector<Extent>& window_sizes() {
    static const std::vector<Extent> sizes{{1, 13}, {13, 1}, {3, 5}, {17, 16}, {64, 500}};
    return sizes;
}

std::string name_of(Extent window, std::uint64_t seed) {
    return "window " + std::to_string(window.rows) + "x" + std::to_string(window.cols) + ", seed " +
           std::to_string(seed);
}

/// Grounds of many kinds and shapes, each with the window sizes.
template <class Check>
void for_each_ground(Check check) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        for (const Extent window : window_sizes()) {
            SCOPED_TRACE(name_of(window, seed));
            check(testing::test_terrain({34, 29}, seed), window);
        }
    }
    for (const Extent extent : testing::awkward_extents()) {
        check(synthetic_terrain(SyntheticTerrain::noise, extent, 5), Extent{1, 1});
        check(Raster<float>(extent, kMissing), Extent{1, 1});
        check(Raster<float>(extent, 7.0F), Extent{1, 1});
    }
}

TEST(StoredFill, HasTheBitsOfTheFillInMemory) {
    for_each_ground([](const Raster<float>& z, Extent window) {
        CellStore<float> filled = empty_store<float>(z.extent());
        fill_depressions(stored(z), filled, window);
        EXPECT_TRUE(testing::same_bits(cells_of(filled), testing::filled(z)));
    });
}

TEST(StoredFill, InfiniteHeightsAreHeights) {
    constexpr float kInfinite = std::numeric_limits<float>::infinity();
    Raster<float> z = testing::test_terrain({40, 33}, 0);
    z(11, 12) = -kInfinite;
    z(20, 21) = kInfinite;
    z(0, 7) = -kInfinite;
    CellStore<float> filled = empty_store<float>(z.extent());
    fill_depressions(stored(z), filled, {7, 6});
    EXPECT_TRUE(testing::same_bits(cells_of(filled), testing::filled(z)));
}

TEST(StoredDirection, HasTheBitsOfTheDirectionsInMemory) {
    for_each_ground([](const Raster<float>& z, Extent window) {
        const Raster<float> filled = testing::filled(z);
        CellStore<std::uint8_t> direction = empty_store<std::uint8_t>(z.extent());
        flow_direction(stored(filled), direction, window);
        EXPECT_TRUE(testing::same_bits(cells_of(direction), testing::directions(filled)));
    });
}

TEST(StoredDirection, UnfilledGroundToo) {
    const Raster<float> z = testing::test_terrain({50, 40}, 2);
    CellStore<std::uint8_t> direction = empty_store<std::uint8_t>(z.extent());
    flow_direction(stored(z), direction, {9, 8});
    EXPECT_TRUE(testing::same_bits(cells_of(direction), testing::directions(z)));
}

TEST(StoredHeightAboveDrainage, HasTheBitsOfTheHeightsInMemory) {
    for_each_ground([](const Raster<float>& z, Extent window) {
        const Raster<float> filled = testing::filled(z);
        const Raster<std::uint8_t> direction = testing::directions(filled);
        Raster<double> area(z.extent());
        flow_accumulation(direction, area, 1.0);
        Raster<std::uint8_t> stream(z.extent());
        stream_network(area, 30.0, stream);
        Raster<float> expected(z.extent());
        height_above_drainage(filled, direction, stream, expected);
        const auto stored_filled = stored(filled);
        const auto stored_direction = stored(direction);
        const auto stored_stream = stored(stream);
        CellStore<float> height = empty_store<float>(z.extent());
        height_above_drainage({stored_filled, stored_direction, stored_stream}, height, window);
        EXPECT_TRUE(testing::same_bits(cells_of(height), expected));
    });
}

TEST(StoredHeightAboveDrainage, CyclesOverSeveralWindowsAreMissing) {
    // a ring of eight cells around a stream, and a path into it
    const auto direction =
        testing::grid<std::uint8_t>({{1, 1, 4, 1}, {64, 0, 4, 16}, {64, 16, 16, 64}});
    const Raster<float> filled(direction.extent(), 5.0F);
    const Raster<std::uint8_t> stream(direction.extent(), 0);
    Raster<float> expected(filled.extent());
    height_above_drainage(filled, direction, stream, expected);
    ASSERT_TRUE(is_missing(expected(0, 0)));
    ASSERT_TRUE(is_missing(expected(1, 3)));
    ASSERT_EQ(expected(1, 1), 0.0F);
    const auto stored_filled = stored(filled);
    const auto stored_direction = stored(direction);
    const auto stored_stream = stored(stream);
    for (const Extent window : window_sizes()) {
        CellStore<float> height = empty_store<float>(filled.extent());
        height_above_drainage({stored_filled, stored_direction, stored_stream}, height, window);
        EXPECT_TRUE(testing::same_bits(cells_of(height), expected)) << name_of(window, 0);
    }
}

/// Basins in memory and by windows, of some ground with or without cells of unknown area.
void expect_same_basins(const Raster<float>& z, Extent window, double minimum_area, bool holes) {
    const Raster<std::uint8_t> direction = testing::directions(testing::filled(z));
    Raster<double> area(z.extent());
    flow_accumulation(direction, area, 1.0);
    for (Index row = 0; holes && row < z.rows(); row += 5) {
        area(row, row * 7 % z.cols()) = kMissing;
    }
    Raster<std::int32_t> expected(z.extent());
    const BasinCount count = drainage_basins(direction, area, minimum_area, expected);
    CellStore<std::int32_t> basin = empty_store<std::int32_t>(z.extent());
    const BasinCount found =
        drainage_basins(stored(direction), stored(area), minimum_area, basin, window);
    EXPECT_TRUE(testing::same_bits(cells_of(basin), expected));
    EXPECT_EQ(found.links, count.links);
    EXPECT_EQ(found.slopes, count.slopes);
}

TEST(StoredBasins, HaveTheLabelsOfTheBasinsInMemory) {
    for_each_ground([](const Raster<float>& z, Extent window) {
        for (const double minimum_area : {0.0, 8.0, 60.0, 1e9}) {
            expect_same_basins(z, window, minimum_area, false);
            expect_same_basins(z, window, minimum_area, true);
        }
    });
}

TEST(StoredBasins, CyclesOverSeveralWindowsHaveNoLabel) {
    const auto direction =
        testing::grid<std::uint8_t>({{1, 1, 4, 1}, {64, 0, 4, 16}, {64, 16, 16, 64}});
    const Raster<double> area(direction.extent(), 3.0);
    for (const double minimum_area : {1.0, 9.0}) {
        Raster<std::int32_t> expected(direction.extent());
        drainage_basins(direction, area, minimum_area, expected);
        for (const Extent window : window_sizes()) {
            CellStore<std::int32_t> basin = empty_store<std::int32_t>(direction.extent());
            drainage_basins(stored(direction), stored(area), minimum_area, basin, window);
            EXPECT_TRUE(testing::same_bits(cells_of(basin), expected)) << name_of(window, 0);
        }
    }
}

TEST(AnchoredBasins, GiveTheLevelsOfTheWholeGraph) {
    for (unsigned seed = 0; seed < 50; ++seed) {
        std::mt19937 random(seed);
        constexpr std::uint32_t kBasins = 40;
        std::vector<Pass> passes;
        for (int count = 0; count < 90; ++count) {
            passes.push_back({static_cast<float>(random() % 30),
                              static_cast<std::uint32_t>(random() % kBasins),
                              static_cast<std::uint32_t>(random() % kBasins)});
        }
        std::vector<std::uint8_t> on_border(kBasins, 0);
        for (std::uint8_t& border : on_border) {
            border = random() % 4 == 0 ? 1 : 0;
        }
        const std::vector<float> expected = spill_levels(passes, kBasins);
        const AnchoredBasins anchored = anchor_basins(passes, on_border);
        const std::vector<float> outer = spill_levels(anchored.passes, kBasins);
        for (std::uint32_t basin = 0; basin < kBasins; ++basin) {
            const auto anchor = anchored.anchors[basin];
            EXPECT_EQ(std::max(anchor.height, outer[anchor.basin]), expected[basin])
                << "seed " << seed << ", basin " << basin;
        }
    }
}

}  // namespace
}  // namespace hazone
