#include "scenarios/demo/landscape.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/terrain/priority_flood.hpp"
#include "scenarios/demo/streams.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::demo {
namespace {

constexpr Index kCells = 240;

Raster<double> as_double(const Raster<float>& raster) {
    Raster<double> copy(raster.extent());
    for_each_cell(raster.extent(),
                  [&](Index row, Index col) { copy(row, col) = raster(row, col); });
    return copy;
}

TEST(DemoLandscape, IsTheSameForAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count(
        [] { return std::move(make_landscape(3, kCells).elevation); }));
}

TEST(DemoLandscape, AnotherSeedIsAnotherLandscape) {
    EXPECT_FALSE(testing::same_bits(make_landscape(1, kCells).elevation,
                                    make_landscape(2, kCells).elevation));
}

// The share of cells that lie lower than the way out, over several seeds.
TEST(DemoLandscape, DrainsButForFewCells) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const Landscape land = make_landscape(seed, kCells);
        Raster<float> filled(land.elevation.extent());
        priority_flood(land.elevation, filled);
        const Index raised = count_cells(filled.extent(), [&](Index row, Index col) {
            return filled(row, col) > land.elevation(row, col);
        });
        EXPECT_LT(raised, filled.size() / 100) << "seed " << seed;
    }
}

TEST(DemoLandscape, HasMountainsAndNothingMissing) {
    const Landscape land = make_landscape(1, kCells);
    const float* cells = land.elevation.data();
    const auto [low, high] = std::minmax_element(cells, cells + land.elevation.size());
    EXPECT_GT(*low, 50.0F);
    EXPECT_GT(*high - *low, 500.0F);
    EXPECT_LT(*high, 3000.0F);
}

TEST(DemoLandscape, LakeIsFlat) {
    const Landscape land = make_landscape(1, kCells);
    Index wet = 0;
    float level = 0;
    for (Index row = 0; row < kCells; ++row) {
        for (Index col = 0; col < kCells; ++col) {
            if (land.lake(row, col) == 0) {
                continue;
            }
            level = wet++ == 0 ? land.elevation(row, col) : level;
            EXPECT_EQ(land.elevation(row, col), level);
        }
    }
    EXPECT_GT(wet, 10);
}

// A plane that falls to the east by 1 m per cell: rows are rivers, and every cell drains straight.
TEST(DemoStreams, OfAPlaneAreItsRows) {
    const Extent extent{5, 6};
    Raster<double> plane(extent);
    Raster<std::uint8_t> outlet(extent, 0);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            plane(row, col) = static_cast<double>(extent.cols - col);
        }
        outlet(row, extent.cols - 1) = 1;
    }
    const Streams streams = find_streams(plane, outlet, 10.0, 450.0);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            const auto cell = static_cast<std::size_t>(row * extent.cols + col);
            EXPECT_EQ(streams.area[cell], 100.0 * static_cast<double>(col + 1));
            EXPECT_EQ(streams.height_above_stream[cell],
                      col < 4 ? static_cast<double>(4 - col) : 0.0);
        }
    }
}

TEST(DemoStreams, EveryCellReachesAnOutletAfterItsReceiver) {
    const Landscape land = make_landscape(5, kCells);
    const Raster<double> z = as_double(land.elevation);
    const DrainageTree tree = drainage_tree(z, outlets_at_the_edge(z.extent()));
    ASSERT_EQ(static_cast<Index>(tree.order.size()), z.size());
    std::vector<bool> done(tree.order.size(), false);
    for (const std::int32_t cell : tree.order) {
        const std::int32_t receiver = tree.receiver[static_cast<std::size_t>(cell)];
        EXPECT_TRUE(receiver == cell || done[static_cast<std::size_t>(receiver)]);
        done[static_cast<std::size_t>(cell)] = true;
    }
    EXPECT_EQ(std::count(done.begin(), done.end(), true), z.size());
}

}  // namespace
}  // namespace hazone::demo
