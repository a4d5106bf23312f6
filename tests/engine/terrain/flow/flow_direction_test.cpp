#include "engine/terrain/flow/flow_direction.hpp"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "engine/terrain/flow/flats.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::directions;
using testing::filled;
using testing::grid;

using Codes = std::vector<std::uint8_t>;

/// True when the flow from every valid cell ends at an outlet: a cell of the edge or beside a
/// missing cell with the code 0. Counts steps, so that a cycle fails instead of hanging.
bool every_cell_drains(const Raster<std::uint8_t>& direction) {
    bool drains = true;
    for (Index row = 0; row < direction.rows(); ++row) {
        for (Index col = 0; col < direction.cols(); ++col) {
            Cell cell{row, col};
            Index steps = 0;
            while (direction(row, col) != kNoDirection && steps <= direction.size() &&
                   flow_on(direction, cell)) {
                ++steps;
            }
            drains = drains && steps <= direction.size();
            drains = drains && (direction(cell.row, cell.col) == kOutlet ||
                                direction(cell.row, cell.col) == kNoDirection);
        }
    }
    return drains;
}

bool is_rim(const Raster<float>& z, Cell cell) {
    bool rim = !is_inner(z.extent(), cell);
    for (int number = 0; !rim && number < kNeighbours; ++number) {
        rim = is_missing(z.view()(neighbour(cell, number)));
    }
    return rim;
}

TEST(FlowDirection, GoesDownTheTrueSlopeNotToTheLowestNeighbour) {
    // 9 - 6 = 3 straight; 9 - 5 = 4 diagonal is 2.83 per cell; 9 - 4.7 is 3.04.
    EXPECT_EQ(directions(grid<float>({{9, 9, 9}, {9, 9, 6}, {9, 9, 5}}))(1, 1), 1);
    EXPECT_EQ(directions(grid<float>({{9, 9, 9}, {9, 9, 6}, {9, 9, 4.7F}}))(1, 1), 2);
}

TEST(FlowDirection, OfEqualsStraightGoesFirstAndThenTheLowerCode) {
    EXPECT_EQ(directions(grid<float>({{9, 5, 9}, {5, 9, 9}, {9, 5, 9}}))(1, 1), 4);
    EXPECT_EQ(directions(grid<float>({{5, 9, 5}, {9, 9, 9}, {5, 9, 9}}))(1, 1), 8);
}

TEST(FlowDirection, PointsToEachNeighbourByItsCode) {
    for (int number = 0; number < kNeighbours; ++number) {
        Raster<float> z({3, 3}, 9.0F);
        z(1 + kNeighbourOffset[static_cast<std::size_t>(number)].row,
          1 + kNeighbourOffset[static_cast<std::size_t>(number)].col) = 1.0F;
        EXPECT_EQ(directions(z)(1, 1), direction_code(number));
    }
}

TEST(FlowDirection, PlaneDrainsStraightToItsLowestRow) {
    const auto direction = directions(synthetic_terrain(SyntheticTerrain::plane, {4, 3}, 0));
    EXPECT_EQ(cells(direction), (Codes{4, 4, 4, 4, 4, 4, 4, 4, 4, 0, 0, 0}));
}

TEST(FlowDirection, EdgeCellsDrainInwardsWhereTheGroundFallsAndOffTheGridElsewhere) {
    EXPECT_EQ(cells(directions(grid<float>({{3, 2, 1, 2, 2}}))), (Codes{1, 1, 0, 16, 0}));
    EXPECT_EQ(cells(directions(grid<float>({{3}, {2}, {4}}))), (Codes{4, 0, 64}));
    EXPECT_EQ(cells(directions(grid<float>({{3}}))), (Codes{0}));
}

TEST(FlowDirection, NeverLeadsIntoMissingCells) {
    const Raster<float> z =
        grid<float>({{9, 9, 9, 9}, {9, 5, kMissing, 9}, {9, 6, 9, 9}, {9, 9, 9, 9}});
    const auto direction = directions(z);
    EXPECT_EQ(direction(1, 1), kOutlet);  // nothing lower but the hole
    EXPECT_EQ(direction(1, 2), kNoDirection);
    EXPECT_EQ(direction(2, 1), 64);
}

