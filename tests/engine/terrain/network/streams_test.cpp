// Streams by a threshold of area, and by slope and area together.
#include "engine/terrain/network/streams.hpp"

#include <gtest/gtest.h>

#include "tests/support/drained_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::DrainedGround;
using testing::grid;

using Codes = std::vector<std::uint8_t>;

constexpr float kInf = std::numeric_limits<float>::infinity();

/// The streams of a single row which flows east, cells of 10 m.
Codes streams_of_row(std::initializer_list<float> heights,
                     std::initializer_list<double> areas,
                     SlopeAreaThreshold threshold) {
    const auto filled = grid<float>({heights});
    const auto area = grid<double>({areas});
    Raster<std::uint8_t> direction(filled.extent(), 1);
    direction(0, filled.cols() - 1) = 0;
    Raster<std::uint8_t> stream(filled.extent());
    slope_area_streams({filled, direction, area, 10.0}, threshold, stream);
    return cells(stream);
}

Raster<std::uint8_t> slope_area_streams_of(const DrainedGround& ground,
                                           SlopeAreaThreshold threshold) {
    Raster<std::uint8_t> stream(ground.extent());
    slope_area_streams({ground.filled, ground.direction, ground.area, 1.0}, threshold, stream);
    return stream;
}

TEST(SlopeArea, IsAreaTimesAPowerOfTheSlope) {
    const SlopeAreaThreshold squared{.product = 100, .exponent = 2};
    EXPECT_TRUE(squared.is_reached(400, 0.5));   // 400 x 0.25 = 100
    EXPECT_FALSE(squared.is_reached(399, 0.5));  // just below
    EXPECT_FALSE(squared.is_reached(1e9, 0));
    EXPECT_FALSE(squared.is_reached(static_cast<double>(kMissing), 0.5));
    EXPECT_FALSE(squared.is_reached(400, static_cast<double>(kMissing)));
    const SlopeAreaThreshold half{.product = 100, .exponent = 0.5};
    EXPECT_TRUE(half.is_reached(200, 0.25));
    EXPECT_FALSE(half.is_reached(199, 0.25));
    const SlopeAreaThreshold area_alone{.product = 100, .exponent = 0};
    EXPECT_TRUE(area_alone.is_reached(100, 0));
}

TEST(SlopeArea, AChannelBeginsOnSteepGroundAndGoesOnOverGentle) {
    // Falls of 1, 5, 0.1 and 0.1 m over 10 m: area x slope^2 = 1, 50, 0.03, 0.04, and none at the
    // end.
    EXPECT_EQ(streams_of_row({16.2F, 15.2F, 10.2F, 10.1F, 10.0F}, {100, 200, 300, 400, 500},
                             {.product = 50, .exponent = 2}),
              (Codes{0, 1, 1, 1, 1}));
    EXPECT_EQ(streams_of_row({16.2F, 15.2F, 10.2F, 10.1F, 10.0F}, {100, 200, 300, 400, 500},
                             {.product = 51, .exponent = 2}),
              (Codes{0, 0, 0, 0, 0}));
}

TEST(SlopeArea, TheDiagonalStepIsLonger) {
    const auto filled = grid<float>({{10, 99}, {99, 0}});
    const auto direction = grid<std::uint8_t>({{2, 255}, {255, 0}});
    const auto area = grid<double>({{2, kMissing}, {kMissing, 4}});
    Raster<std::uint8_t> stream(filled.extent());
    // 10 m over 14.14 m: slope^2 = 0.5
    slope_area_streams({filled, direction, area, 10.0}, {.product = 0.99, .exponent = 2}, stream);
    EXPECT_EQ(cells(stream), (Codes{1, 255, 255, 1}));
    slope_area_streams({filled, direction, area, 10.0}, {.product = 1.01, .exponent = 2}, stream);
    EXPECT_EQ(cells(stream), (Codes{0, 255, 255, 0}));
}

