#include "engine/terrain/flow/flow_accumulation.hpp"

#include <gtest/gtest.h>

#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::directions;
using testing::filled;
using testing::grid;

Raster<double> area_of(const Raster<std::uint8_t>& direction, double cell_area = 1.0) {
    Raster<double> area(direction.extent());
    flow_accumulation(direction, area, cell_area);
    return area;
}

Raster<double> total_of(const Raster<std::uint8_t>& direction, const Raster<float>& weight) {
    Raster<double> total(direction.extent());
    accumulate(direction, weight, total);
    return total;
}

TEST(FlowAccumulation, HandWorkedNetwork) {
    const auto direction = grid<std::uint8_t>({{2, 4, 8},     //
                                               {1, 4, 16},    //
                                               {128, 4, 64},  //
                                               {1, 0, 16}});
    // (1,2) carries itself and (2,2). Into (1,1) come (0,0), (0,1), (0,2), (1,0), (2,0) with 1 each
    // and (1,2) with 2: 8 with itself. (2,1) adds itself; the outlet itself, (3,0) and (3,2).
    EXPECT_EQ(cells(area_of(direction)),
              (std::vector<double>{1, 1, 1, 1, 8, 2, 1, 9, 1, 1, 12, 1}));
    EXPECT_EQ(area_of(direction, 900.0)(3, 1), 12 * 900.0);
}

TEST(FlowAccumulation, PlaneCountsRows) {
    const Raster<double> area =
        area_of(directions(synthetic_terrain(SyntheticTerrain::plane, {200, 30}, 0)));
    for (Index row = 0; row < area.rows(); ++row) {
        for (Index col = 0; col < area.cols(); ++col) {
            ASSERT_EQ(area(row, col), static_cast<double>(row + 1));
        }
    }
}

TEST(FlowAccumulation, OutletsTogetherReceiveEveryValidCell) {
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        const Raster<float> z = testing::test_terrain({140, 151}, seed);
        const auto direction = directions(filled(z));
        const Raster<double> area = area_of(direction);
        const double at_outlets = sum_cells(z.extent(), [&](Index row, Index col) {
            return direction(row, col) == kOutlet ? area(row, col) : 0.0;
        });
        EXPECT_EQ(at_outlets, static_cast<double>(testing::count_valid(z))) << "seed " << seed;
    }
}

/// A cell and the areas of the neighbours which drain into it.
double own_and_donors(const Raster<std::uint8_t>& direction,
                      const Raster<double>& area,
                      Cell cell) {
    double sum = 1.0;
    for (int number = 0; number < kNeighbours; ++number) {
        const Cell donor = neighbour(cell, number);
        if (area.extent().contains(donor.row, donor.col) &&
            direction(donor.row, donor.col) == direction_code(opposite(number))) {
            sum += area(donor.row, donor.col);
        }
    }
    return sum;
}

TEST(FlowAccumulation, EachCellIsItsOwnPlusItsDonors) {
    const auto direction = directions(filled(testing::test_terrain({90, 77}, 9)));
    const Raster<double> area = area_of(direction);
    Index valid = 0;
    for (Index row = 0; row < area.rows(); ++row) {
        for (Index col = 0; col < area.cols(); ++col) {
            if (direction(row, col) == kNoDirection) {
                EXPECT_TRUE(is_missing(area(row, col)));
                continue;
            }
            ++valid;
            EXPECT_EQ(area(row, col), own_and_donors(direction, area, {row, col}));
        }
    }
    EXPECT_GT(valid, 5000);
}

TEST(FlowAccumulation, MissingWeightIsMissingDownstreamAndNowhereElse) {
    const auto direction = grid<std::uint8_t>({{1, 1, 0}, {1, 1, 64}, {1, 1, 0}});
    Raster<float> weight({3, 3}, 2.5F);
    weight(1, 0) = kMissing;
    const Raster<double> total = total_of(direction, weight);
    EXPECT_TRUE(is_missing(total(1, 0)));
    EXPECT_TRUE(is_missing(total(1, 1)));
    EXPECT_TRUE(is_missing(total(1, 2)));
    EXPECT_TRUE(is_missing(total(0, 2)));
    EXPECT_EQ(total(0, 1), 5.0);
    EXPECT_EQ(total(2, 2), 7.5);
}

TEST(FlowAccumulation, UnitWeightsGiveTheCellCount) {
    const auto direction = directions(filled(testing::test_terrain({60, 70}, 3)));
    const Raster<double> total = total_of(direction, Raster<float>(direction.extent(), 1.0F));
    EXPECT_TRUE(testing::same_bits(total, area_of(direction)));
}

TEST(FlowAccumulation, CodesFromOtherProgramsWhichLeaveTheGridAreOutlets) {
    // 64 at the top leads off the grid, 4 into a missing cell, 3 is no direction.
    const auto direction = grid<std::uint8_t>({{64, 4, 1, 3}, {1, 255, 64, 16}});
    EXPECT_EQ(area_of(direction)(0, 0), 1.0);
    EXPECT_EQ(area_of(direction)(0, 1), 1.0);
    EXPECT_EQ(area_of(direction)(0, 3), 4.0);
    EXPECT_TRUE(is_missing(area_of(direction)(1, 1)));
}

TEST(FlowAccumulation, CyclesAndWhatLiesBelowThemAreMissing) {
    const auto direction = grid<std::uint8_t>({{1, 4, 0}, {64, 16, 64}});
    const Raster<double> area = area_of(direction);
    EXPECT_TRUE(is_missing(area(0, 0)));
    EXPECT_TRUE(is_missing(area(1, 1)));
    EXPECT_EQ(area(0, 2), 2.0);
}

TEST(FlowAccumulation, AwkwardShapesKeepTheirCellCount) {
    for (const Extent extent : testing::awkward_extents()) {
        const auto direction =
            directions(filled(synthetic_terrain(SyntheticTerrain::noise, extent, 1)));
        const Raster<double> area = area_of(direction);
        EXPECT_EQ(sum_cells(extent,
                            [&](Index row, Index col) {
                                return direction(row, col) == kOutlet ? area(row, col) : 0.0;
                            }),
                  static_cast<double>(extent.size()));
    }
}

TEST(FlowAccumulation, SameBitsForAnyThreadCount) {
    const Raster<float> weight = synthetic_terrain(SyntheticTerrain::noise, {300, 257}, 8);
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const auto direction = directions(filled(testing::test_terrain({300, 257}, seed)));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return area_of(direction); }));
        EXPECT_TRUE(
            testing::same_for_any_thread_count([&] { return total_of(direction, weight); }));
    }
}

}  // namespace
}  // namespace hazone
