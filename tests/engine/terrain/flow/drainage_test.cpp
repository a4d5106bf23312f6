// Streams, height above drainage, drainage basins and upstream paths: what is told from where the
// water goes.
#include <gtest/gtest.h>

#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/flow_length.hpp"
#include "engine/terrain/flow/height_above_drainage.hpp"
#include "engine/terrain/network/drainage_basin.hpp"
#include "engine/terrain/network/streams.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::grid;

using Labels = std::vector<std::int32_t>;

/// A terrain with all that is derived from it; cells of 1 m2.
struct Catchment {
    Raster<float> filled;
    Raster<std::uint8_t> direction;
    Raster<double> area;

    explicit Catchment(const Raster<float>& z)
        : filled(testing::filled(z)), direction(testing::directions(filled)), area(z.extent()) {
        flow_accumulation(direction, area, 1.0);
    }

    Raster<std::uint8_t> streams(double threshold) const {
        Raster<std::uint8_t> stream(area.extent());
        stream_network(area, threshold, stream);
        return stream;
    }
    Raster<float> height(double threshold) const {
        Raster<float> above(area.extent());
        height_above_drainage(filled, direction, streams(threshold), above);
        return above;
    }
    Raster<std::int32_t> basins(double minimum_area) const {
        Raster<std::int32_t> basin(area.extent());
        drainage_basins(direction, area, minimum_area, basin);
        return basin;
    }
};

struct Lengths {
    Raster<float> length;
    Raster<float> drop;
};

Lengths lengths_of(const Raster<float>& filled,
                   const Raster<std::uint8_t>& direction,
                   double cell_size) {
    Lengths lengths{Raster<float>(filled.extent()), Raster<float>(filled.extent())};
    upstream_path(filled, direction, cell_size, {lengths.length, lengths.drop});
    return lengths;
}

TEST(Streams, BeginWhereTheThresholdIsReached) {
    const auto area = grid<double>({{1, 2, 3, kMissing}});
    Raster<std::uint8_t> stream(area.extent());
    stream_network(area, 2.0, stream);
    EXPECT_EQ(cells(stream), (std::vector<std::uint8_t>{0, 1, 1, 255}));
}

TEST(HeightAboveDrainage, HandWorkedValley) {
    const auto filled = grid<float>({{9, 7, 8}, {8, 5, 6}, {9, 4, 7}});
    const auto direction = grid<std::uint8_t>({{2, 4, 4}, {1, 4, 16}, {1, 0, 64}});
    const auto stream = grid<std::uint8_t>({{0, 0, 0}, {0, 1, 0}, {0, 1, 0}});
    Raster<float> height(filled.extent());
    height_above_drainage(filled, direction, stream, height);
    // The west and north sides drain into the stream cell at 5 m, (2,0) into the one at 4 m.
    EXPECT_EQ(cells(height), (std::vector<float>{4, 2, 3, 3, 0, 1, 5, 0, 2}));
}

TEST(HeightAboveDrainage, WithoutStreamTheOutletIsTheDrainage) {
    const auto filled = grid<float>({{9, 7, 3}});
    const auto direction = grid<std::uint8_t>({{1, 1, 0}});
    Raster<float> height(filled.extent());
    height_above_drainage(filled, direction, Raster<std::uint8_t>(filled.extent(), 0), height);
    EXPECT_EQ(cells(height), (std::vector<float>{6, 4, 0}));
}

TEST(HeightAboveDrainage, UnknownStreamMakesAllAboveItMissing) {
    const auto filled = grid<float>({{9, 7, 3, 4}});
    const auto direction = grid<std::uint8_t>({{1, 1, 0, 16}});
    const auto stream = grid<std::uint8_t>({{0, 255, 1, 0}});
    Raster<float> height(filled.extent());
    height_above_drainage(filled, direction, stream, height);
    EXPECT_TRUE(is_missing(height(0, 0)));
    EXPECT_TRUE(is_missing(height(0, 1)));
    EXPECT_EQ(height(0, 2), 0.0F);
    EXPECT_EQ(height(0, 3), 1.0F);
}

