#include "engine/terrain/flow/multiple_flow.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "engine/terrain/flow/flow_accumulation.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::directions;
using testing::filled;
using testing::grid;

constexpr FlowSharing kFreeman{.exponent = 1.1, .contour = ContourLength::equal};
constexpr FlowSharing kQuinn{.exponent = 1, .contour = ContourLength::quinn};
constexpr FlowSharing kHolmgren{.exponent = 4, .contour = ContourLength::equal};

Raster<double> area_of(const Raster<float>& surface, FlowSharing sharing, double cell_area = 1) {
    Raster<double> area(surface.extent());
    multiple_flow_accumulation(surface, directions(surface), sharing, area, cell_area);
    return area;
}

Raster<double> total_of(const Raster<float>& surface,
                        FlowSharing sharing,
                        const Raster<float>& weight) {
    Raster<double> total(surface.extent());
    multiple_flow_accumulate(surface, directions(surface), sharing, weight, total);
    return total;
}

std::array<double, kNeighbours> shares_in_middle(const Raster<float>& z, FlowSharing sharing) {
    return multiple_flow_shares(z, directions(z), sharing, {1, 1});
}

double at_outlets(const Raster<float>& surface, const Raster<double>& area) {
    const auto direction = directions(surface);
    return sum_cells(area.extent(), [&](Index row, Index col) {
        return direction(row, col) == kOutlet ? area(row, col) : 0.0;
    });
}

// Falls of 1 straight (E), 2 diagonal (SE) and 1/2 straight (S), tangents 1, sqrt 2 and 1/2.
Raster<float> three_ways() { return grid<float>({{11, 11, 11}, {11, 10, 9}, {11, 9.5F, 8}}); }

TEST(MultipleFlow, QuinnWeighsTheTangentByTheContourLength) {
    // E 1/2 x 1, SE sqrt 2 / 4 x sqrt 2 = 1/2, S 1/2 x 1/2: together 5/4.
    const auto share = shares_in_middle(three_ways(), kQuinn);
    EXPECT_NEAR(share[0], 0.4, 1e-15);
    EXPECT_NEAR(share[1], 0.4, 1e-15);
    EXPECT_NEAR(share[2], 0.2, 1e-15);
    EXPECT_EQ(std::accumulate(share.begin() + 3, share.end(), 0.0), 0.0);
}

TEST(MultipleFlow, FreemanTakesThePowerOneAndATenth) {
    // 1, 2^0.55 = 1.464085696, 2^-1.1 = 0.466516496: together 2.930602192.
    const auto share = shares_in_middle(three_ways(), kFreeman);
    EXPECT_NEAR(share[0], 1 / 2.930602192, 2e-7);
    EXPECT_NEAR(share[1], 1.464085696 / 2.930602192, 2e-7);
    EXPECT_NEAR(share[2], 0.466516496 / 2.930602192, 2e-7);
}

TEST(MultipleFlow, HolmgrenTakesAnyPower) {
    // Power 4: 1, 4, 1/16: together 81/16.
    const auto share = shares_in_middle(three_ways(), kHolmgren);
    EXPECT_NEAR(share[0], 16.0 / 81, 4e-7);
    EXPECT_NEAR(share[1], 64.0 / 81, 4e-7);
    EXPECT_NEAR(share[2], 1.0 / 81, 4e-7);
    const auto even = shares_in_middle(three_ways(), {.exponent = 0});
    EXPECT_NEAR(even[0], 1.0 / 3, 1e-15);
    EXPECT_NEAR(even[2], 1.0 / 3, 1e-15);
}

TEST(MultipleFlow, HandWorkedArea) {
    // (0,0) gives E 1/2, S 1/2, SE 3/4 of 7/4; the others give all to (1,1).
    const Raster<double> area = area_of(grid<float>({{4, 3}, {3, 1}}), kQuinn, 70);
    EXPECT_EQ(area(0, 0), 70);
    EXPECT_NEAR(area(0, 1), 90, 1e-12);
    EXPECT_NEAR(area(1, 0), 90, 1e-12);
    EXPECT_NEAR(area(1, 1), 280, 1e-12);
}

