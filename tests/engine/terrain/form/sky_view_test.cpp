#include "engine/terrain/form/sky_view.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/terrain/form/sight_lines.hpp"
#include "tests/support/analytic_ground.hpp"
#include "tests/support/wide_form_check.hpp"

namespace hazone {
namespace {

using testing::kWideCell;
using testing::Place;
constexpr double kRight = std::numbers::pi / 2;

struct Sky {
    Raster<float> factor;
    Raster<float> positive;
    Raster<float> negative;
};

Sky sky_of(const Raster<float>& z, SkyViewSpec spec) {
    spec.cell_size = kWideCell;
    Sky sky{Raster<float>(z.extent()), Raster<float>(z.extent()), Raster<float>(z.extent())};
    sky_view(z, spec,
             {.sky_view_factor = sky.factor,
              .positive_openness = sky.positive,
              .negative_openness = sky.negative});
    return sky;
}

constexpr Extent kExtent{61, 61};

TEST(SightLine, GoesStraightToTheAzimuth) {
    EXPECT_EQ(sight_line(0, 3).size(), 3U);
    const SightLine east = sight_line(kRight, 2.5);
    ASSERT_EQ(east.size(), 2U);
    EXPECT_EQ(east.back().cols, 2);
    EXPECT_EQ(east.back().rows, 0);
    const SightLine south_east = sight_line(kRight * 1.5, 5, 1);
    ASSERT_EQ(south_east.size(), 2U);  // the second and the third cell of the diagonal
    EXPECT_EQ(south_east.front().rows, 2);
    EXPECT_EQ(south_east.front().cols, 2);
    EXPECT_NEAR(south_east.front().distance, std::hypot(2, 2), 1e-12);
}

TEST(SkyView, OfLevelGroundIsTheWholeSky) {
    const Sky sky = sky_of(Raster<float>({30, 30}, 4.0F), {.radius = 50});
    EXPECT_EQ(sky.factor(15, 15), 1);
    EXPECT_NEAR(sky.positive(15, 15), kRight, 1e-6);
    EXPECT_NEAR(sky.negative(0, 0), kRight, 1e-6);
}

TEST(SkyView, InAConeIsThatOfItsWall) {
    for (const double steepness : {0.1, 1.0, 3.0}) {
        const double wall = std::atan(steepness);
        const Raster<float> pit = testing::analytic_ground(
            kExtent, kWideCell, [&](Place p) { return steepness * p.distance(); });
        const Sky low = sky_of(pit, {.radius = 200});
        EXPECT_NEAR(low.factor(30, 30), 1 - std::sin(wall), 2e-6);
        EXPECT_NEAR(low.positive(30, 30), kRight - wall, 2e-6);
        EXPECT_NEAR(low.negative(30, 30), kRight + wall, 2e-6);
        const Raster<float> peak = testing::analytic_ground(
            kExtent, kWideCell, [&](Place p) { return -steepness * p.distance(); });
        const Sky high = sky_of(peak, {.radius = 200});
        EXPECT_EQ(high.factor(30, 30), 1);
        EXPECT_NEAR(high.positive(30, 30), kRight + wall, 2e-6);
        EXPECT_NEAR(high.negative(30, 30), kRight - wall, 2e-6);
    }
}

/// A wall of 45 degrees rising to the east: towards azimuth a the sine of the horizon is
/// sin(a) / sqrt(1 + sin2(a)), over half of the circle; its mean over the circle is 1/4.
TEST(SkyView, AtTheFootOfALongWallIsThatOfTheHorizon) {
    const Raster<float> wall =
        testing::analytic_ground({401, 401}, kWideCell, [](Place p) { return std::max(0.0, p.x); });
    const double eight = (1 / std::hypot(1, 1) + 2 / std::sqrt(3.0)) / 8;
    EXPECT_NEAR(sky_of(wall, {.radius = 1900, .directions = 8}).factor(200, 200), 1 - eight, 2e-6);
    // between the eight directions the nearest cells see the wall up to half a cell too near
    const float many = sky_of(wall, {.radius = 1900, .directions = 64}).factor(200, 200);
    EXPECT_LT(many, 0.75);
    EXPECT_GT(many, 0.72);
}

TEST(SkyView, TurnsWithTheGround) {
    const Raster<float> z = synthetic_terrain(SyntheticTerrain::fractal, {90, 70}, 4);
    const Sky sky = sky_of(z, {.radius = 120, .directions = 8});
    const Sky turned = sky_of(testing::quarter_turned(z), {.radius = 120, .directions = 8});
    const Raster<float> expected = testing::quarter_turned(sky.factor);
    for_each_cell(expected.extent(), [&](Index row, Index col) {
        ASSERT_NEAR(turned.factor(row, col), expected(row, col), 1e-6);
    });
}

/// One cell along the lines, by the library's functions in double.
struct PlainSky {
    double factor = 0;
    double positive = 0;
    double negative = 0;
};

PlainSky plain_sky(const Raster<float>& z, Cell cell, const SkyViewSpec& spec) {
    PlainSky sky;
    int count = 0;
    for (int number = 0; number < spec.directions; ++number) {
        double highest = -2;
        double lowest = 2;
        for (const SightCell& seen : sight_line(2 * std::numbers::pi * number / spec.directions,
                                                spec.radius / kWideCell * (1 + 1e-9))) {
            const Cell far{cell.row + seen.rows, cell.col + seen.cols};
            if (testing::known(z, far.row, far.col)) {
                const double rise = double{z(far.row, far.col)} - double{z(cell.row, cell.col)};
                highest = std::max(highest, std::atan(rise / (seen.distance * kWideCell)));
                lowest = std::min(lowest, std::atan(rise / (seen.distance * kWideCell)));
            }
        }
        if (highest > -2) {
            ++count;
            sky.factor += 1 - std::sin(std::max(highest, 0.0));
            sky.positive += kRight - highest;
            sky.negative += kRight + lowest;
        }
    }
    return {sky.factor / count, sky.positive / count, sky.negative / count};
}

TEST(SkyView, EqualsThePlainLoop) {
    const Raster<float> z = testing::wide_ground();
    const SkyViewSpec spec{.radius = 65, .directions = 12};
    const Sky sky = sky_of(z, spec);
    Index compared = 0;
    testing::for_each_cell_in_order(z.extent(), [&](Cell cell) {
        if (!testing::known(z, cell.row, cell.col)) {
            EXPECT_TRUE(is_missing(sky.factor(cell.row, cell.col)));
            return;
        }
        const PlainSky expected = plain_sky(z, cell, spec);
        if (!std::isnan(expected.factor)) {
            ++compared;
            ASSERT_NEAR(sky.factor(cell.row, cell.col), expected.factor, 2e-6);
            ASSERT_NEAR(sky.positive(cell.row, cell.col), expected.positive, 2e-6);
            ASSERT_NEAR(sky.negative(cell.row, cell.col), expected.negative, 2e-6);
        } else {
            EXPECT_TRUE(is_missing(sky.factor(cell.row, cell.col)));
        }
    });
    EXPECT_GT(compared, 70000);
}

TEST(SkyView, OutputsAloneHaveTheSameBits) {
    const Raster<float> z = testing::wide_ground();
    const SkyViewSpec spec{.cell_size = kWideCell, .radius = 65};
    const Sky all = sky_of(z, spec);
    Raster<float> alone(z.extent());
    sky_view(z, spec, {.sky_view_factor = alone});
    EXPECT_TRUE(testing::same_bits(all.factor, alone));
    sky_view(z, spec, {.positive_openness = alone});
    EXPECT_TRUE(testing::same_bits(all.positive, alone));
    sky_view(z, spec, {.negative_openness = alone});
    EXPECT_TRUE(testing::same_bits(all.negative, alone));
}

TEST(SkyView, HasGoodManners) {
    testing::expect_good_manners(
        [](const Raster<float>& z) { return sky_of(z, {.radius = 60}).factor; });
    testing::expect_good_manners(
        [](const Raster<float>& z) { return sky_of(z, {.radius = 60}).negative; });
    EXPECT_TRUE(is_missing(sky_of(Raster<float>({1, 1}, 5.0F), {.radius = 60}).factor(0, 0)));
}

}  // namespace
}  // namespace hazone
