#include "engine/statistics/ring_cover.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/raster.hpp"

namespace hazone {
namespace {

using Ring = std::vector<Point>;

Grid grid_of(Extent extent, double cell_size = 10) {
    return {.extent = extent,
            .west = 1000,
            .north = 5000,
            .cell_size = cell_size,
            .crs = "",
            .first = {0, 0},
            .whole = {0, 0}};
}

/// A point by its place on the grid, in cells from the north-west corner.
Point at(const Grid& grid, double row, double col) {
    return {grid.west + col * grid.cell_size, grid.north - row * grid.cell_size};
}

Ring box(const Grid& grid, double top, double left, double bottom, double right) {
    return {at(grid, top, left), at(grid, bottom, left), at(grid, bottom, right),
            at(grid, top, right), at(grid, top, left)};
}

/// Share of every cell; fails where a cell occurs twice or cells are not in order.
Raster<double> shares_of(const CoveredCells& cells, Extent extent) {
    Raster<double> shares(extent, 0.0);
    Index before = -1;
    for (const CellRun& run : cells.runs) {
        EXPECT_LT(run.first, run.end);
        EXPECT_GT(run.row * extent.cols + run.first, before);
        before = run.row * extent.cols + run.end - 1;
        for (Index col = run.first; col < run.end; ++col) {
            EXPECT_EQ(shares(run.row, col), 0);
            shares(run.row, col) = 1;
        }
    }
    before = -1;
    for (const CellPart& part : cells.parts) {
        EXPECT_GT(part.row * extent.cols + part.col, before);
        before = part.row * extent.cols + part.col;
        EXPECT_EQ(shares(part.row, part.col), 0);
        EXPECT_GT(part.share, 0);
        EXPECT_LT(part.share, 1);
        shares(part.row, part.col) = part.share;
    }
    return shares;
}

double sum_of(const Raster<double>& shares) {
    return sum_cells(shares.extent(), [&](Index row, Index col) { return shares(row, col); });
}

Raster<double> cover_of(const Grid& grid,
                        const std::vector<Ring>& outlines,
                        const std::vector<Ring>& holes = {}) {
    RingCover cover(grid);
    for (const Ring& ring : outlines) {
        cover.add_outline(ring);
    }
    for (const Ring& ring : holes) {
        cover.add_hole(ring);
    }
    return shares_of(cover.take(), grid.extent);
}

TEST(RingCover, ASquareOffsetByHalfACellHasQuartersAndHalves) {
    const Grid grid = grid_of({5, 5});
    const auto shares = cover_of(grid, {box(grid, 0.5, 1.5, 3.5, 3.5)});
    const double expected[5][5] = {{0, 0.25, 0.5, 0.25, 0},
                                   {0, 0.5, 1, 0.5, 0},
                                   {0, 0.5, 1, 0.5, 0},
                                   {0, 0.25, 0.5, 0.25, 0},
                                   {0, 0, 0, 0, 0}};
    for (Index row = 0; row < 5; ++row) {
        for (Index col = 0; col < 5; ++col) {
            EXPECT_NEAR(shares(row, col), expected[row][col], 1e-12) << row << ", " << col;
        }
    }
}

TEST(RingCover, WholeCellsAreOneRunInEachRow) {
    const Grid grid = grid_of({6, 9});
    RingCover cover(grid);
    cover.add_outline(box(grid, 1, 2, 4, 8));
    const CoveredCells cells = cover.take();
    EXPECT_EQ(cells.runs, (std::vector<CellRun>{{1, 2, 8}, {2, 2, 8}, {3, 2, 8}}));
    EXPECT_TRUE(cells.parts.empty());
    EXPECT_NEAR(cells.area, 18 * grid.cell_area(), 1e-9);
}

TEST(RingCover, ATriangleByHand) {
    const Grid grid = grid_of({2, 2});
    // Right angle in the north-west corner, the long side from (2, 0) to (0, 2).
    const auto shares =
        cover_of(grid, {{at(grid, 0, 0), at(grid, 2, 0), at(grid, 0, 2), at(grid, 0, 0)}});
    EXPECT_NEAR(shares(0, 0), 1, 1e-12);
    EXPECT_NEAR(shares(0, 1), 0.5, 1e-12);
    EXPECT_NEAR(shares(1, 0), 0.5, 1e-12);
    EXPECT_NEAR(shares(1, 1), 0, 1e-12);
}

TEST(RingCover, RingsMayRunEitherWayAndHolesAreTakenOut) {
    const Grid grid = grid_of({8, 8});
    for (const bool turn_outline : {false, true}) {
        for (const bool turn_hole : {false, true}) {
            Ring outline = box(grid, 1, 1, 7, 7);
            Ring hole = box(grid, 2.25, 3, 4, 5.5);
            if (turn_outline) {
                std::reverse(outline.begin(), outline.end());
            }
            if (turn_hole) {
                std::reverse(hole.begin(), hole.end());
            }
            const auto shares = cover_of(grid, {outline}, {hole});
            EXPECT_NEAR(sum_of(shares), 36 - 1.75 * 2.5, 1e-12);
            EXPECT_NEAR(shares(2, 3), 0.25, 1e-12);
            EXPECT_EQ(shares(3, 3), 0);
            EXPECT_NEAR(shares(2, 5), 1 - 0.75 * 0.5, 1e-12);
            EXPECT_EQ(shares(5, 5), 1);
        }
    }
}

TEST(RingCover, WhatLiesOutsideTheGridIsCutOff) {
    const Grid grid = grid_of({4, 4});
    const auto shares = cover_of(grid, {box(grid, -3, -7.5, 1.5, 2.25)});
    EXPECT_NEAR(sum_of(shares), 1.5 * 2.25, 1e-12);
    EXPECT_NEAR(shares(1, 2), 0.125, 1e-12);
    EXPECT_EQ(sum_of(cover_of(grid, {box(grid, 1, -8, 3, 0)})), 0);
    EXPECT_EQ(sum_of(cover_of(grid, {box(grid, 1, 4, 3, 9)})), 0);
    EXPECT_EQ(sum_of(cover_of(grid, {box(grid, 4, 0, 9, 4)})), 0);
    EXPECT_EQ(sum_of(cover_of(grid, {box(grid, -9, -9, 0, 9)})), 0);
    EXPECT_EQ(sum_of(cover_of(grid, {box(grid, -9, -9, 9, 9)})), 16);
    // A slanting outline round the whole grid, and one which cuts its corners.
    const auto diamond = [&](double reach) {
        return Ring{at(grid, 2 - reach, 2), at(grid, 2, 2 - reach), at(grid, 2 + reach, 2),
                    at(grid, 2, 2 + reach)};
    };
    EXPECT_EQ(sum_of(cover_of(grid, {diamond(5)})), 16);
    EXPECT_NEAR(sum_of(cover_of(grid, {diamond(3)})), 16 - 4 * 0.5, 1e-12);
}

TEST(RingCover, SliversThinnerThanACellKeepTheirArea) {
    const Grid grid = grid_of({20, 20});
    const double width = 1e-4;
    const auto shares = cover_of(
        grid, {{at(grid, 1, 2), at(grid, 18, 9 - width), at(grid, 18, 9), at(grid, 1, 2 + width)}});
    EXPECT_NEAR(sum_of(shares), 17 * width, 1e-12);
    const auto box_in_a_cell = cover_of(grid, {box(grid, 3.25, 3.25, 3.5, 3.75)});
    EXPECT_NEAR(box_in_a_cell(3, 3), 0.125, 1e-12);
    EXPECT_NEAR(sum_of(box_in_a_cell), 0.125, 1e-12);
}

TEST(RingCover, RingsWithoutAreaAreNothing) {
    const Grid grid = grid_of({4, 4});
    EXPECT_EQ(sum_of(cover_of(grid, {{}, {at(grid, 1, 1)}, {at(grid, 1, 1), at(grid, 3, 3)}})), 0);
    EXPECT_EQ(sum_of(cover_of(grid, {{at(grid, 1, 1), at(grid, 1, 3), at(grid, 1, 2)}})), 0);
}

TEST(RingCover, AWindowOfAGridHasTheSharesOfTheGrid) {
    const Grid grid = grid_of({30, 30});
    const Grid part = grid.part({{7, 11}, {12, 9}});
    const Ring ring{at(grid, 2.3, 4.1), at(grid, 28.2, 9.7), at(grid, 17.4, 27.9)};
    const auto whole = cover_of(grid, {ring});
    const auto window = cover_of(part, {ring});
    for (Index row = 0; row < 12; ++row) {
        for (Index col = 0; col < 9; ++col) {
            EXPECT_NEAR(window(row, col), whole(row + 7, col + 11), 1e-12);
        }
    }
}

/// A ring of random distances from a centre, `inner` to `outer`, in cells: never crosses itself.
Ring star(
    const Grid& grid, double row, double col, double inner, double outer, std::mt19937& random) {
    std::uniform_real_distribution<double> distance(inner, outer);
    const int points = 5 + static_cast<int>(random() % 40);
    Ring ring;
    for (int k = 0; k < points; ++k) {
        const double angle = 2 * std::numbers::pi * k / points;
        const double reach = distance(random);
        ring.push_back(at(grid, row + reach * std::sin(angle), col + reach * std::cos(angle)));
    }
    return ring;
}

/// By crossings of a ray to the east: another way than that of the kernel.
bool inside(const Ring& ring, Point point) {
    bool within = false;
    for (std::size_t k = 0; k < ring.size(); ++k) {
        const Point a = ring[k];
        const Point b = ring[(k + 1) % ring.size()];
        if ((a.y > point.y) != (b.y > point.y) &&
            point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)) {
            within = !within;
        }
    }
    return within;
}

double sampled_share(const Ring& outline, const Ring& hole, const Grid& grid, Cell cell) {
    constexpr int kSide = 100;
    int count = 0;
    for (int sample = 0; sample < kSide * kSide; ++sample) {
        const Point point = at(grid, static_cast<double>(cell.row) + (sample / kSide + 0.5) / kSide,
                               static_cast<double>(cell.col) + (sample % kSide + 0.5) / kSide);
        count += inside(outline, point) && !inside(hole, point) ? 1 : 0;
    }
    return count / static_cast<double>(kSide * kSide);
}

TEST(RingCover, RandomPolygonsWithHolesEqualAHundredfoldSample) {
    const Grid grid = grid_of({9, 11}, 30);
    std::mt19937 random(20);
    for (int repeat = 0; repeat < 8; ++repeat) {
        const double row = 2 + static_cast<double>(random() % 50) / 10;
        const double col = 2 + static_cast<double>(random() % 70) / 10;
        const Ring outline = star(grid, row, col, 1.5, 5, random);
        const Ring hole = star(grid, row, col, 0.2, 1.0, random);
        const auto shares = cover_of(grid, {outline}, {hole});
        double error = 0;
        double area = 0;
        for (Index cell = 0; cell < shares.size(); ++cell) {
            const Cell place{cell / 11, cell % 11};
            const double sampled = sampled_share(outline, hole, grid, place);
            EXPECT_NEAR(shares(place.row, place.col), sampled, 0.01);
            error += shares(place.row, place.col) - sampled;
            area += sampled;
        }
        EXPECT_LT(std::abs(error) / area, 1e-3);
    }
}

TEST(RingCover, PolygonsWhichShareTheirEdgesFillEachCellOnce) {
    // A triangle fan round a point: every inner edge runs down in one triangle and up in the next.
    const Grid grid = grid_of({40, 40});
    std::mt19937 random(7);
    const Ring rim = star(grid, 20.3, 19.6, 25, 60, random);
    const Point middle = at(grid, 20.3, 19.6);
    Raster<double> sum(grid.extent, 0.0);
    for (std::size_t k = 0; k < rim.size(); ++k) {
        const auto shares = cover_of(grid, {{middle, rim[k], rim[(k + 1) % rim.size()]}});
        for (Index cell = 0; cell < sum.size(); ++cell) {
            sum.data()[cell] += shares.data()[cell];
        }
    }
    const auto whole = cover_of(grid, {rim});
    for (Index cell = 0; cell < sum.size(); ++cell) {
        EXPECT_NEAR(sum.data()[cell], whole.data()[cell], 1e-11);
    }
}

TEST(RingCover, AreasInsideTheGridAreThoseOfTheRings) {
    const Grid grid = grid_of({200, 200}, 2.5);
    std::mt19937 random(3);
    for (int repeat = 0; repeat < 30; ++repeat) {
        RingCover cover(grid);
        cover.add_outline(star(grid, 100, 100, 20, 99, random));
        cover.add_hole(star(grid, 100, 100, 2, 19, random));
        const CoveredCells cells = cover.take();
        const double covered = sum_of(shares_of(cells, grid.extent)) * grid.cell_area();
        EXPECT_NEAR(covered / cells.area, 1, 1e-12);
    }
}

}  // namespace
}  // namespace hazone
