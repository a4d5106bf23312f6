// Filling with a gradient, against the plain method: one heap over all cells.
#include "engine/terrain/conditioning/gradient.hpp"

#include <cmath>
#include <queue>
#include <tuple>

#include <gtest/gtest.h>

#include "engine/terrain/conditioning/fill_variant.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::grid;

constexpr float kInfinite = std::numeric_limits<float>::infinity();

bool is_outlet(const Raster<float>& z, Cell cell) {
    if (!is_inner(z.extent(), cell)) {
        return true;
    }
    for (int number = 0; number < kNeighbours; ++number) {
        if (is_missing(z.view()(neighbour(cell, number)))) {
            return true;
        }
    }
    return false;
}

/// The lowest surface on or above the ground on which every cell drains by the step: Dijkstra from
/// all outlets over all cells.
Raster<float> plain_gradient(const Raster<float>& z, const LeastStep& step) {
    using Open = std::tuple<float, Index, Index>;
    std::priority_queue<Open, std::vector<Open>, std::greater<>> front;
    Raster<float> surface(z.extent(), kInfinite);
    Raster<std::uint8_t> closed(z.extent(), 0);
    for (Index row = 0; row < z.rows(); ++row) {
        for (Index col = 0; col < z.cols(); ++col) {
            if (is_missing(z(row, col))) {
                surface(row, col) = kMissing;
            } else if (is_outlet(z, {row, col})) {
                surface(row, col) = z(row, col);
                front.emplace(z(row, col), row, col);
            }
        }
    }
    while (!front.empty()) {
        const auto [height, row, col] = front.top();
        front.pop();
        if (closed(row, col)++ != 0) {
            continue;
        }
        for (int number = 0; number < kNeighbours; ++number) {
            const Cell next = neighbour({row, col}, number);
            if (!z.extent().contains(next.row, next.col) || closed(next.row, next.col) != 0) {
                continue;
            }
            const float offered = std::max(z.view()(next), step.above(height, number % 2 != 0));
            if (offered < surface(next.row, next.col)) {
                surface(next.row, next.col) = offered;
                front.emplace(offered, next.row, next.col);
            }
        }
    }
    return surface;
}

Raster<float> sloped(const Raster<float>& z, const LeastStep& step) {
    Raster<float> surface(z.extent());
    fill_depressions(z, {.sloped = true, .step = step}, surface);
    return surface;
}

Index count_without_fall(const Raster<float>& surface, const LeastStep& step) {
    return count_cells(surface.extent(), [&](Index row, Index col) {
        const float height = surface(row, col);
        if (is_missing(height) || is_outlet(surface, {row, col})) {
            return false;
        }
        for (int number = 0; number < kNeighbours; ++number) {
            const float next = surface.view()(neighbour({row, col}, number));
            if (step.above(next, number % 2 != 0) <= height) {
                return false;
            }
        }
        return true;
    });
}

TEST(NextAbove, IsTheNextFloat) {
    const float values[] = {0.0F,    -0.0F,    1.0F,    -1.0F,    1e-45F,
                            -1e-45F, 4095.99F, -273.1F, kInfinite};
    for (const float value : values) {
        EXPECT_EQ(next_above(value), std::nextafter(value, kInfinite)) << value;
    }
}

TEST(LeastStep, FallsByTheSlopeTimesTheDistanceAndNeverLess) {
    const LeastStep step(10, 0.001);
    EXPECT_GE(double{step.straight_above(0.0F)}, 0.01);
    EXPECT_NEAR(step.straight_above(0.0F), 0.01, 1e-9);
    EXPECT_NEAR(step.diagonal_above(0.0F), 0.01 * std::sqrt(2.0), 1e-8);
    for (const float level : {3.7F, 127.2F, 1999.9F, 8848.0F, -10.3F}) {
        EXPECT_GE(double{step.straight_above(level)} - double{level}, 0.01) << level;
        EXPECT_LE(double{step.straight_above(level)} - double{level}, 0.011) << level;
    }
}

