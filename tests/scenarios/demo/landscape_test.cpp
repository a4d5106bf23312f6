#include "scenarios/demo/landscape.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/terrain/conditioning/priority_flood.hpp"
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

std::vector<float> elevations_on_the_lake(const Landscape& land) {
    std::vector<float> found;
    for (Index cell = 0; cell < land.lake.size(); ++cell) {
        if (land.lake.data()[cell] != 0) {
            found.push_back(land.elevation.data()[cell]);
        }
    }
    return found;
}

TEST(DemoLandscape, LakeIsFlat) {
    const std::vector<float> lake = elevations_on_the_lake(make_landscape(1, kCells));
    ASSERT_GT(lake.size(), 10U);
    EXPECT_THAT(lake, ::testing::Each(lake.front()));
}

// A plane that falls to the east by 1 m per cell: rows are rivers, and every cell drains straight.
TEST(DemoStreams, OfAPlaneAreItsRows) {
    const Extent extent{2, 4};
    Raster<double> plane(extent);
    Raster<std::uint8_t> outlet(extent, 0);
    for_each_cell(extent, [&](Index row, Index col) {
        plane(row, col) = static_cast<double>(extent.cols - col);
        outlet(row, col) = col == extent.cols - 1 ? 1 : 0;
    });
    const Streams streams = find_streams(plane, outlet, 10.0, 250.0);
    EXPECT_THAT(streams.area, ::testing::ElementsAre(100, 200, 300, 400, 100, 200, 300, 400));
    EXPECT_THAT(streams.height_above_stream, ::testing::ElementsAre(2, 1, 0, 0, 2, 1, 0, 0));
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