TEST(SlopeArea, BelowTheUnknownNothingIsKnownUntilAChannelBegins) {
    const double unknown = static_cast<double>(kMissing);
    EXPECT_EQ(
        streams_of_row({9, 8, 7, 2, 1}, {1, unknown, 2, 200, 201}, {.product = 2, .exponent = 2}),
        (Codes{0, 255, 255, 1, 1}));
    EXPECT_EQ(
        streams_of_row({9, kMissing, 7, 6, 5}, {1, 1, 2, 2, 2}, {.product = 2, .exponent = 2}),
        (Codes{0, 255, 255, 255, 255}));
}

TEST(SlopeArea, InfiniteHeights) {
    // From infinity down the fall has no bound; from infinity to infinity it is unknown.
    EXPECT_EQ(streams_of_row({kInf, kInf, 5, -kInf}, {1, 2, 3, 4}, {.product = 9, .exponent = 2}),
              (Codes{0, 1, 1, 1}));
}

TEST(SlopeArea, WithoutTheSlopeItIsTheThresholdOfArea) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 40);
        EXPECT_TRUE(testing::same_bits(
            slope_area_streams_of(ground, {.product = 40, .exponent = 0}), ground.stream))
            << "seed " << seed;
    }
}

TEST(SlopeArea, EveryStreamRunsToWhereTheFlowEnds) {
    Index ends = 0;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 40);
        const auto stream = slope_area_streams_of(ground, {.product = 100, .exponent = 2});
        const Index broken = count_cells(ground.extent(), [&](Index row, Index col) {
            Cell next{row, col};
            const bool missing = is_missing(ground.filled(row, col));
            return missing != (stream(row, col) == kNoDirection) ||
                   (stream(row, col) == 1 && flow_on(ground.direction, next) &&
                    stream(next.row, next.col) != 1);
        });
        EXPECT_EQ(broken, 0) << "seed " << seed;
        ends += count_cells(ground.extent(), [&](Index row, Index col) {
            return stream(row, col) == 1 && ground.direction(row, col) == kOutlet;
        });
    }
    EXPECT_GT(ends, 20);
}

TEST(SlopeArea, AwkwardShapesCyclesAndNothingButMissing) {
    for (const Extent extent : testing::awkward_extents()) {
        const DrainedGround rough(synthetic_terrain(SyntheticTerrain::noise, extent, 1), 3);
        const auto stream = slope_area_streams_of(rough, {.product = 3, .exponent = 0});
        EXPECT_TRUE(testing::same_bits(stream, rough.stream));
        const DrainedGround nothing(Raster<float>(extent, kMissing), 3);
        EXPECT_EQ(cells(slope_area_streams_of(nothing, {.product = 0, .exponent = 2})),
                  Codes(static_cast<std::size_t>(extent.size()), 255));
    }
    const auto direction = grid<std::uint8_t>({{1, 16, 16}});
    const auto filled = grid<float>({{5, 5, 6}});
    const auto area = grid<double>({{9, 9, 9}});
    Raster<std::uint8_t> stream(direction.extent());
    slope_area_streams({filled, direction, area, 1.0}, {.product = 1, .exponent = 2}, stream);
    EXPECT_EQ(cells(stream), (Codes{1, 1, 1}));  // a channel goes on in the ring
    slope_area_streams({filled, direction, area, 1.0}, {.product = 10, .exponent = 2}, stream);
    EXPECT_EQ(cells(stream), (Codes{0, 0, 0}));
}

TEST(SlopeArea, SameBitsForAnyThreadCount) {
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const DrainedGround ground(testing::test_terrain({300, 257}, seed), 50);
        EXPECT_TRUE(testing::same_for_any_thread_count(
            [&] { return slope_area_streams_of(ground, {.product = 10, .exponent = 1.5}); }));
    }
}

}  // namespace
}  // namespace hazone