// A flat of 3 x 5 cells with higher ground on three sides and one way out in the east. Worked by
// hand from the two gradients: distances from higher ground are 1 on the north, west and south rows
// and 2 in the middle, except 1 at its west end; distances to the outlet are the columns.
TEST(FlowDirection, FlatDrainsToTheWayOutAndAwayFromHigherGround) {
    const Raster<float> z = grid<float>({{9, 9, 9, 9, 9, 9, 9},
                                         {9, 5, 5, 5, 5, 5, 9},
                                         {9, 5, 5, 5, 5, 5, 4},
                                         {9, 5, 5, 5, 5, 5, 9},
                                         {9, 9, 9, 9, 9, 9, 9}});
    const auto direction = directions(z);
    // Only (1..3, 5) touch the cell 4 and drain by slope; column 4 is next to them.
    EXPECT_EQ(direction(2, 5), 1);
    EXPECT_EQ(direction(1, 5), 2);
    EXPECT_EQ(direction(3, 5), 128);
    EXPECT_EQ(direction(2, 4), 1);
    EXPECT_EQ(direction(1, 4), 1);
    // Mask of column 3: north 2*2-1 = 3, middle 2*2-2 = 2; of column 2: 5, 4, 5; of column 1: 7,
    // 7, 7.
    EXPECT_EQ(direction(2, 2), 1);
    EXPECT_EQ(direction(1, 2), 2);
    EXPECT_EQ(direction(3, 2), 128);
    EXPECT_EQ(direction(2, 1), 1);
    EXPECT_EQ(direction(1, 1), 2);
    EXPECT_EQ(direction(3, 1), 128);
}

/// The steepest descent as its definition reads: falls in float, straight before diagonal, then the
/// lower code.
std::uint8_t plain_direction(View<const float> z, Cell cell) {
    const float own = z(cell);
    if (is_missing(own)) {
        return kNoDirection;
    }
    int best = -1;
    float greatest = 0;
    bool open = !is_inner(z.extent(), cell);
    for (const int number : kStraightFirst) {
        const Cell next = neighbour(cell, number);
        if (!z.extent().contains(next.row, next.col) || is_missing(z(next))) {
            open = true;
            continue;
        }
        const float fall = (own - z(next)) * (number % 2 == 0 ? 1.0F : 0.70710678F);
        if (fall > greatest) {
            greatest = fall;
            best = number;
        }
    }
    return best >= 0 ? direction_code(best) : open ? kOutlet : kInFlat;
}

/// Whole metres, so that many cells have equals around them, in rows of several parts.
Raster<float> wide_ground() {
    Raster<float> z = synthetic_terrain(SyntheticTerrain::whole_metre_fractal, {40, 1300}, 5);
    for (Index col = 0; col < z.cols(); col += 37) {
        z(col % z.rows(), col) += 0.25F;
    }
    return z;
}

TEST(FlowDirection, WideRowsFollowTheDefinition) {
    Raster<float> z = wide_ground();
    for (const bool holes : {false, true}) {
        if (holes) {  // in the middle part of the rows and beside its ends
            z(7, 512) = kMissing;
            z(11, 700) = kMissing;
            z(11, 701) = kMissing;
            z(20, 1025) = kMissing;
            std::fill_n(z.view().row(30), 600, kMissing);  // more than a part
        }
        Raster<std::uint8_t> direction(z.extent());
        steepest_direction(z, direction);
        Index flats = 0;
        for (Index row = 0; row < z.rows(); ++row) {
            for (Index col = 0; col < z.cols(); ++col) {
                ASSERT_EQ(direction(row, col), plain_direction(z, {row, col})) << row << ' ' << col;
                flats += direction(row, col) == kInFlat ? 1 : 0;
            }
        }
        EXPECT_GT(flats, 100);
    }
}