TEST(HeightAboveDrainage, CycleIsMissingAndEnds) {
    const auto filled = grid<float>({{5, 5, 5, 5}, {5, 5, 5, 5}});
    const auto direction = grid<std::uint8_t>({{1, 1, 4, 4}, {1, 64, 16, 0}});
    Raster<float> height(filled.extent());
    height_above_drainage(filled, direction, Raster<std::uint8_t>(filled.extent(), 0), height);
    EXPECT_TRUE(is_missing(height(0, 0)));
    EXPECT_TRUE(is_missing(height(0, 1)));
    EXPECT_TRUE(is_missing(height(1, 0)));
    EXPECT_EQ(height(0, 3), 0.0F);
}

TEST(HeightAboveDrainage, IsNeverNegativeAndZeroOnStreams) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Catchment catchment(testing::test_terrain({130, 111}, seed));
        const auto stream = catchment.streams(40);
        const auto height = catchment.height(40);
        const Index wrong = count_cells(height.extent(), [&](Index row, Index col) {
            const bool missing = is_missing(catchment.filled(row, col));
            const bool raised_stream = stream(row, col) == 1 && height(row, col) != 0.0F;
            return missing != is_missing(height(row, col)) || height(row, col) < 0.0F ||
                   raised_stream;
        });
        const Index on_streams = count_cells(
            height.extent(), [&](Index row, Index col) { return stream(row, col) == 1; });
        EXPECT_EQ(wrong, 0) << "seed " << seed;
        EXPECT_GT(on_streams, 10) << "seed " << seed;
    }
}

TEST(DrainageBasin, HandWorkedJunction) {
    // Two channels come from the north and join at (2,1); with 2 cells a channel begins.
    const auto direction = grid<std::uint8_t>({{4, 16, 4, 4},  //
                                               {2, 4, 8, 16},  //
                                               {1, 4, 16, 4},  //
                                               {1, 0, 16, 0}});
    Raster<double> area(direction.extent());
    flow_accumulation(direction, area, 1.0);
    EXPECT_EQ(cells(area), (std::vector<double>{2, 1, 1, 1, 3, 1, 4, 2, 1, 11, 1, 1, 1, 14, 1, 2}));
    Raster<std::int32_t> basin(direction.extent());
    const BasinCount count = drainage_basins(direction, area, 2.0, basin);
    // Links end at (1,0), (1,2), (3,1) and (3,3), numbered in this order.
    EXPECT_EQ(count.links, 4);
    EXPECT_EQ(count.slopes, 0);
    EXPECT_EQ(cells(basin), (Labels{1, 1, 2, 2, 1, 3, 2, 2, 3, 3, 3, 4, 3, 3, 3, 4}));
}

TEST(DrainageBasin, CellsBesideAllChannelsAreOneLastBasin) {
    const auto direction = grid<std::uint8_t>({{64, 4, 64}, {64, 4, 64}, {64, 0, 255}});
    Raster<double> area(direction.extent());
    flow_accumulation(direction, area, 1.0);
    Raster<std::int32_t> basin(direction.extent());
    // Three columns: the outer ones leave in the north with 3 and 2 cells, the middle one in the
    // south.
    BasinCount count = drainage_basins(direction, area, 3.0, basin);
    EXPECT_EQ(count.links, 2);
    EXPECT_EQ(count.slopes, 3);
    EXPECT_EQ(cells(basin), (Labels{1, 2, 3, 1, 2, 3, 1, 2, 0}));
    count = drainage_basins(direction, area, 100.0, basin);
    EXPECT_EQ(count.links, 0);
    EXPECT_EQ(count.slopes, 1);
    EXPECT_EQ(cells(basin), (Labels{1, 1, 1, 1, 1, 1, 1, 1, 0}));
}

TEST(DrainageBasin, EveryValidCellHasOneAndItChangesOnlyBelowALink) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Catchment catchment(testing::test_terrain({130, 111}, seed));
        constexpr double kMinimum = 60;
        Raster<std::int32_t> basin(catchment.area.extent());
        const BasinCount count =
            drainage_basins(catchment.direction, catchment.area, kMinimum, basin);
        const Index wrong = count_cells(basin.extent(), [&](Index row, Index col) {
            const bool missing = is_missing(catchment.filled(row, col));
            Cell next{row, col};
            const bool flows_on = !missing && catchment.area(row, col) < kMinimum &&
                                  flow_on(catchment.direction, next);
            return missing != (basin(row, col) == kNoLabel) ||
                   basin(row, col) > std::max(count.links, count.slopes) ||
                   (flows_on && basin(row, col) != basin(next.row, next.col));
        });
        EXPECT_EQ(wrong, 0) << "seed " << seed;
        EXPECT_GT(count.links, 3) << "seed " << seed;
    }
}