TEST(LeastStep, IsOneFloatWhereFloatsCannotHoldLess) {
    const LeastStep step(10, 1e-7);  // 1e-6 m per cell; floats are 0.00024 m apart at 2048 m
    EXPECT_EQ(step.straight_above(2048.0F), std::nextafter(2048.0F, kInfinite));
    const LeastStep smallest(10, 0);
    EXPECT_EQ(smallest.diagonal_above(2048.0F), std::nextafter(2048.0F, kInfinite));
    EXPECT_NEAR(smallest.straight_above(0.0F), LeastStep::kLeastFall, 1e-12);
    EXPECT_EQ(smallest.straight_above(kInfinite), kInfinite);
}

TEST(Gradient, HandWorkedLakeRisesStepByStepFromItsOutlet) {
    // A slope of 1 on cells of 1 m; the water of the lake leaves over the cell 5.
    const LeastStep step(1, 1);
    const Raster<float> z = grid<float>({{99, 99, 99, 99, 99, 99},
                                         {99, 99, 3, 2, 1, 99},
                                         {0, 5, 2, 1, 2, 99},
                                         {99, 99, 99, 99, 99, 99}});
    const Raster<float> surface = sloped(z, step);
    for (const Index col : {1, 2, 3, 4}) {
        EXPECT_EQ(surface(2, col), 4.0F + static_cast<float>(col));
    }
    for (const Index col : {2, 3, 4}) {
        EXPECT_NEAR(surface(1, col), 3 + std::sqrt(2.0) + static_cast<double>(col), 1e-5);
    }
    EXPECT_TRUE(testing::same_bits(surface, plain_gradient(z, step)));
}

TEST(Gradient, RaisesTheShoreWhereTheStepsRiseAboveIt) {
    // The cell 1.5 drains into the lake cell beside it, which must rise to 2: it goes along.
    const LeastStep step(1, 1);
    const Raster<float> z = grid<float>({{9, 9, 9, 9, 9}, {0, 1, 1, 1.5F, 9}, {9, 9, 9, 9, 9}});
    EXPECT_EQ(cells(sloped(z, step)),
              (std::vector<float>{9, 9, 9, 9, 9, 0, 1, 2, 3, 9, 9, 9, 9, 9, 9}));
}

TEST(Gradient, TakesAnotherWayOutWhereThatIsLower) {
    // The lake at 3 drains west; its eastern end would rise to 8, and leaves over the 4 instead.
    const LeastStep step(1, 1);
    const Raster<float> z = grid<float>(
        {{9, 9, 9, 9, 9, 9, 9, 9, 9}, {0, 3, 3, 3, 3, 3, 3, 4, 1}, {9, 9, 9, 9, 9, 9, 9, 9, 9}});
    const Raster<float> surface = sloped(z, step);
    EXPECT_EQ(std::vector<float>(surface.view().row(1), surface.view().row(1) + 9),
              (std::vector<float>{0, 3, 4, 5, 6, 6, 5, 4, 1}));
}

class EveryStep : public ::testing::TestWithParam<double> {};
INSTANTIATE_TEST_SUITE_P(Gradient, EveryStep, ::testing::Values(0, 1e-4, 0.01, 0.3));

TEST_P(EveryStep, EqualsThePlainMethodOnRandomTerrains) {
    const LeastStep step(10, GetParam());
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        const Raster<float> z = testing::test_terrain({90, 71}, seed);
        const Raster<float> surface = sloped(z, step);
        EXPECT_TRUE(testing::same_bits(surface, plain_gradient(z, step))) << "seed " << seed;
        EXPECT_EQ(count_without_fall(surface, step), 0) << "seed " << seed;
        EXPECT_FALSE(testing::same_bits(surface, testing::filled(z))) << "seed " << seed;
    }
}

TEST_P(EveryStep, EqualsThePlainMethodOnAwkwardShapes) {
    const LeastStep step(10, GetParam());
    for (const Extent extent : testing::awkward_extents()) {
        const Raster<float> z = synthetic_terrain(SyntheticTerrain::noise, extent, 3);
        EXPECT_TRUE(testing::same_bits(sloped(z, step), plain_gradient(z, step)));
        const Raster<float> level(extent, 7.0F);
        EXPECT_TRUE(testing::same_bits(sloped(level, step), plain_gradient(level, step)));
        const Raster<float> nothing(extent, kMissing);
        EXPECT_TRUE(testing::same_bits(sloped(nothing, step), nothing));
    }
}

