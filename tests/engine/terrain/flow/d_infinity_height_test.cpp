#include "engine/terrain/flow/d_infinity_height.hpp"

#include <numbers>

#include <gtest/gtest.h>

#include "engine/terrain/flow/d_infinity.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/height_above_drainage.hpp"
#include "engine/terrain/network/streams.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::grid;

constexpr auto kPi = static_cast<float>(std::numbers::pi);

Raster<float> height_of(const Raster<float>& filled,
                        const Raster<float>& angle,
                        const Raster<std::uint8_t>& stream) {
    Raster<float> height(filled.extent());
    d_infinity_height_above_drainage(filled, angle, stream, height);
    return height;
}

struct Ground {
    Raster<float> filled;
    Raster<std::uint8_t> direction;
    Raster<float> angle;
    Raster<std::uint8_t> stream;

    explicit Ground(const Raster<float>& z)
        : filled(testing::filled(z)),
          direction(testing::directions(filled)),
          angle(z.extent()),
          stream(z.extent()) {
        d_infinity_direction(filled, direction, angle);
        Raster<double> area(z.extent());
        flow_accumulation(direction, area, 1.0);
        stream_network(area, 40, stream);
    }
    Raster<float> height() const { return height_of(filled, angle, stream); }
};

TEST(DInfinityHeight, IsTheMeanOfWhatTheWaterFalls) {
    // (1,0) gives 3/4 to the stream in the east, at 4, and 1/4 to that in the north east, at 2.
    const auto filled = grid<float>({{9, 2}, {10, 4}, {12, 3}});
    const auto angle = grid<float>({{0, kNoFlowAngle}, {kPi / 16, kPi / 2}, {kPi / 2, kPi / 2}});
    const auto stream = grid<std::uint8_t>({{0, 1}, {0, 1}, {0, 0}});
    const auto height = height_of(filled, angle, stream);
    EXPECT_NEAR(height(1, 0), 0.75 * 6 + 0.25 * 8, 1e-6);
    EXPECT_NEAR(height(2, 0), 6.5 + 2, 1e-6);
    EXPECT_EQ(height(0, 0), 7);
    EXPECT_EQ(height(0, 1), 0);
    EXPECT_EQ(height(1, 1), 0);
    EXPECT_EQ(height(2, 1), -1);  // where the direction climbs
}

TEST(DInfinityHeight, WithoutStreamTheOutletIsTheDrainage) {
    const auto height = height_of(grid<float>({{9, 7, 3}}), grid<float>({{0, 0, kNoFlowAngle}}),
                                  Raster<std::uint8_t>({1, 3}, 0));
    EXPECT_EQ(cells(height), (std::vector<float>{6, 4, 0}));
}

TEST(DInfinityHeight, UnknownStreamsMissingGroundAndCyclesAreMissingAndSoIsAllAbove) {
    const auto filled = grid<float>({{9, 7, 5, 3}, {9, 7, kMissing, 3}, {5, 5, 5, 5}});
    const auto angle =
        grid<float>({{0, 0, 0, kNoFlowAngle}, {0, 0, 0, kNoFlowAngle}, {0, kPi, 0, kNoFlowAngle}});
    const auto stream = grid<std::uint8_t>({{0, 0, 255, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}});
    const auto height = height_of(filled, angle, stream);
    for (const Cell cell : {Cell{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {2, 0}, {2, 1}}) {
        EXPECT_TRUE(is_missing(height(cell.row, cell.col))) << cell.row << " " << cell.col;
    }
    EXPECT_EQ(height(0, 3), 0);
    EXPECT_EQ(height(2, 2), 0);
}

TEST(DInfinityHeight, AlongD8AnglesItIsThatOfD8) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        Ground ground(testing::test_terrain({130, 111}, seed));
        for_each_cell(ground.angle.extent(), [&](Index row, Index col) {
            const auto code = ground.direction(row, col);
            const int eighths = code == kOutlet ? 0 : (8 - neighbour_of(code)) % 8;
            ground.angle(row, col) = code == kNoDirection ? kMissing
                                     : code == kOutlet    ? kNoFlowAngle
                                                          : static_cast<float>(eighths) * (kPi / 4);
        });
        Raster<float> of_d8(ground.filled.extent());
        height_above_drainage(ground.filled, ground.direction, ground.stream, of_d8);
        const auto height = ground.height();
        const Index wrong = count_cells(height.extent(), [&](Index row, Index col) {
            return is_missing(of_d8(row, col)) != is_missing(height(row, col)) ||
                   std::abs(of_d8(row, col) - height(row, col)) > 1e-4F;
        });
        EXPECT_EQ(wrong, 0) << "seed " << seed;
    }
}

TEST(DInfinityHeight, IsNeverNegativeAndZeroOnStreams) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Ground ground(testing::test_terrain({130, 111}, seed));
        const auto height = ground.height();
        Index on_streams = 0;
        for (Index row = 0; row < height.rows(); ++row) {
            for (Index col = 0; col < height.cols(); ++col) {
                ASSERT_EQ(is_missing(ground.filled(row, col)), is_missing(height(row, col)));
                ASSERT_FALSE(height(row, col) < 0);
                if (ground.stream(row, col) == 1) {
                    ASSERT_EQ(height(row, col), 0);
                    ++on_streams;
                }
            }
        }
        EXPECT_GT(on_streams, 10) << "seed " << seed;
    }
}

TEST(DInfinityHeight, AwkwardShapesAndNothingButMissing) {
    for (const Extent extent : testing::awkward_extents()) {
        EXPECT_EQ(testing::count_valid(
                      Ground(synthetic_terrain(SyntheticTerrain::noise, extent, 1)).height()),
                  extent.size());
        EXPECT_EQ(testing::count_valid(Ground(Raster<float>(extent, kMissing)).height()), 0);
    }
}

TEST(DInfinityHeight, SameBitsForAnyThreadCount) {
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const Ground ground(testing::test_terrain({300, 1157}, seed));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return ground.height(); }));
    }
}

}  // namespace
}  // namespace hazone
