#include "engine/terrain/form/topographic_position.hpp"

#include <gtest/gtest.h>

#include "engine/terrain/form/surface_form.hpp"
#include "tests/support/wide_form_check.hpp"

namespace hazone {
namespace {

using testing::kWideCell;

Raster<float> position(const Raster<float>& z, TopographicPositionSpec spec) {
    spec.cell_size = kWideCell;
    Raster<float> result(z.extent());
    topographic_position(z, spec, result);
    return result;
}

/// Mean over the window less the inner window, and less the middle cell.
double plain_position(const Raster<float>& z, const TopographicPositionSpec& spec, Cell cell) {
    const bool round = spec.shape == WindowShape::disc;
    double sum = 0;
    double count = 0;
    testing::for_each_known_around(z, cell, spec.radius / kWideCell, round,
                                   [&](Index row, Index col) {
                                       sum += z(row, col);
                                       ++count;
                                   });
    testing::for_each_known_around(z, cell, spec.inner_radius / kWideCell, round,
                                   [&](Index row, Index col) {
                                       sum -= z(row, col);
                                       --count;
                                   });
    return z(cell.row, cell.col) - sum / count;
}

void expect_plain(const Raster<float>& z, const TopographicPositionSpec& spec, Index least) {
    const Raster<float> found = position(z, spec);
    Index compared = 0;
    double greatest = 0;
    testing::for_each_cell_in_order(z.extent(), [&](Cell cell) {
        const double expected = testing::known(z, cell.row, cell.col)
                                    ? plain_position(z, spec, cell)
                                    : double{kMissing};
        const float value = found(cell.row, cell.col);
        EXPECT_EQ(std::isnan(expected), is_missing(value)) << cell.row << " " << cell.col;
        if (!std::isnan(expected)) {
            ++compared;
            greatest = std::max(greatest, std::abs(double{value} - expected));
        }
    });
    EXPECT_GE(compared, least);
    EXPECT_LT(greatest, 5e-5);  // heights are cut to 1.5e-5 m
}

TEST(TopographicPosition, OfASpikeIsItsHeight) {
    Raster<float> z({21, 21}, 100.0F);
    z(10, 10) = 148;
    EXPECT_EQ(position(z, {.radius = 30})(10, 10), 48);
    EXPECT_EQ(position(z, {.radius = 10, .shape = WindowShape::square})(10, 11), -6);
    // the spike is within the inner radius of its neighbour, not of the cell three away
    EXPECT_EQ(position(z, {.radius = 30, .inner_radius = 20})(10, 11), 0);
    EXPECT_EQ(position(z, {.radius = 30, .inner_radius = 20})(10, 13), -3);  // 48 / 16 cells
}

TEST(TopographicPosition, OfNineCellsIsThatOfSurfaceForm) {
    const Raster<float> z = testing::wide_ground();
    Raster<float> nine(z.extent());
    surface_form(z, {.cell_size = kWideCell}, {.position_index = nine});
    const Raster<float> found = position(z, {.radius = 10, .shape = WindowShape::square});
    Index compared = 0;
    testing::for_each_cell_in_order(z.extent(), [&](Cell cell) {
        if (!is_missing(nine(cell.row, cell.col))) {
            ++compared;
            EXPECT_NEAR(found(cell.row, cell.col), nine(cell.row, cell.col), 1e-4);
        }
    });
    EXPECT_GT(compared, 50000);
}

TEST(TopographicPosition, EqualsThePlainLoop) {
    const Raster<float> z = testing::wide_ground();
    for (const WindowShape shape : {WindowShape::disc, WindowShape::square}) {
        expect_plain(z, {.radius = 10, .shape = shape}, 70000);
        expect_plain(z, {.radius = 45, .shape = shape}, 70000);
        expect_plain(z, {.radius = 80, .inner_radius = 50, .shape = shape}, 70000);
    }
}

TEST(TopographicPosition, EqualsThePlainLoopFarFromTheEdgeAndBeyondTheGrid) {
    const Raster<float> whole = synthetic_terrain(SyntheticTerrain::fractal, {90, 90}, 2);
    for (const WindowShape shape : {WindowShape::disc, WindowShape::square}) {
        expect_plain(whole, {.radius = 40, .inner_radius = 20, .shape = shape}, 8100);
        expect_plain(testing::wide_ground({19, 28}), {.radius = 500, .shape = shape}, 400);
    }
}

TEST(TopographicPosition, IsTheSameOnHigherGround) {
    Raster<float> z = synthetic_terrain(SyntheticTerrain::whole_metre_fractal, {50, 60}, 2);
    const Raster<float> low = position(z, {.radius = 70});
    for_each_cell(z.extent(), [&](Index row, Index col) { z(row, col) += 4096; });
    EXPECT_TRUE(testing::same_bits(low, position(z, {.radius = 70})));
}

TEST(TopographicPosition, AsksForACellInTheWindow) {
    EXPECT_TRUE(has_cells({.cell_size = 10, .radius = 1}));
    EXPECT_TRUE(has_cells({.cell_size = 10, .radius = 55, .inner_radius = 50}));  // (5, 2)
    EXPECT_FALSE(has_cells(
        {.cell_size = 10, .radius = 55, .inner_radius = 50, .shape = WindowShape::square}));
    EXPECT_TRUE(has_cells({.cell_size = 10, .radius = 60, .inner_radius = 50}));
    EXPECT_FALSE(has_cells({.cell_size = 10, .radius = 50, .inner_radius = 50}));
}

TEST(TopographicPosition, HasGoodManners) {
    for (const WindowShape shape : {WindowShape::disc, WindowShape::square}) {
        const TopographicPositionSpec spec{.radius = 60, .inner_radius = 20, .shape = shape};
        testing::expect_good_manners([&](const Raster<float>& z) { return position(z, spec); });
        // nothing else is known: no mean
        EXPECT_TRUE(is_missing(position(Raster<float>({1, 1}, 5.0F), spec)(0, 0)));
    }
}

}  // namespace
}  // namespace hazone