TEST(UpstreamPath, HandWorkedTree) {
    const auto filled = grid<float>({{9, 8, 7}, {6, 5, 4}, {12, 3, 2}});
    const auto direction = grid<std::uint8_t>({{1, 4, 4}, {1, 4, 4}, {1, 1, 0}});
    // The longest path to (2,2) is (0,0) (0,1) (1,1) (2,1) (2,2): 4 cells of 10 m, 9 - 2 = 7 m.
    const Lengths lengths = lengths_of(filled, direction, 10.0);
    EXPECT_EQ(cells(lengths.length), (std::vector<float>{0, 10, 0, 0, 20, 10, 0, 30, 40}));
    EXPECT_EQ(cells(lengths.drop), (std::vector<float>{0, 1, 0, 0, 4, 3, 0, 6, 7}));
}

TEST(UpstreamPath, DiagonalStepsAreLongerAndTheHigherHeadBreaksTies) {
    const auto filled = grid<float>({{9, 5, 8}, {9, 1, 9}});
    const auto direction = grid<std::uint8_t>({{2, 4, 8}, {255, 0, 255}});
    const Lengths lengths = lengths_of(filled, direction, 30.0);
    EXPECT_FLOAT_EQ(lengths.length(1, 1), 42.426407F);
    EXPECT_EQ(lengths.drop(1, 1), 8.0F);
    EXPECT_TRUE(is_missing(lengths.length(1, 0)));
    EXPECT_TRUE(is_missing(lengths.drop(1, 0)));
}

TEST(UpstreamPath, GrowsDownstreamByTheStepAndNeverRises) {
    const Catchment catchment(testing::test_terrain({130, 111}, 1));
    const Lengths lengths = lengths_of(catchment.filled, catchment.direction, 10.0);
    Index steps = 0;
    Index wrong = 0;
    for (Index row = 0; row < lengths.length.rows(); ++row) {
        for (Index col = 0; col < lengths.length.cols(); ++col) {
            wrong += lengths.drop(row, col) < 0.0F ? 1 : 0;
            Cell next{row, col};
            if (catchment.direction(row, col) != kNoDirection &&
                flow_on(catchment.direction, next)) {
                ++steps;
                wrong += lengths.length(next.row, next.col) < lengths.length(row, col) + 9.99F;
            }
        }
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(steps, 10000);
}

TEST(Drainage, AwkwardShapesAndNothingButMissing) {
    for (const Extent extent : testing::awkward_extents()) {
        const Catchment rough(synthetic_terrain(SyntheticTerrain::noise, extent, 1));
        EXPECT_EQ(
            count_cells(extent, [b = rough.basins(3)](
                                    Index row, Index col) { return b(row, col) == kNoLabel; }),
            0);
        const Catchment nothing(Raster<float>(extent, kMissing));
        EXPECT_EQ(cells(nothing.basins(3)), Labels(static_cast<std::size_t>(extent.size()), 0));
        EXPECT_EQ(testing::count_valid(nothing.height(3)), 0);
        EXPECT_EQ(testing::count_valid(lengths_of(nothing.filled, nothing.direction, 1).drop), 0);
    }
}

TEST(Drainage, SameBitsForAnyThreadCount) {
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const Catchment catchment(testing::test_terrain({300, 257}, seed));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return catchment.streams(50); }));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return catchment.height(50); }));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return catchment.basins(50); }));
        EXPECT_TRUE(testing::same_for_any_thread_count(
            [&] { return lengths_of(catchment.filled, catchment.direction, 1).length; }));
        EXPECT_TRUE(testing::same_for_any_thread_count(
            [&] { return lengths_of(catchment.filled, catchment.direction, 1).drop; }));
    }
}

}  // namespace
}  // namespace hazone