TEST(Gradient, EqualsThePlainMethodOnLargerFractals) {
    for (const auto kind : {SyntheticTerrain::fractal, SyntheticTerrain::whole_metre_fractal}) {
        const Raster<float> z = synthetic_terrain(kind, {500, 600}, 7);
        for (const double slope : {0.0, 0.001}) {
            const LeastStep step(10, slope);
            EXPECT_TRUE(testing::same_bits(sloped(z, step), plain_gradient(z, step)));
        }
    }
}

TEST(Gradient, GivesEveryCellADirectionWithoutFlats) {
    const Raster<float> z = testing::test_terrain({200, 180}, 6);
    const Raster<float> surface = sloped(z, LeastStep(10, 0));
    const auto direction = testing::directions(surface);
    const Index pits = count_cells(z.extent(), [&](Index row, Index col) {
        return direction(row, col) == kOutlet && !is_outlet(z, {row, col});
    });
    EXPECT_EQ(pits, 0);
}

TEST(Gradient, WallsOfInfiniteHeightStay) {
    Raster<float> z = synthetic_terrain(SyntheticTerrain::whole_metre_fractal, {40, 40}, 4);
    for (Index row = 10; row < 20; ++row) {
        z(row, 12) = kInfinite;
    }
    const LeastStep step(10, 0.001);
    const Raster<float> surface = sloped(z, step);
    EXPECT_TRUE(testing::same_bits(surface, plain_gradient(z, step)));
    EXPECT_EQ(surface(15, 12), kInfinite);
}

TEST(Gradient, APitOfInfiniteDepthFillsAndAnOutletOfItStays) {
    Raster<float> z = synthetic_terrain(SyntheticTerrain::whole_metre_fractal, {40, 40}, 4);
    z(14, 12) = -kInfinite;
    z(0, 7) = -kInfinite;
    z(39, 9) = kInfinite;
    const LeastStep step(10, 0.001);
    const Raster<float> surface = sloped(z, step);
    EXPECT_TRUE(testing::same_bits(surface, plain_gradient(z, step)));
    EXPECT_GT(surface(14, 12), -1e6F);
    EXPECT_EQ(surface(0, 7), -kInfinite);
    EXPECT_EQ(surface(39, 9), kInfinite);
}

TEST(Gradient, WorksOnAWindowOfALargerRaster) {
    Raster<float> z = testing::test_terrain({80, 80}, 6);
    const View<float> window = z.view().window({10, 20}, {50, 40});
    Raster<float> copy(window.extent());
    for_each_cell(window.extent(),
                  [&](Index row, Index col) { copy(row, col) = window(row, col); });
    const LeastStep step(10, 0.01);
    const Raster<float> expected = sloped(copy, step);
    Raster<float> surface(z.extent(), 0.0F);
    const View<float> result = surface.view().window({5, 5}, window.extent());
    fill_depressions(window, {.sloped = true, .step = step}, result);
    for_each_cell(window.extent(),
                  [&](Index row, Index col) { copy(row, col) = result(row, col); });
    EXPECT_TRUE(testing::same_bits(copy, expected));
    EXPECT_EQ(surface(4, 5), 0.0F);
}

TEST(Gradient, SameBitsForAnyThreadCount) {
    for (const std::uint64_t seed : {1U, 2U, 5U}) {
        const Raster<float> z = testing::test_terrain({300, 257}, seed);
        EXPECT_TRUE(
            testing::same_for_any_thread_count([&] { return sloped(z, LeastStep(10, 1e-3)); }));
    }
}

// Ground that falls to the east, with a hole in a hollow.
Raster<float> ground_with_a_hole() {
    Raster<float> z = grid<float>({{9, 9, 9, 9, 9, 9},
                                   {9, 5, 4, 5, 7, 6},
                                   {9, 4, 4, 5, 8, 8},
                                   {9, 5, 4, 5, 8, 8},
                                   {9, 9, 9, 9, 9, 9}});
    z(2, 2) = kMissing;
    return z;
}

TEST(Holes, AreOutletsUnlessTheyAreABarrier) {
    const Raster<float> z = ground_with_a_hole();
    Raster<float> surface(z.extent());
    fill_depressions(z, {}, surface);
    EXPECT_EQ(surface(1, 1), 5);
    fill_depressions(z, {.holes = Holes::barrier}, surface);
    EXPECT_NEAR(surface(1, 1), 7, 1e-3);  // leaves over the 7 in the north-east
    EXPECT_TRUE(is_missing(surface(2, 2)));
    const auto direction = testing::directions(surface);
    for (Index row = 1; row < 4; ++row) {
        for (Index col = 1; col < 4; ++col) {
            EXPECT_NE(direction(row, col), kOutlet) << row << ' ' << col;
        }
    }
}

