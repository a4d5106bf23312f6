#include "engine/terrain/flow/d_infinity.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include <gtest/gtest.h>

#include "engine/terrain/flow/flow_accumulation.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using std::numbers::pi;
using testing::cells;
using testing::directions;
using testing::filled;
using testing::grid;

Raster<float> angle_of(const Raster<float>& surface) {
    Raster<float> angle(surface.extent());
    d_infinity_direction(surface, directions(surface), angle);
    return angle;
}

Raster<double> area_of(const Raster<float>& angle, double cell_area = 1) {
    Raster<double> area(angle.extent());
    d_infinity_accumulation(angle, area, cell_area);
    return area;
}

Raster<double> total_of(const Raster<float>& angle, const Raster<float>& weight) {
    Raster<double> total(angle.extent());
    d_infinity_accumulate(angle, weight, total);
    return total;
}

double at_outlets(const Raster<float>& angle, const Raster<double>& area) {
    return sum_cells(area.extent(), [&](Index row, Index col) {
        return angle(row, col) == kNoFlowAngle ? area(row, col) : 0.0;
    });
}

/// Falls by `east` per column and by `north` per row towards the north.
Raster<float> plane(Extent extent, int east, int north) {
    Raster<float> z(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        z(row, col) = static_cast<float>(north * row - east * col);
    });
    return z;
}

/// Angle from 0 to 2 pi of a way with these parts.
double circle_angle(double east, double north) {
    const double angle = std::atan2(north, east);
    return angle < 0 ? angle + 2 * pi : angle;
}

double angle_between(double a, double b) {
    const double apart = std::abs(a - b);
    return std::min(apart, 2 * pi - apart);
}

TEST(DInfinityDirection, IsExactOnPlanesOfAnyAspect) {
    constexpr int kMost = 12;
    int compared = 0;
    for (int east = -kMost; east <= kMost; ++east) {
        for (int north = -kMost; north <= kMost; ++north) {
            if (east != 0 || north != 0) {
                const float angle = angle_of(plane({3, 3}, east, north))(1, 1);
                ASSERT_NEAR(angle, circle_angle(east, north), 3e-7) << east << " " << north;
                ASSERT_TRUE(angle >= 0 && angle < static_cast<float>(2 * pi));
                ++compared;
            }
        }
    }
    EXPECT_EQ(compared, 624);
}

TEST(DInfinityDirection, TurnsLessThanAFloatCanTellBeforeTheFullCircleAreEast) {
    auto z = grid<float>({{0, 0, -1e7F}, {0, 0, -1e7F}, {0, 0, -1e7F}});
    z(2, 2) = std::nextafter(-1e7F, -2e7F);  // a hair clockwise from east
    const float angle = angle_of(z)(1, 1);
    EXPECT_TRUE(angle == 0 || angle < static_cast<float>(2 * pi));
    EXPECT_NEAR(angle_between(angle, 0), 0, 1e-6);
}

TEST(DInfinityDirection, HandWorkedTriangle) {
    // East falls 1, and from there 1/2 to the north east: atan 1/2.
    EXPECT_NEAR(angle_of(grid<float>({{9, 9, 6.5F}, {9, 8, 7}, {9, 9, 9}}))(1, 1), std::atan(0.5),
                3e-7);
    // The steepest way lies beyond the triangle: along its edges.
    EXPECT_NEAR(angle_of(grid<float>({{9, 9, 5}, {9, 8, 7}, {9, 9, 9}}))(1, 1), pi / 4, 3e-7);
    EXPECT_EQ(angle_of(grid<float>({{9, 9, 9}, {9, 8, 7}, {9, 9, 9}}))(1, 1), 0);
    EXPECT_NEAR(angle_of(grid<float>({{9, 9, 9}, {9, 8, 9}, {9, 7, 9}}))(1, 1), 1.5 * pi, 3e-7);
}

TEST(DInfinityDirection, OutletsHaveNoAngleAndMissingGroundIsMissing) {
    const auto angle = angle_of(grid<float>({{9, kMissing, 9}, {9, 8, 9}, {9, 9, 9}}));
    EXPECT_TRUE(is_missing(angle(0, 1)));
    EXPECT_EQ(angle(1, 1), kNoFlowAngle);
    EXPECT_NEAR(angle(2, 2), 0.75 * pi, 3e-7);
}

