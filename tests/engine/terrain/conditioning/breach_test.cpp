#include "engine/terrain/conditioning/breach.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::filled;
using testing::grid;

constexpr float kInfinite = std::numeric_limits<float>::infinity();
constexpr BreachLimits kWide{.cell_size = 1, .maximum_length = 1e6, .maximum_depth = 1e6};

Raster<float> breached(const Raster<float>& z, const BreachLimits& limits) {
    Raster<float> ground(z.extent());
    breach_depressions(z, limits, ground);
    return ground;
}

Index count_changed(const Raster<float>& a, const Raster<float>& b) {
    return count_cells(a.extent(), [&](Index row, Index col) {
        return a(row, col) != b(row, col) && !is_missing(a(row, col));
    });
}

TEST(Breach, HandWorkedPitBehindAOneCellDam) {
    const Raster<float> z = grid<float>(
        {{9, 9, 9, 9, 9, 9}, {9, 2, 6, 1, 0, 0}, {9, 7, 7, 8, 9, 9}, {9, 9, 9, 9, 9, 9}});
    Raster<float> expected = z.clone();
    expected(1, 2) = 2;
    EXPECT_EQ(cells(breached(z, kWide)), cells(expected));
    EXPECT_EQ(cells(breached(z, {.cell_size = 1, .maximum_length = 1, .maximum_depth = 4})),
              cells(expected));
}

TEST(Breach, StaysWhereTheDamIsTooHighOrTooWide) {
    const Raster<float> z = grid<float>(
        {{9, 9, 9, 9, 9, 9}, {9, 2, 6, 5, 0, 0}, {9, 7, 7, 8, 9, 9}, {9, 9, 9, 9, 9, 9}});
    const auto changed = [&](double length, double depth) {
        return count_changed(
            z, breached(z, {.cell_size = 10, .maximum_length = length, .maximum_depth = depth}));
    };
    EXPECT_EQ(changed(20, 4), 2);
    EXPECT_EQ(changed(19.9, 4), 0);
    EXPECT_EQ(changed(20, 3.9), 0);
}

TEST(Breach, TakesTheWayOfLeastCost) {
    // To the east the way is one cell of 7, to the south it is two cells of 4.
    const Raster<float> z = grid<float>(
        {{9, 9, 9, 9, 9}, {9, 3, 7, 0, 0}, {9, 4, 9, 9, 9}, {9, 4, 9, 9, 9}, {9, 0, 9, 9, 9}});
    const Raster<float> ground = breached(z, kWide);
    EXPECT_EQ(ground(1, 2), 7);
    EXPECT_EQ(ground(2, 1), 3);
    EXPECT_EQ(ground(3, 1), 3);
    EXPECT_EQ(count_changed(z, ground), 2);
    // with one cell allowed it must go east
    const Raster<float> short_one =
        breached(z, {.cell_size = 1, .maximum_length = 1, .maximum_depth = 9});
    EXPECT_EQ(short_one(1, 2), 3);
    EXPECT_EQ(count_changed(z, short_one), 1);
}