TEST(FlowDirection, InfiniteHeightsAreTheHighestAndTheLowest) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    Raster<float> z = wide_ground();
    z(9, 600) = -kInfinity;
    z(15, 800) = kInfinity;
    Raster<std::uint8_t> direction(z.extent());
    steepest_direction(z, direction);
    for (int number = 0; number < kNeighbours; ++number) {
        const Cell beside = neighbour({9, 600}, number);
        EXPECT_EQ(direction(beside.row, beside.col), direction_code(opposite(number)));
        const Cell below = neighbour({15, 800}, number);
        EXPECT_NE(direction(below.row, below.col), direction_code(opposite(number)));
    }
    EXPECT_EQ(direction(9, 600), kInFlat);
    EXPECT_EQ(direction(15, 800), 1);  // all fall as deep
}

TEST(FlowDirection, TheSmallestDifferencesAreFalls) {
    constexpr float kSmallest = std::numeric_limits<float>::denorm_min();
    for (int number = 0; number < kNeighbours; ++number) {
        Raster<float> z({3, 3}, kSmallest);
        const Cell low = neighbour({1, 1}, number);
        z(low.row, low.col) = 0;
        Raster<std::uint8_t> direction(z.extent());
        steepest_direction(z, direction);
        EXPECT_EQ(direction(1, 1), direction_code(number));
    }
}

TEST(FlowDirection, FlatWhichTouchesTheEdgeDrainsThere) {
    const auto direction = directions(Raster<float>({5, 5}, 3.0F));
    EXPECT_EQ(cells(direction), (Codes{0, 0,  0,  0, 0,  //
                                       0, 16, 64, 1, 0,  //
                                       0, 16, 1,  1, 0,  //
                                       0, 4,  4,  1, 0,  //
                                       0, 0,  0,  0, 0}));
}

/// True when the cell's direction keeps the promises of flow_direction() for that cell alone.
bool is_right(const Raster<float>& surface, const Raster<std::uint8_t>& direction, Cell cell) {
    if (is_missing(surface(cell.row, cell.col))) {
        return direction(cell.row, cell.col) == kNoDirection;
    }
    Cell next = cell;
    if (flow_on(direction, next)) {
        return surface(next.row, next.col) <= surface(cell.row, cell.col);
    }
    return direction(cell.row, cell.col) == kOutlet && is_rim(surface, cell);
}

TEST(FlowDirection, EveryCellDrainsAndNothingRunsInACycle) {
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        const Raster<float> surface = filled(testing::test_terrain({120, 101}, seed));
        const auto direction = directions(surface);
        EXPECT_TRUE(every_cell_drains(direction)) << "seed " << seed;
        const Index wrong = count_cells(surface.extent(), [&](Index row, Index col) {
            return !is_right(surface, direction, {row, col});
        });
        EXPECT_EQ(wrong, 0) << "seed " << seed;
    }
}

TEST(FlowDirection, AwkwardShapesDrain) {
    for (const Extent extent : testing::awkward_extents()) {
        for (const auto kind : {SyntheticTerrain::noise, SyntheticTerrain::whole_metre_fractal}) {
            const auto direction = directions(filled(synthetic_terrain(kind, extent, 5)));
            EXPECT_TRUE(every_cell_drains(direction));
        }
        const auto nothing = directions(Raster<float>(extent, kMissing));
        EXPECT_EQ(cells(nothing), Codes(static_cast<std::size_t>(extent.size()), kNoDirection));
    }
}

TEST(FlowDirection, BottomOfAnUnfilledDepressionGetsZero) {
    EXPECT_EQ(directions(grid<float>({{9, 9, 9}, {9, 1, 9}, {9, 9, 9}}))(1, 1), kOutlet);
}

TEST(FlowDirection, SameBitsForAnyThreadCount) {
    Raster<float> lake(Extent{260, 400}, 3.0F);  // one flat with long fronts
    testing::punch_holes(lake, 11, 3);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return directions(lake); }));
    for (const std::uint64_t seed : {0U, 2U, 5U, 6U}) {
        const Raster<float> surface = filled(testing::test_terrain({300, 257}, seed));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return directions(surface); }));
    }
}

}  // namespace
}  // namespace hazone
