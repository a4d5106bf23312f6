#include "engine/terrain/form/geomorphons.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/analytic_ground.hpp"
#include "tests/support/wide_form_check.hpp"

namespace hazone {
namespace {

using testing::kWideCell;
using testing::Place;

constexpr Extent kExtent{41, 41};

Raster<std::uint8_t> forms(const Raster<float>& z, GeomorphonSpec spec = {.radius = 100}) {
    spec.cell_size = kWideCell;
    Raster<std::uint8_t> result(z.extent());
    geomorphons(z, spec, result);
    return result;
}

template <class Height>
Landform form_in_the_middle(Height height, const GeomorphonSpec& spec = {.radius = 100}) {
    return Landform{forms(testing::analytic_ground(kExtent, kWideCell, height), spec)(20, 20)};
}

TEST(LandformOf, HasTheFormsOfThePaperAtTheirPlaces) {
    EXPECT_EQ(landform_of(0, 0), Landform::flat);
    EXPECT_EQ(landform_of(8, 0), Landform::peak);
    EXPECT_EQ(landform_of(7, 0), Landform::ridge);
    EXPECT_EQ(landform_of(4, 0), Landform::shoulder);
    EXPECT_EQ(landform_of(4, 2), Landform::spur);
    EXPECT_EQ(landform_of(4, 4), Landform::slope);
    EXPECT_EQ(landform_of(3, 3), Landform::slope);
    EXPECT_EQ(landform_of(2, 4), Landform::hollow);
    EXPECT_EQ(landform_of(0, 4), Landform::footslope);
    EXPECT_EQ(landform_of(0, 7), Landform::valley);
    EXPECT_EQ(landform_of(0, 8), Landform::pit);
}

/// Turning the ground over turns peaks into pits, ridges into valleys and so on.
TEST(LandformOf, IsTurnedOverWithTheGround) {
    constexpr std::array kTurned{Landform::none,   Landform::flat,      Landform::pit,
                                 Landform::valley, Landform::footslope, Landform::hollow,
                                 Landform::slope,  Landform::spur,      Landform::shoulder,
                                 Landform::ridge,  Landform::peak};
    int compared = 0;
    for (int lower = 0; lower <= 8; ++lower) {
        for (int higher = 0; higher <= 8 - lower; ++higher) {
            EXPECT_EQ(landform_of(higher, lower),
                      kTurned.at(static_cast<std::size_t>(landform_of(lower, higher))))
                << lower << " " << higher;
            ++compared;
        }
    }
    EXPECT_EQ(compared, 45);
}

TEST(Geomorphons, FindsTheTenForms) {
    const auto bend = [](double x, double slope_below, double slope_above) {
        return x < 0 ? slope_below * x : slope_above * x;
    };
    EXPECT_EQ(form_in_the_middle([](Place) { return 7.0; }), Landform::flat);
    EXPECT_EQ(form_in_the_middle([](Place p) { return -0.2 * p.distance(); }), Landform::peak);
    EXPECT_EQ(form_in_the_middle([](Place p) { return 0.2 * p.distance(); }), Landform::pit);
    EXPECT_EQ(form_in_the_middle([](Place p) { return -0.3 * std::abs(p.x); }), Landform::ridge);
    EXPECT_EQ(form_in_the_middle([](Place p) { return 0.3 * std::abs(p.x); }), Landform::valley);
    EXPECT_EQ(form_in_the_middle([](Place p) { return 0.3 * p.x; }), Landform::slope);
    EXPECT_EQ(form_in_the_middle([&](Place p) { return bend(p.x, 0.3, 0); }), Landform::shoulder);
    EXPECT_EQ(form_in_the_middle([&](Place p) { return bend(p.x, 0, 0.3); }), Landform::footslope);
    // a spur and a hollow down to the west
    EXPECT_EQ(form_in_the_middle([](Place p) { return 0.3 * p.x - 0.1 * std::abs(p.y); }),
              Landform::spur);
    EXPECT_EQ(form_in_the_middle([](Place p) { return 0.3 * p.x + 0.1 * std::abs(p.y); }),
              Landform::hollow);
}

TEST(Geomorphons, FlatIsWhatIsGentlerThanTheThreshold) {
    const auto gentle = [](Place p) { return 0.03 * p.x; };  // 1.7 degrees, 1.2 to the diagonals
    EXPECT_EQ(form_in_the_middle(gentle), Landform::slope);
    EXPECT_EQ(form_in_the_middle(gentle, {.radius = 100, .flat_threshold = 0.031}), Landform::flat);
}

TEST(Geomorphons, BeyondTheFlatDistanceTheHeightDecides) {
    // walls of 3 m on all sides 160 m away: 1.07 degrees, to the diagonals less
    const auto wall = [](Place p) {
        return std::max(std::abs(p.x), std::abs(p.y)) >= 160 ? 3.0 : 0.0;
    };
    const GeomorphonSpec narrow{.radius = 400, .flat_threshold = 0.03};
    GeomorphonSpec wide = narrow;
    wide.flat_distance = 90;  // 90 m tan(0.03) = 2.7 m
    EXPECT_EQ(form_in_the_middle(wall, narrow), Landform::flat);
    EXPECT_EQ(form_in_the_middle(wall, wide), Landform::pit);
    wide.flat_distance = 110;  // 3.3 m
    EXPECT_EQ(form_in_the_middle(wall, wide), Landform::flat);
}

TEST(Geomorphons, NearCellsAreSkippedAndFarOnesNotSeen) {
    const auto knob = [](Place p) { return p.distance() < 15 ? 5.0 : 0.0; };
    EXPECT_EQ(form_in_the_middle(knob), Landform::peak);
    const auto rim = [](Place p) { return p.distance() < 25 && p.distance() > 5 ? 5.0 : 0.0; };
    EXPECT_EQ(form_in_the_middle(rim), Landform::pit);
    EXPECT_EQ(form_in_the_middle(rim, {.radius = 100, .skip_radius = 20}), Landform::flat);
    const auto far = [](Place p) { return std::max(std::abs(p.x), std::abs(p.y)) >= 80 ? 90. : 0; };
    EXPECT_EQ(form_in_the_middle(far, {.radius = 79}), Landform::flat);
    EXPECT_EQ(form_in_the_middle(far, {.radius = 80}), Landform::footslope);  // axes alone
    EXPECT_EQ(form_in_the_middle(far, {.radius = 114}), Landform::pit);
}

/// Elevation angles by the library's arc tangent, cell by cell.
int plain_direction(const Raster<float>& z, Cell cell, Cell step, const GeomorphonSpec& spec) {
    const double own = z(cell.row, cell.col);
    double highest = -2;
    double lowest = 2;
    const double unit = kWideCell * std::hypot(static_cast<double>(step.row), step.col);
    if (!testing::known(z, cell.row + step.row, cell.col + step.col)) {
        return 0;
    }
    for (Index number = 1; static_cast<double>(number) * unit <= spec.radius; ++number) {
        const Cell far{cell.row + number * step.row, cell.col + number * step.col};
        if (testing::known(z, far.row, far.col)) {
            const double angle =
                std::atan2(z(far.row, far.col) - own, static_cast<double>(number) * unit);
            highest = std::max(highest, angle);
            lowest = std::min(lowest, angle);
        }
    }
    const bool level = std::max(std::abs(highest), std::abs(lowest)) <= spec.flat_threshold;
    return level ? 0 : (highest + lowest > 0 ? 1 : -1);
}

Landform plain_form(const Raster<float>& z, Cell cell, const GeomorphonSpec& spec) {
    int lower = 0;
    int higher = 0;
    for (Index row = -1; row <= 1; ++row) {
        for (Index col = -1; col <= 1; ++col) {
            if (row != 0 || col != 0) {
                const int sign = plain_direction(z, cell, {row, col}, spec);
                lower += sign < 0 ? 1 : 0;
                higher += sign > 0 ? 1 : 0;
            }
        }
    }
    return landform_of(lower, higher);
}

TEST(Geomorphons, EqualThePlainLoop) {
    const Raster<float> z = testing::wide_ground();
    const GeomorphonSpec spec{.radius = 75, .flat_threshold = 0.02};
    const Raster<std::uint8_t> found = forms(z, spec);
    Index compared = 0;
    Index unlike = 0;
    testing::for_each_cell_in_order(z.extent(), [&](Cell cell) {
        const bool ring =
            cell.row == 0 || cell.col == 0 || cell.row == z.rows() - 1 || cell.col == z.cols() - 1;
        const Landform form{found(cell.row, cell.col)};
        if (ring || !testing::known(z, cell.row, cell.col)) {
            EXPECT_EQ(form, Landform::none);
            return;
        }
        ++compared;
        unlike += form == plain_form(z, cell, spec) ? 0 : 1;
    });
    EXPECT_GT(compared, 70000);
    EXPECT_LE(unlike, 1);  // an angle as large as the threshold, rounded in float
}

TEST(Geomorphons, EqualAnglesUpAndDownAreLevelOnGroundInWholeMetres) {
    // 3 m up at 30 m and 1 m down at 10 m: thirds have no exact inverse
    const auto even = [](Place p) {
        const double far = std::max(std::abs(p.x), std::abs(p.y));
        return far == 10 ? -1.0 : (far == 30 ? 3.0 : 0.0);
    };
    EXPECT_EQ(form_in_the_middle(even), Landform::flat);
}

TEST(Geomorphons, HasGoodManners) {
    testing::expect_good_manners([](const Raster<float>& z) { return forms(z); });
}

}  // namespace
}  // namespace hazone
