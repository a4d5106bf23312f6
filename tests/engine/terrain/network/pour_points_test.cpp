// Points moved to the largest contributing area, or to the nearest stream.
#include "engine/terrain/network/pour_points.hpp"

#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "tests/support/drained_ground.hpp"

namespace hazone {
namespace {

using testing::grid;

constexpr double kNone = static_cast<double>(kMissing);

/// A grid of cells of 10 m whose south-west corner is at (0, 0).
Grid plain_grid(Extent extent) {
    return {.extent = extent, .north = 10 * static_cast<double>(extent.rows), .cell_size = 10};
}

struct Ground {
    Raster<double> area = grid<double>({{1, 2, 3, 4, 50},  //
                                        {1, 9, 1, 1, 40},  //
                                        {1, 1, 9, 1, kNone}});
    Raster<std::uint8_t> stream = grid<std::uint8_t>({{0, 0, 0, 0, 1},  //
                                                      {0, 1, 0, 0, 1},  //
                                                      {0, 0, 1, 0, 255}});

    std::optional<Cell> snapped(Point point, SnapRule rule) const {
        return snapped_cell(point, rule, {area, stream}, plain_grid({3, 5}));
    }
    std::optional<Cell> to_area(Point point, double distance) const {
        return snapped(point, {SnapTo::largest_area, distance});
    }
    std::optional<Cell> to_stream(Point point, double distance) const {
        return snapped(point, {SnapTo::nearest_stream, distance});
    }
};

TEST(SnappedCell, LargestAreaWithinTheDistance) {
    const Ground ground;
    EXPECT_EQ(ground.to_area({5, 5}, 0), (Cell{2, 0}));
    EXPECT_EQ(ground.to_area({5, 5}, 10), (Cell{2, 0}));      // all of area 1: the nearest
    EXPECT_EQ(ground.to_area({5, 5}, 14.2), (Cell{1, 1}));    // the diagonal is 14.14 m away
    EXPECT_EQ(ground.to_area({25, 25}, 20), (Cell{0, 4}));    // 50 in the corner
    EXPECT_EQ(ground.to_area({25, 25}, 19.9), (Cell{1, 1}));  // two of 9: the nearer, of 14.1 m
    EXPECT_EQ(ground.to_area({15, 10}, 100), (Cell{0, 4}));   // the window ends at the grid
}

TEST(SnappedCell, NearestStreamWithinTheDistance) {
    const Ground ground;
    EXPECT_EQ(ground.to_stream({5, 5}, 14), std::nullopt);
    EXPECT_EQ(ground.to_stream({5, 5}, 14.2), (Cell{1, 1}));
    EXPECT_EQ(ground.to_stream({28, 15}, 100), (Cell{2, 2}));  // 10.4 m; the others 13 m and more
    EXPECT_EQ(ground.to_stream({15, 5}, 100), (Cell{1, 1}));   // 10 m to both of 9: the first
    EXPECT_EQ(ground.to_stream({45, 20}, 100), (Cell{0, 4}));  // 5 m to both: the larger area
}

TEST(SnappedCell, TheCellItLiesInIsAlwaysWithinTheDistance) {
    const Ground ground;
    EXPECT_EQ(ground.to_area({11, 11}, 0), (Cell{1, 1}));
    EXPECT_EQ(ground.to_stream({11, 11}, 0), (Cell{1, 1}));
    EXPECT_EQ(ground.to_stream({1, 1}, 0), std::nullopt);
}

TEST(SnappedCell, MissingGroundAndPointsOutside) {
    const Ground ground;
    EXPECT_EQ(ground.to_area({45, 5}, 0), std::nullopt);
    EXPECT_EQ(ground.to_stream({45, 5}, 9), std::nullopt);
    EXPECT_EQ(ground.to_area({45, 5}, 10), (Cell{1, 4}));
    EXPECT_EQ(ground.to_area({52, 15}, 7), (Cell{1, 4}));  // 2 m east of the grid
    EXPECT_EQ(ground.to_area({52, 15}, 6), std::nullopt);
    EXPECT_EQ(ground.to_area({-500, 900}, 10), std::nullopt);
    EXPECT_EQ(snapped_cell({5, 5}, {SnapTo::largest_area, 100},
                           {Raster<double>({1, 1}, kNone), Raster<std::uint8_t>({1, 1}, 255)},
                           plain_grid({1, 1})),
              std::nullopt);
}

/// Whether the cell lies within the distance and is a better place than the one that was found.
bool is_better(const testing::DrainedGround& ground,
               const Grid& cells,
               Point point,
               const SnapRule& rule,
               Cell cell,
               std::optional<Cell> found) {
    const double away = distance_to(cells, point, cell);
    if (away > rule.distance) {
        return false;
    }
    if (rule.to == SnapTo::nearest_stream) {
        return ground.stream.view()(cell) == 1 &&
               (!found || away < distance_to(cells, point, *found));
    }
    const double area = ground.area.view()(cell);
    return !is_missing(area) && (!found || area > ground.area.view()(*found));
}

TEST(SnappedCell, NoCellWithinTheDistanceIsBetter) {
    const testing::DrainedGround ground(testing::test_terrain({130, 111}, 1), 12);
    const Grid cells = plain_grid({130, 111});
    std::mt19937 random(1);
    Index found = 0;
    for (int number = 0; number < 200; ++number) {
        const Point point{static_cast<double>(random() % 1110) + 0.3,
                          static_cast<double>(random() % 1300) + 0.7};
        const double distance = static_cast<double>(random() % 60);
        for (const SnapTo to : {SnapTo::largest_area, SnapTo::nearest_stream}) {
            const auto cell =
                snapped_cell(point, {to, distance}, {ground.area, ground.stream}, cells);
            found += cell ? 1 : 0;
            Index better = 0;
            for (Index row = 0; row < cells.extent.rows; ++row) {
                for (Index col = 0; col < cells.extent.cols; ++col) {
                    better += is_better(ground, cells, point, {to, distance}, {row, col}, cell);
                }
            }
            EXPECT_EQ(better, 0) << "point " << number;
        }
    }
    EXPECT_GT(found, 250);
}

}  // namespace
}  // namespace hazone