TEST(MultipleFlow, OnAPlaneAreasGrowRowByRow) {
    const Raster<float> plane = synthetic_terrain(SyntheticTerrain::plane, {40, 101}, 0);
    for (const FlowSharing sharing : {kFreeman, kQuinn, kHolmgren}) {
        const Raster<double> area = area_of(plane, sharing);
        for (Index row = 0; row < area.rows(); ++row) {
            ASSERT_NEAR(area(row, 50), static_cast<double>(row + 1), 1e-12);  // sides not felt
        }
    }
}

TEST(MultipleFlow, OutletsTogetherReceiveEveryValidCell) {
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        const Raster<float> surface = filled(testing::test_terrain({140, 151}, seed));
        const auto valid = static_cast<double>(testing::count_valid(surface));
        for (const FlowSharing sharing : {kFreeman, kQuinn, kHolmgren}) {
            EXPECT_NEAR(at_outlets(surface, area_of(surface, sharing)) / valid, 1, 1e-12)
                << "seed " << seed << " exponent " << sharing.exponent;
        }
    }
}

/// A cell and what its neighbours give it, by their shares.
double own_and_received(const Raster<float>& surface,
                        const Raster<std::uint8_t>& direction,
                        const Raster<double>& area,
                        Cell cell) {
    double sum = 1;
    for (int number = 0; number < kNeighbours; ++number) {
        const Cell giver = neighbour(cell, number);
        if (area.extent().contains(giver.row, giver.col) &&
            !is_missing(surface(giver.row, giver.col))) {
            const auto share = multiple_flow_shares(surface, direction, kFreeman, giver);
            sum +=
                area(giver.row, giver.col) * share.at(static_cast<std::size_t>(opposite(number)));
        }
    }
    return sum;
}

TEST(MultipleFlow, EachCellIsItsOwnPlusWhatItIsGiven) {
    const Raster<float> surface = filled(testing::test_terrain({90, 77}, 9));
    const auto direction = directions(surface);
    const Raster<double> area = area_of(surface, kFreeman);
    Index valid = 0;
    for (Index row = 0; row < area.rows(); ++row) {
        for (Index col = 0; col < area.cols(); ++col) {
            ASSERT_EQ(is_missing(area(row, col)), is_missing(surface(row, col)));
            if (!is_missing(area(row, col))) {
                const double sum = own_and_received(surface, direction, area, {row, col});
                ASSERT_NEAR(area(row, col) / sum, 1, 1e-12);
                ++valid;
            }
        }
    }
    EXPECT_GT(valid, 5000);
}

TEST(MultipleFlow, ReceiversAreLowerOrTheWayThroughAFlat) {
    // The inner cell of the lake has no lower neighbour: it goes to its left, then to 1.
    const auto surface = grid<float>({{9, 9, 9, 9}, {1, 5, 5, 9}, {9, 9, 9, 9}});
    const auto receivers = multiple_flow_receivers(surface, directions(surface));
    EXPECT_EQ(receivers(1, 2), 16);
    EXPECT_EQ(receivers(1, 1), 16);
    EXPECT_EQ(receivers(1, 0), 0);
    EXPECT_EQ(receivers(0, 1), 8 + 4 + 2);  // two cells of the lake and the outlet
}

TEST(MultipleFlow, InFlatsAreasAreThoseOfD8) {
    Raster<float> lake(Extent{60, 80}, 3.0F);
    testing::punch_holes(lake, 5, 3);
    Raster<double> d8(lake.extent());
    flow_accumulation(directions(lake), d8, 1.0);
    EXPECT_TRUE(testing::same_bits(area_of(lake, kFreeman), d8));
    EXPECT_TRUE(testing::same_bits(area_of(lake, kQuinn), d8));
}

TEST(MultipleFlow, LargeExponentsTakeTheSteepestWay) {
    const auto share = shares_in_middle(three_ways(), {.exponent = 30});
    EXPECT_GT(share[1], 0.9999);
    // Ground without ties: not filled, for a lake lies equally low on all sides.
    const Raster<float> ground = synthetic_terrain(SyntheticTerrain::noise, {120, 120}, 4);
    Raster<double> d8(ground.extent());
    flow_accumulation(directions(ground), d8, 1.0);
    double before = std::numeric_limits<double>::infinity();
    for (const double exponent : {1.0, 4.0, 16.0, 64.0}) {
        const Raster<double> area = area_of(ground, {.exponent = exponent});
        const double apart = sum_cells(area.extent(), [&](Index row, Index col) {
            return std::abs(area(row, col) - d8(row, col)) / static_cast<double>(area.size());
        });
        EXPECT_LT(apart, 0.6 * before) << exponent;
        before = apart;
    }
    EXPECT_LT(before, 0.05);  // cells
}

