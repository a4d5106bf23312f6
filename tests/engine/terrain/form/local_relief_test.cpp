#include "engine/terrain/form/local_relief.hpp"

#include <gtest/gtest.h>

#include "tests/support/wide_form_check.hpp"

namespace hazone {
namespace {

using testing::kWideCell;

Raster<float> relief(const Raster<float>& z, double radius, WindowShape shape) {
    Raster<float> result(z.extent());
    local_relief(z, {.cell_size = kWideCell, .radius = radius, .shape = shape}, result);
    return result;
}

Raster<float> plain_relief(const Raster<float>& z, double radius, WindowShape shape) {
    Raster<float> result(z.extent(), kMissing);
    testing::for_each_cell_in_order(z.extent(), [&](Cell cell) {
        if (!testing::known(z, cell.row, cell.col)) {
            return;
        }
        float highest = z(cell.row, cell.col);
        float lowest = highest;
        testing::for_each_known_around(z, cell, radius / kWideCell, shape == WindowShape::disc,
                                       [&](Index row, Index col) {
                                           highest = std::max(highest, z(row, col));
                                           lowest = std::min(lowest, z(row, col));
                                       });
        result(cell.row, cell.col) = highest - lowest;
    });
    return result;
}

TEST(CellWindow, HoldsTheCellsWithinTheRadius) {
    EXPECT_EQ(window_around(WindowShape::disc, 30, 10).half_widths,
              (std::vector<Index>{3, 2, 2, 0}));
    EXPECT_EQ(window_around(WindowShape::square, 29, 10).half_widths,
              (std::vector<Index>{2, 2, 2}));
    EXPECT_EQ(window_around(WindowShape::disc, 1, 10).half_widths, (std::vector<Index>{1, 0}));
    EXPECT_EQ(radius_in_cells(0.3, 0.1), 3);
}

TEST(LocalRelief, OfAPlaneIsItsRiseAcrossTheWindow) {
    Raster<float> plane({21, 21});
    for_each_cell(plane.extent(), [&](Index row, Index col) {
        plane(row, col) = static_cast<float>(3 * row + 4 * col);
    });
    EXPECT_EQ(relief(plane, 50, WindowShape::square)(10, 10), 10 * 3 + 10 * 4);
    // steepest along (3, 4): the cells (3, 4) and (-3, -4) are five cells away
    EXPECT_EQ(relief(plane, 50, WindowShape::disc)(10, 10), 50);
    EXPECT_EQ(relief(plane, 50, WindowShape::square)(0, 0), 5 * 3 + 5 * 4);
}

TEST(LocalRelief, EqualsThePlainLoop) {
    const Raster<float> z = testing::wide_ground();
    for (const WindowShape shape : {WindowShape::disc, WindowShape::square}) {
        for (const double radius : {1.0, 10.0, 35.0, 80.0}) {
            EXPECT_TRUE(testing::same_bits(relief(z, radius, shape),
                                           plain_relief(z, std::max(radius, kWideCell), shape)))
                << radius;
        }
    }
}

TEST(LocalRelief, EqualsThePlainLoopWithAWindowLargerThanTheGrid) {
    const Raster<float> z = testing::wide_ground({23, 31});
    for (const WindowShape shape : {WindowShape::disc, WindowShape::square}) {
        EXPECT_TRUE(testing::same_bits(relief(z, 700, shape), plain_relief(z, 700, shape)));
    }
}

TEST(LocalRelief, HasGoodManners) {
    for (const WindowShape shape : {WindowShape::disc, WindowShape::square}) {
        testing::expect_good_manners([&](const Raster<float>& z) { return relief(z, 60, shape); });
        EXPECT_EQ(relief(Raster<float>({1, 1}, 5.0F), 60, shape)(0, 0), 0);
        EXPECT_TRUE(is_missing(relief(Raster<float>({1, 9}, kMissing), 60, shape)(0, 4)));
    }
}

}  // namespace
}  // namespace hazone