TEST(Holes, MissingCellsWhichReachTheEdgeAreAlwaysOutlets) {
    Raster<float> z = ground_with_a_hole();
    z(3, 1) = kMissing;
    z(4, 0) = kMissing;  // joined to the hole diagonally
    Raster<float> surface(z.extent());
    fill_depressions(z, {.holes = Holes::barrier}, surface);
    EXPECT_EQ(surface(1, 1), 5);
}

TEST(Holes, GroundInsideAHoleDrainsIntoIt) {
    Raster<float> z(Extent{9, 9}, 5.0F);
    for_each_cell(z.extent(), [&](Index row, Index col) {
        const Index ring = std::max(std::abs(row - 4), std::abs(col - 4));
        if (ring == 2) {
            z(row, col) = kMissing;
        }
    });
    z(4, 4) = 1.0F;
    Raster<float> surface(z.extent());
    fill_depressions(z, {.holes = Holes::barrier}, surface);
    EXPECT_EQ(surface(4, 4), 5.0F);
    EXPECT_EQ(surface(3, 4), 5.0F);
    EXPECT_GT(surface(1, 4), 5.0F);  // beside the hole: sloped, to drain away from it
    EXPECT_EQ(surface(0, 4), 5.0F);
}

TEST(Holes, NoWaterEndsBesideAHoleOnRandomTerrains) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Raster<float> z = testing::test_terrain({90, 71}, seed);
        Raster<float> surface(z.extent());
        fill_depressions(z, {.holes = Holes::barrier}, surface);
        Raster<float> walled = z.clone();
        set_cells(holes_of(z), kInfinite, walled);
        const Raster<float> expected = testing::filled(walled);
        const auto direction = testing::directions(surface);
        const Index wrong = count_cells(z.extent(), [&](Index row, Index col) {
            const bool near = std::abs(surface(row, col) - expected(row, col)) < 0.01F;
            const bool ends = direction(row, col) == kOutlet && !is_outlet(walled, {row, col});
            return !is_missing(z(row, col)) && (!near || ends);
        });
        EXPECT_EQ(wrong, 0) << "seed " << seed;
        EXPECT_EQ(testing::count_valid(surface), testing::count_valid(z));
    }
}

TEST(Holes, SameBitsForAnyThreadCount) {
    const Raster<float> z = testing::test_terrain({200, 257}, 5);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        Raster<float> surface(z.extent());
        fill_depressions(z, {.holes = Holes::barrier}, surface);
        return surface;
    }));
}

std::vector<std::uint32_t> regions_of(const std::vector<CellRun>& runs) {
    std::vector<std::uint32_t> regions;
    regions.reserve(runs.size());
    for (const CellRun& run : runs) {
        regions.push_back(run.region);
    }
    return regions;
}

TEST(Regions, HandDrawnShapesHangTogetherStraightAndDiagonally) {
    const Raster<int> drawn =
        grid<int>({{1, 0, 1, 0, 0, 1}, {0, 1, 0, 0, 0, 1}, {0, 0, 0, 1, 0, 1}, {1, 1, 0, 0, 1, 0}});
    const Regions regions = connected_regions(
        drawn.extent(), [&](Index row, Index col) { return drawn(row, col) == 1; });
    EXPECT_EQ(regions.count, 3U);
    EXPECT_EQ(regions_of(regions.runs), (std::vector<std::uint32_t>{0, 0, 1, 0, 1, 1, 1, 2, 1}));
    EXPECT_EQ(connected_regions(Extent{1, 1}, [](Index, Index) { return false; }).count, 0U);
}

TEST(Regions, ShapesThatMeetBelowAreOne) {
    const Raster<int> drawn = grid<int>({{1, 0, 1, 0, 1}, {1, 0, 1, 0, 1}, {1, 1, 1, 1, 1}});
    const Regions regions = connected_regions(
        drawn.extent(), [&](Index row, Index col) { return drawn(row, col) == 1; });
    EXPECT_EQ(regions.count, 1U);
    EXPECT_EQ(regions.runs.size(), 7U);
}

}  // namespace
}  // namespace hazone