TEST(Breach, AHigherPitUsesTheChannelOfALowerOne) {
    // 1 leaves over 6 to the edge; 4 then needs the 5 cut alone.
    const Raster<float> z = grid<float>(
        {{9, 9, 9, 9, 9, 9}, {9, 4, 5, 1, 6, 0}, {9, 9, 9, 9, 9, 9}, {9, 9, 9, 9, 9, 9}});
    const std::vector<float> expected{9, 9, 9, 9, 9, 9, 9, 4, 4, 1, 1, 0,
                                      9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    EXPECT_EQ(cells(breached(z, kWide)), expected);
}

TEST(Breach, ALowerPitThatStaysIsNoWayOut) {
    // The pit 1 is too deep to be breached within 2 m, and its water stands at 6, above the pit 4.
    const Raster<float> z = grid<float>(
        {{9, 9, 9, 9, 9, 9}, {9, 4, 5, 1, 6, 0}, {9, 9, 9, 9, 9, 9}, {9, 9, 9, 9, 9, 9}});
    const BreachLimits limits{.cell_size = 1, .maximum_length = 9, .maximum_depth = 2};
    EXPECT_EQ(count_changed(z, breached(z, limits)), 0);
    // the pit 7 stands above that water and drains into it
    const Raster<float> above = grid<float>(
        {{9, 9, 9, 9, 9, 9}, {9, 7, 8, 1, 6, 0}, {9, 9, 9, 9, 9, 9}, {9, 9, 9, 9, 9, 9}});
    EXPECT_EQ(breached(above, limits)(1, 2), 7);
    EXPECT_EQ(filled(breached(above, limits))(1, 3), 6);
}

TEST(Breach, LengthIsCountedWhereGroundIsCutNotAcrossALake) {
    const Raster<float> z =
        grid<float>({{9, 9, 9, 9, 9, 9, 9, 9}, {9, 2, 2, 2, 2, 2, 5, 0}, {9, 9, 9, 9, 9, 9, 9, 9}});
    const Raster<float> ground =
        breached(z, {.cell_size = 10, .maximum_length = 10, .maximum_depth = 5});
    EXPECT_EQ(ground(1, 6), 2);
    EXPECT_EQ(count_changed(z, ground), 1);
}

TEST(Breach, CutsThroughTheEdgeAndBesideMissingCells) {
    Raster<float> z(Extent{5, 5}, 9.0F);
    z(2, 2) = 1;
    z(1, 2) = 8;  // the cheapest way, and on through the edge cell
    z(0, 2) = 8;
    const Raster<float> ground = breached(z, kWide);
    EXPECT_EQ(ground(1, 2), 1);
    EXPECT_EQ(ground(0, 2), 1);
    EXPECT_EQ(count_changed(z, ground), 2);
    z(4, 0) = kMissing;  // (3, 1) is an outlet, one diagonal step away
    EXPECT_EQ(breached(z, kWide)(3, 1), 1);
    EXPECT_EQ(breached(z, kWide)(1, 2), 8);
}

TEST(Breach, HolesAreOutletsUnlessTheyAreABarrier) {
    Raster<float> z(Extent{9, 9}, 9.0F);
    z(4, 4) = 1;
    z(4, 6) = kMissing;
    EXPECT_EQ(count_changed(z, breached(z, kWide)), 1);
    BreachLimits around = kWide;
    around.holes = Holes::barrier;
    const Raster<float> ground = breached(z, around);
    EXPECT_EQ(count_changed(z, ground), 4);  // straight to the edge: 3 cells inside, 1 on it
    EXPECT_TRUE(is_missing(ground(4, 6)));
}

/// The cost of the cheapest way from a pit to the edge over allowed cells, by trying until nothing
/// improves.
template <class Allowed>
double least_cost(const Raster<float>& z, Cell pit, Allowed allowed) {
    const double level = z.view()(pit);
    Raster<double> cost(z.extent(), double{kInfinite});
    cost(pit.row, pit.col) = 0;
    const auto improve = [&](Cell from, int number) {
        const Cell next = neighbour(from, number);
        const double depth = std::max(0.0, z.view()(next) - level);
        const double through = cost.view()(from) + step_length(number) * depth;
        const bool better = allowed(next) && through < cost.view()(next) - 1e-12;
        cost.view()(next) = better ? through : cost.view()(next);
        return better;
    };
    for (bool better = true; better;) {
        better = false;
        for (Index row = 1; row < z.rows() - 1; ++row) {
            for (Index col = 1; col < z.cols() - 1; ++col) {
                for (int number = 0; number < kNeighbours; ++number) {
                    better |= improve({row, col}, number);
                }
            }
        }
    }
    double least = kInfinite;
    for_each_edge_cell(z.extent(),
                       [&](Index row, Index col) { least = std::min(least, cost(row, col)); });
    return least;
}

TEST(Breach, CostIsTheLeastOfAllWaysOnRandomBowls) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Raster<float> z = synthetic_terrain(SyntheticTerrain::noise, {13, 15}, seed);
        for_each_cell(z.extent(), [&](Index row, Index col) { z(row, col) += 10; });
        const Cell pit{6, 7};
        z(6, 7) = 1;
        const Raster<float> ground = breached(z, kWide);
        // the channel of this pit, the lowest, is what lies at its level now
        const double along_channel =
            least_cost(z, pit, [&](Cell cell) { return ground.view()(cell) == 1.0F; });
        EXPECT_NEAR(along_channel, least_cost(z, pit, [](Cell) { return true; }), 1e-9)
            << "seed " << seed;
    }
}

TEST(Breach, WithoutLimitsNothingIsLeftToFill) {
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        const Raster<float> z = testing::test_terrain({90, 71}, seed);
        const Raster<float> ground = breached(z, kWide);
        EXPECT_TRUE(testing::same_bits(filled(ground), ground)) << "seed " << seed;
        EXPECT_GT(count_changed(z, ground), 0);
    }
}