TEST(DInfinityDirection, BesideMissingGroundTheTrianglesWhichAreLeftCount) {
    // The steep north east is gone: north falls 1, and from there 1/2 to the north west.
    const auto angle = angle_of(grid<float>({{6.5F, 7, kMissing}, {9, 8, 9}, {9, 9, 9}}));
    EXPECT_NEAR(angle(1, 1), pi / 2 + std::atan(0.5), 3e-7);
}

TEST(DInfinityDirection, FlatsFollowD8) {
    const Raster<float> lake(Extent{20, 30}, 3.0F);
    const auto direction = directions(lake);
    const auto angle = angle_of(lake);
    for (Index row = 0; row < lake.rows(); ++row) {
        for (Index col = 0; col < lake.cols(); ++col) {
            const auto code = direction(row, col);
            const auto expected = code == kOutlet ? -1.0 : (8 - neighbour_of(code)) % 8 * pi / 4;
            ASSERT_NEAR(angle(row, col), expected, 3e-7);
        }
    }
}

/// Greatest error of the angle on z = -f(r) around the centre of a grid, between two radii.
template <class Profile>
double greatest_error(Profile profile, double from, double to) {
    const auto size = static_cast<Index>(2 * to) + 7;
    const auto centre = static_cast<double>(size / 2) + 0.3;  // no cell at the apex, no symmetry
    Raster<float> z({size, size});
    const auto away = [&](Index row, Index col) {
        return std::array{static_cast<double>(col) - centre, centre - static_cast<double>(row)};
    };
    for_each_cell(z.extent(), [&](Index row, Index col) {
        const auto [east, north] = away(row, col);
        z(row, col) = static_cast<float>(-profile(std::hypot(east, north)));
    });
    const auto angle = angle_of(z);
    double greatest = 0;
    for (Index row = 1; row < size - 1; ++row) {
        for (Index col = 1; col < size - 1; ++col) {
            const auto [east, north] = away(row, col);
            const double radius = std::hypot(east, north);
            if (radius >= from && radius < to) {
                greatest =
                    std::max(greatest, angle_between(angle(row, col), circle_angle(east, north)));
            }
        }
    }
    return greatest;
}

/// Order in which the error shrinks where the cells are half as large, as seen from the apex.
template <class Profile>
double order_of_convergence(Profile profile, double radius) {
    constexpr double kRing = 4;
    return std::log2(greatest_error(profile, radius, radius + kRing) /
                     greatest_error(profile, 2 * radius, 2 * radius + kRing));
}

TEST(DInfinityDirection, ConvergesInFirstOrderOnConeAndParaboloid) {
    const auto cone = [](double radius) { return radius; };
    const auto paraboloid = [](double radius) { return radius * radius / 64; };
    for (const double radius : {16.0, 32.0, 64.0}) {
        EXPECT_NEAR(order_of_convergence(cone, radius), 1, 0.1) << radius;
        EXPECT_NEAR(order_of_convergence(paraboloid, radius), 1, 0.1) << radius;
    }
    // At most half a cell of arc.
    EXPECT_LT(greatest_error(cone, 64, 68) * 64, 0.5);
    EXPECT_LT(greatest_error(paraboloid, 64, 68) * 64, 0.5);
}

TEST(DInfinityShares, GoToTheNearerOfTwoNeighbours) {
    const auto at = [](double angle) { return d_infinity_shares(static_cast<float>(angle)); };
    EXPECT_NEAR(at(pi / 12)[0], 2.0 / 3, 1e-7);  // east
    EXPECT_NEAR(at(pi / 12)[7], 1.0 / 3, 1e-7);  // north east
    EXPECT_NEAR(at(2 * pi - pi / 16)[0], 0.75, 1e-6);
    EXPECT_NEAR(at(2 * pi - pi / 16)[1], 0.25, 1e-6);
    for (int number = 0; number < kNeighbours; ++number) {
        const auto share = at((8 - number) % 8 * pi / 4);
        EXPECT_EQ(share.at(static_cast<std::size_t>(number)), 1.0);
        EXPECT_EQ(std::accumulate(share.begin(), share.end(), 0.0), 1.0);
    }
}