TEST(MultipleFlow, MissingWeightIsMissingDownstreamAndNowhereElse) {
    const auto surface = grid<float>({{9, 8, 7}, {9, 8, 7}, {9, 8, 7}, {9, 8, 7}, {9, 8, 7}});
    Raster<float> weight({5, 3}, 2.0F);
    weight(0, 0) = kMissing;
    const Raster<double> total = total_of(surface, kFreeman, weight);
    for (Index row = 0; row < 5; ++row) {
        for (Index col = 0; col < 3; ++col) {
            EXPECT_EQ(is_missing(total(row, col)), row <= col) << row << " " << col;
        }
    }
}

TEST(MultipleFlow, UnitWeightsGiveTheCellCount) {
    const Raster<float> surface = filled(testing::test_terrain({60, 70}, 3));
    EXPECT_TRUE(
        testing::same_bits(total_of(surface, kFreeman, Raster<float>(surface.extent(), 1.0F)),
                           area_of(surface, kFreeman)));
}

TEST(MultipleFlow, WaterStaysInPitsAndInCyclesOfGivenDirections) {
    EXPECT_EQ(area_of(grid<float>({{9, 9, 9}, {9, 1, 9}, {9, 9, 9}}), kQuinn)(1, 1), 9);
    const Raster<float> flat(Extent{3, 4}, 5.0F);
    auto direction = grid<std::uint8_t>({{0, 0, 0, 0}, {1, 1, 16, 0}, {0, 0, 0, 0}});
    Raster<double> area(flat.extent());
    multiple_flow_accumulation(flat, direction, kFreeman, area, 1);
    EXPECT_EQ(area(1, 0), 1);
    EXPECT_TRUE(is_missing(area(1, 1)));
    EXPECT_TRUE(is_missing(area(1, 2)));
    EXPECT_EQ(area(1, 3), 1);
}

TEST(MultipleFlow, InfiniteHeightsKeepTheirWater) {
    constexpr float kHigh = std::numeric_limits<float>::infinity();
    Raster<float> z = testing::test_terrain({30, 40}, 1);
    z(4, 5) = z(4, 6) = z(0, 7) = z(20, 20) = kHigh;
    z(10, 11) = z(10, 12) = z(29, 3) = -kHigh;
    const Raster<float> surface = filled(z);
    for (const FlowSharing sharing : {kFreeman, kQuinn}) {
        const Raster<double> area = area_of(surface, sharing);
        EXPECT_NEAR(at_outlets(surface, area), static_cast<double>(testing::count_valid(z)), 1e-6);
    }
}

TEST(MultipleFlow, AwkwardShapesKeepTheirCellCount) {
    for (const Extent extent : testing::awkward_extents()) {
        for (const auto kind : {SyntheticTerrain::noise, SyntheticTerrain::whole_metre_fractal}) {
            const Raster<float> surface = filled(synthetic_terrain(kind, extent, 1));
            EXPECT_NEAR(at_outlets(surface, area_of(surface, kFreeman)),
                        static_cast<double>(extent.size()), 1e-9);
        }
        const Raster<double> nothing = area_of(Raster<float>(extent, kMissing), kQuinn);
        EXPECT_EQ(count_cells(extent,
                              [&](Index row, Index col) { return is_missing(nothing(row, col)); }),
                  extent.size());
    }
}

TEST(MultipleFlow, SameBitsForAnyThreadCount) {
    const Extent extent{300, 1157};  // several tiles in both ways
    const Raster<float> weight = synthetic_terrain(SyntheticTerrain::noise, extent, 8);
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const Raster<float> surface = filled(testing::test_terrain(extent, seed));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return area_of(surface, kFreeman); }));
        EXPECT_TRUE(
            testing::same_for_any_thread_count([&] { return total_of(surface, kQuinn, weight); }));
    }
}

}  // namespace
}  // namespace hazone