TEST(Breach, KeepsToItsLimitsAndTouchesChannelsOnly) {
    const BreachLimits limits{.cell_size = 10, .maximum_length = 45, .maximum_depth = 12};
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        const Raster<float> z = testing::test_terrain({90, 71}, seed);
        const Raster<float> ground = breached(z, limits);
        const Raster<float> surface = filled(ground);
        const Raster<float> water = filled(z);
        const Index wrong = count_cells(z.extent(), [&](Index row, Index col) {
            const float before = z(row, col);
            const float after = ground(row, col);
            const bool cut = after < before;
            // a channel cell drains, and no cell stands higher in the end than after filling alone
            return after > before || before - after > limits.maximum_depth ||
                   (cut && surface(row, col) != after) || surface(row, col) > water(row, col);
        });
        EXPECT_EQ(wrong, 0) << "seed " << seed;
        EXPECT_EQ(testing::count_valid(ground), testing::count_valid(z));
    }
}

TEST(Breach, HybridLeavesNoPitInside) {
    const BreachLimits limits{.cell_size = 10, .maximum_length = 45, .maximum_depth = 12};
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Raster<float> z = testing::test_terrain({90, 71}, seed);
        const Raster<float> surface = filled(breached(z, limits));
        const auto direction = testing::directions(surface);
        const Index pits = count_cells(z.extent(), [&](Index row, Index col) {
            if (direction(row, col) != kOutlet || !is_inner(z.extent(), {row, col})) {
                return false;
            }
            const float* level = surface.view().row(row) + col;
            return !beside_missing(level - z.cols(), level, level + z.cols());
        });
        EXPECT_EQ(pits, 0) << "seed " << seed;
    }
}

TEST(Breach, DrainsAwkwardShapes) {
    for (const Extent extent : testing::awkward_extents()) {
        const Raster<float> z = synthetic_terrain(SyntheticTerrain::noise, extent, 3);
        const Raster<float> ground = breached(z, kWide);
        EXPECT_TRUE(testing::same_bits(filled(ground), ground));
        EXPECT_EQ(testing::same_bits(ground, z), testing::same_bits(filled(z), z));
        const Raster<float> nothing(extent, kMissing);
        EXPECT_TRUE(testing::same_bits(breached(nothing, kWide), nothing));
    }
}

TEST(Breach, InfiniteHeightsAreNeverBreached) {
    Raster<float> z = synthetic_terrain(SyntheticTerrain::noise, {30, 30}, 4);
    z(5, 5) = -kInfinite;
    for (Index col = 18; col < 23; ++col) {
        for (const Index row : {18, 22}) {
            z(row, col) = kInfinite;
            z(col, row) = kInfinite;
        }
    }
    const Raster<float> ground = breached(z, kWide);
    EXPECT_EQ(ground(5, 5), -kInfinite);
    EXPECT_GT(filled(ground)(5, 5), 0.0F);
    EXPECT_EQ(ground(18, 18), kInfinite);
    EXPECT_EQ(filled(ground)(20, 20), kInfinite);
    EXPECT_GT(count_changed(z, ground), 0);
}

TEST(Breach, MayWriteOverItsInput) {
    Raster<float> z = testing::test_terrain({64, 64}, 2);
    const Raster<float> expected = breached(z, kWide);
    breach_depressions(z, kWide, z);
    EXPECT_TRUE(testing::same_bits(z, expected));
}

TEST(Breach, WorksOnAWindowOfALargerRaster) {
    Raster<float> z = testing::test_terrain({80, 80}, 6);
    const View<const float> window = z.view().window({10, 20}, {50, 40});
    Raster<float> copy(window.extent());
    for_each_cell(window.extent(),
                  [&](Index row, Index col) { copy(row, col) = window(row, col); });
    Raster<float> ground(window.extent());
    breach_depressions(window, kWide, ground);
    EXPECT_TRUE(testing::same_bits(ground, breached(copy, kWide)));
}

TEST(Breach, SearchingInGroupsMakesNoDifference) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Raster<float> z = testing::test_terrain({150, 131}, seed);
        const BreachLimits limits{.cell_size = 10, .maximum_length = 80, .maximum_depth = 30};
        Raster<float> one_by_one(z.extent());
        breach_depressions(z, limits, one_by_one, 1);
        for (const Index group : {7, 512, 100000}) {
            Raster<float> in_groups(z.extent());
            breach_depressions(z, limits, in_groups, group);
            EXPECT_TRUE(testing::same_bits(in_groups, one_by_one)) << seed << ' ' << group;
        }
    }
}

TEST(Breach, SameBitsForAnyThreadCount) {
    const BreachLimits limits{.cell_size = 10, .maximum_length = 100, .maximum_depth = 20};
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const Raster<float> z = testing::test_terrain({200, 257}, seed);
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return breached(z, limits); }));
    }
}

}  // namespace
}  // namespace hazone