TEST(DInfinityShares, SumToOneOrNothing) {
    for (double angle = 0; angle < 2 * pi; angle += 0.00137) {
        const auto share = d_infinity_shares(static_cast<float>(angle));
        ASSERT_EQ(std::accumulate(share.begin(), share.end(), 0.0), 1.0) << angle;
    }
    for (const float none : {kNoFlowAngle, kMissing, -std::numeric_limits<float>::infinity(),
                             std::numeric_limits<float>::infinity(), 7.0F}) {
        const auto share = d_infinity_shares(none);
        EXPECT_EQ(std::accumulate(share.begin(), share.end(), 0.0), 0.0) << none;
    }
}

TEST(DInfinityArea, HandWorked) {
    // (0,0) gives 3/4 to the east, 1/4 to the south east; (1,0) goes east.
    const auto angle =
        grid<float>({{static_cast<float>(2 * pi - pi / 16), kNoFlowAngle}, {0, kNoFlowAngle}});
    const Raster<double> area = area_of(angle, 100);
    EXPECT_EQ(area(0, 0), 100);
    EXPECT_NEAR(area(0, 1), 175, 1e-4);
    EXPECT_NEAR(area(1, 1), 225, 1e-4);
}

TEST(DInfinityArea, OnAPlaneItGrowsByOneCellPerColumn) {
    // All water which leaves a column enters the next: one cell more in each, whatever the angle.
    // The last column is left out, for there it runs along the edge.
    for (const int north : {0, 3, 5, 10}) {
        const Raster<double> area = area_of(angle_of(plane({201, 60}, 10, north)));
        for (Index col = 0; col < 59; ++col) {
            ASSERT_NEAR(area(100, col), static_cast<double>(col + 1), 1e-9) << north;
        }
    }
}

TEST(DInfinityArea, OutletsTogetherReceiveEveryValidCell) {
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        const Raster<float> surface = filled(testing::test_terrain({140, 151}, seed));
        const auto valid = static_cast<double>(testing::count_valid(surface));
        const auto angle = angle_of(surface);
        EXPECT_NEAR(at_outlets(angle, area_of(angle)) / valid, 1, 1e-12) << "seed " << seed;
    }
}

TEST(DInfinityArea, WaterNeverClimbs) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Raster<float> surface = filled(testing::test_terrain({120, 101}, seed));
        const auto angle = angle_of(surface);
        Index ways = 0;
        for (Index row = 0; row < surface.rows(); ++row) {
            for (Index col = 0; col < surface.cols(); ++col) {
                const auto share = d_infinity_shares(angle(row, col));
                for (int number = 0; number < kNeighbours; ++number) {
                    if (share.at(static_cast<std::size_t>(number)) > 0) {
                        const Cell next = neighbour({row, col}, number);
                        ASSERT_LE(surface(next.row, next.col), surface(row, col));
                        ++ways;
                    }
                }
            }
        }
        EXPECT_GT(ways, 11000) << "seed " << seed;
    }
}

TEST(DInfinityArea, EachCellIsItsOwnPlusWhatItIsGiven) {
    const auto angle = angle_of(filled(testing::test_terrain({90, 77}, 9)));
    const Raster<double> area = area_of(angle);
    Raster<double> sum(angle.extent(), 1.0);
    Index valid = 0;
    for (Index row = 0; row < area.rows(); ++row) {
        for (Index col = 0; col < area.cols(); ++col) {
            const auto share = d_infinity_shares(angle(row, col));
            for (int number = 0; number < kNeighbours; ++number) {
                const double part = share.at(static_cast<std::size_t>(number));
                if (part > 0) {
                    const Cell next = neighbour({row, col}, number);
                    sum(next.row, next.col) += part * area(row, col);
                }
            }
        }
    }
    for (Index row = 0; row < area.rows(); ++row) {
        for (Index col = 0; col < area.cols(); ++col) {
            ASSERT_EQ(is_missing(area(row, col)), is_missing(angle(row, col)));
            if (!is_missing(area(row, col))) {
                ASSERT_NEAR(area(row, col) / sum(row, col), 1, 1e-12);
                ++valid;
            }
        }
    }
    EXPECT_GT(valid, 5000);
}

