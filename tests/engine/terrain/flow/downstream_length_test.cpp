#include "engine/terrain/flow/downstream_length.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::directions;
using testing::filled;
using testing::grid;

using Floats = std::vector<float>;

Raster<float> length_of(const Raster<std::uint8_t>& direction, double cell_size = 10) {
    Raster<float> length(direction.extent());
    downstream_length(direction, cell_size, length);
    return length;
}

Raster<float> to_stream(const Raster<std::uint8_t>& direction,
                        const Raster<std::uint8_t>& stream,
                        double cell_size = 10) {
    Raster<float> length(direction.extent());
    distance_to_stream(direction, stream, cell_size, length);
    return length;
}

Raster<float> time_of(const Raster<std::uint8_t>& direction, const Raster<float>& velocity) {
    Raster<float> time(direction.extent());
    travel_time(direction, velocity, 10, time);
    return time;
}

TEST(DownstreamLength, HandWorkedTree) {
    const auto direction = grid<std::uint8_t>({{1, 4, 4}, {1, 4, 4}, {1, 1, 0}});
    EXPECT_EQ(cells(length_of(direction)), (Floats{40, 30, 20, 30, 20, 10, 20, 10, 0}));
    const auto diagonal = grid<std::uint8_t>({{2, 255}, {255, 0}});
    EXPECT_FLOAT_EQ(length_of(diagonal, 30)(0, 0), 42.426407F);
    EXPECT_TRUE(is_missing(length_of(diagonal)(0, 1)));
}

TEST(DownstreamLength, CodesWhichLeaveTheGridAreOutletsAndCyclesAreMissing) {
    const auto direction = grid<std::uint8_t>({{64, 16, 4, 3}, {1, 16, 255, 16}});
    const auto length = length_of(direction);
    EXPECT_EQ(length(0, 0), 0);
    EXPECT_EQ(length(0, 1), 10);
    EXPECT_EQ(length(0, 2), 0);
    EXPECT_EQ(length(0, 3), 0);
    EXPECT_EQ(length(1, 3), 0);
    EXPECT_TRUE(is_missing(length(1, 0)));
    EXPECT_TRUE(is_missing(length(1, 1)));
}

TEST(DistanceToStream, EndsAtTheFirstStreamCellOrTheOutlet) {
    const auto direction = grid<std::uint8_t>({{1, 1, 1, 1, 0}, {1, 1, 1, 1, 0}});
    const auto stream = grid<std::uint8_t>({{0, 0, 1, 0, 0}, {0, 0, 0, 0, 0}});
    EXPECT_EQ(cells(to_stream(direction, stream)), (Floats{20, 10, 0, 10, 0, 40, 30, 20, 10, 0}));
}

TEST(DistanceToStream, UnknownStreamMakesAllAboveItMissing) {
    const auto direction = grid<std::uint8_t>({{1, 1, 1, 0}});
    const auto length = to_stream(direction, grid<std::uint8_t>({{0, 255, 0, 0}}));
    EXPECT_TRUE(is_missing(length(0, 0)));
    EXPECT_TRUE(is_missing(length(0, 1)));
    EXPECT_EQ(length(0, 2), 10);
}

TEST(TravelTime, EachStepTakesItsLengthOverTheVelocityItLeaves) {
    const auto direction = grid<std::uint8_t>({{1, 1, 0}, {128, 255, 255}});
    const auto time = time_of(direction, grid<float>({{0.5F, 2, kMissing}, {1, 1, 1}}));
    EXPECT_EQ(time(0, 2), 0);
    EXPECT_EQ(time(0, 1), 5);
    EXPECT_EQ(time(0, 0), 25);
    EXPECT_FLOAT_EQ(time(1, 0), 14.142136F + 5);
}

TEST(TravelTime, StandingWaterNeverArrivesAndUnknownVelocityIsMissing) {
    const auto direction = grid<std::uint8_t>({{1, 1, 1, 1, 0}});
    const auto time = time_of(direction, grid<float>({{1, kMissing, 0, 1, 1}}));
    EXPECT_EQ(time(0, 3), 10);
    EXPECT_EQ(time(0, 2), std::numeric_limits<float>::infinity());
    EXPECT_TRUE(is_missing(time(0, 1)));
    EXPECT_TRUE(is_missing(time(0, 0)));
}

TEST(DownstreamLength, IsThatOfTheNextCellAndTheStep) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const auto direction = directions(filled(testing::test_terrain({130, 111}, seed)));
        const auto length = length_of(direction, 1);
        const auto time = time_of(direction, Raster<float>(direction.extent(), 10.0F));
        Index steps = 0;
        for (Index row = 0; row < length.rows(); ++row) {
            for (Index col = 0; col < length.cols(); ++col) {
                Cell next{row, col};
                ASSERT_EQ(is_missing(length(row, col)), direction(row, col) == kNoDirection);
                if (direction(row, col) != kNoDirection && flow_on(direction, next)) {
                    const double step = step_length(neighbour_of(direction(row, col)));
                    ASSERT_NEAR(length(row, col), length(next.row, next.col) + step, 1e-3);
                    ASSERT_FLOAT_EQ(time(row, col), length(row, col));
                    ++steps;
                }
            }
        }
        EXPECT_GT(steps, 10000);
    }
}

TEST(DownstreamLength, AwkwardShapesAndNothingButMissing) {
    for (const Extent extent : testing::awkward_extents()) {
        const auto direction =
            directions(filled(synthetic_terrain(SyntheticTerrain::noise, extent, 1)));
        EXPECT_EQ(testing::count_valid(length_of(direction)), extent.size());
        const Raster<std::uint8_t> nothing(extent, kNoDirection);
        EXPECT_EQ(testing::count_valid(length_of(nothing)), 0);
        EXPECT_EQ(testing::count_valid(to_stream(nothing, Raster<std::uint8_t>(extent, 0))), 0);
    }
}

TEST(DownstreamLength, SameBitsForAnyThreadCount) {
    const Extent extent{300, 1157};  // several tiles in both ways
    const Raster<float> velocity = synthetic_terrain(SyntheticTerrain::noise, extent, 8);
    Raster<std::uint8_t> stream(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        stream(row, col) = velocity(row, col) > 99 ? std::uint8_t{1} : std::uint8_t{0};
    });
    for (const std::uint64_t seed : {0U, 1U, 5U}) {
        const auto direction = directions(filled(testing::test_terrain(extent, seed)));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return length_of(direction); }));
        EXPECT_TRUE(
            testing::same_for_any_thread_count([&] { return to_stream(direction, stream); }));
        EXPECT_TRUE(
            testing::same_for_any_thread_count([&] { return time_of(direction, velocity); }));
    }
}

}  // namespace
}  // namespace hazone