TEST(DInfinityArea, InFlatsItIsThatOfD8) {
    Raster<float> lake(Extent{60, 80}, 3.0F);
    testing::punch_holes(lake, 5, 3);
    Raster<double> d8(lake.extent());
    flow_accumulation(directions(lake), d8, 1.0);
    EXPECT_TRUE(testing::same_bits(area_of(angle_of(lake)), d8));
}

TEST(DInfinityArea, AnglesFromOtherProgramsMayLeaveTheGridAndRunInCycles) {
    const auto north_west = static_cast<float>(0.75 * pi + pi / 8);  // half west, half north west
    const auto angle = grid<float>({{kNoFlowAngle, kMissing, 0, static_cast<float>(pi)},
                                    {kNoFlowAngle, north_west, 0, kNoFlowAngle}});
    const Raster<double> area = area_of(angle);
    EXPECT_NEAR(area(1, 0), 1.5, 1e-6);
    EXPECT_NEAR(area(0, 0), 1.5, 1e-6);
    EXPECT_TRUE(is_missing(area(0, 1)));
    EXPECT_TRUE(is_missing(area(0, 2)));
    EXPECT_TRUE(is_missing(area(0, 3)));
    EXPECT_EQ(area(1, 3), 2);
    const auto off = grid<float>({{static_cast<float>(pi / 2), static_cast<float>(7 * pi / 8)}});
    EXPECT_NEAR(area_of(off)(0, 0), 1.5, 1e-6);  // half of what (0,1) has leaves the grid
}

TEST(DInfinityArea, MissingWeightIsMissingDownstreamAndNowhereElse) {
    const auto angle = angle_of(plane({9, 5}, 2, 1));  // between east and north east
    Raster<float> weight(angle.extent(), 2.0F);
    weight(4, 1) = kMissing;
    const Raster<double> total = total_of(angle, weight);
    EXPECT_TRUE(is_missing(total(4, 1)));
    EXPECT_TRUE(is_missing(total(4, 2)));
    EXPECT_TRUE(is_missing(total(3, 2)));
    EXPECT_TRUE(is_missing(total(2, 3)));
    EXPECT_NEAR(total(5, 3), 8, 1e-5);
    EXPECT_NEAR(total(4, 0), 2, 1e-9);
}

TEST(DInfinityArea, UnitWeightsGiveTheCellCount) {
    const auto angle = angle_of(filled(testing::test_terrain({60, 70}, 3)));
    EXPECT_TRUE(
        testing::same_bits(total_of(angle, Raster<float>(angle.extent(), 1.0F)), area_of(angle)));
}

TEST(DInfinityArea, InfiniteHeightsKeepTheirWater) {
    constexpr float kHigh = std::numeric_limits<float>::infinity();
    Raster<float> z = testing::test_terrain({30, 40}, 1);
    z(4, 5) = z(4, 6) = z(0, 7) = z(20, 20) = kHigh;
    z(10, 11) = z(10, 12) = z(29, 3) = -kHigh;
    const auto angle = angle_of(filled(z));
    EXPECT_NEAR(at_outlets(angle, area_of(angle)), static_cast<double>(testing::count_valid(z)),
                1e-6);
}

TEST(DInfinityArea, AwkwardShapesKeepTheirCellCount) {
    for (const Extent extent : testing::awkward_extents()) {
        for (const auto kind : {SyntheticTerrain::noise, SyntheticTerrain::whole_metre_fractal}) {
            const auto angle = angle_of(filled(synthetic_terrain(kind, extent, 1)));
            EXPECT_NEAR(at_outlets(angle, area_of(angle)), static_cast<double>(extent.size()),
                        1e-9);
        }
        const auto nothing = angle_of(Raster<float>(extent, kMissing));
        EXPECT_EQ(testing::count_valid(nothing), 0);
        const Raster<double> no_area = area_of(nothing);
        EXPECT_TRUE(is_missing(no_area(0, 0)));
    }
}

TEST(DInfinity, SameBitsForAnyThreadCount) {
    const Extent extent{300, 1157};  // several tiles in both ways
    const Raster<float> weight = synthetic_terrain(SyntheticTerrain::noise, extent, 8);
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const Raster<float> surface = filled(testing::test_terrain(extent, seed));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return angle_of(surface); }));
        const auto angle = angle_of(surface);
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return area_of(angle); }));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return total_of(angle, weight); }));
    }
}

}  // namespace
}  // namespace hazone
