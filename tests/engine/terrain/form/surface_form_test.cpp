// What surface_form() makes, against the functions of one neighbourhood in double and against
// answers worked by hand. The curvatures of surfaces known in closed form are in curvature_test.
#include "engine/terrain/form/surface_form.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/form/horn.hpp"
#include "engine/terrain/synthetic.hpp"
#include "tests/support/analytic_ground.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::quarter_turned;

constexpr double kCellSize = 10;
constexpr double kTurn = 2 * std::numbers::pi;

/// Every output at once.
struct Form {
    explicit Form(Extent extent)
        : slope(extent, -1),
          aspect(extent, -1),
          hillshade(extent, -1),
          profile(extent, -1),
          plan(extent, -1),
          tangential(extent, -1),
          mean(extent, -1),
          total(extent, -1),
          position(extent, -1),
          ruggedness(extent, -1),
          roughness(extent, -1) {}

    SurfaceFormOutputs outputs() {
        return {.slope = slope,
                .aspect = aspect,
                .hillshade = hillshade,
                .profile_curvature = profile,
                .plan_curvature = plan,
                .tangential_curvature = tangential,
                .mean_curvature = mean,
                .total_curvature = total,
                .position_index = position,
                .ruggedness_index = ruggedness,
                .roughness = roughness};
    }
    std::vector<const Raster<float>*> all() const {
        return {&slope, &aspect, &hillshade, &profile,    &plan,     &tangential,
                &mean,  &total,  &position,  &ruggedness, &roughness};
    }

    Raster<float> slope, aspect, hillshade, profile, plan, tangential, mean, total, position,
        ruggedness, roughness;
};

Form form_of(const Raster<float>& z, SurfaceFormSpec spec = {.cell_size = kCellSize}) {
    Form form(z.extent());
    surface_form(z, spec, form.outputs());
    return form;
}

double turn_between(double a, double b) {
    const double apart = std::abs(a - b);
    return std::min(apart, kTurn - apart);
}

void expect_first_order(const Form& form, const Heights<double>& z, Cell cell, const Sun& sun) {
    const Gradient gradient = horn_gradient(z, 1 / (8 * kCellSize));
    EXPECT_NEAR(form.slope(cell.row, cell.col), slope_of(gradient), 1e-6);
    if (is_missing(aspect_of(gradient))) {
        EXPECT_TRUE(is_missing(form.aspect(cell.row, cell.col)));
    } else {
        EXPECT_LT(turn_between(form.aspect(cell.row, cell.col), aspect_of(gradient)), 1e-6);
    }
    EXPECT_NEAR(
        form.hillshade(cell.row, cell.col),
        hillshade_of(gradient, std::cos(sun.altitude) * std::sin(sun.azimuth),
                     std::cos(sun.altitude) * std::cos(sun.azimuth), std::sin(sun.altitude)),
        2e-6);
}

void expect_second_order(const Form& form,
                         const Heights<double>& z,
                         Cell cell,
                         CurvatureMethod method) {
    const auto d = method == CurvatureMethod::evans
                       ? evans_derivatives(z, 1 / kCellSize)
                       : zevenbergen_thorne_derivatives(z, 1 / kCellSize);
    const Curvatures<double> expected = curvatures(d);
    const double bend = std::abs(d.r) + std::abs(d.s) + std::abs(d.t);
    const double gradient = std::hypot(d.p, d.q);
    EXPECT_NEAR(form.profile(cell.row, cell.col), expected.profile, 1e-5 * bend);
    EXPECT_NEAR(form.tangential(cell.row, cell.col), expected.tangential, 1e-5 * bend);
    EXPECT_NEAR(form.mean(cell.row, cell.col), expected.mean, 1e-5 * bend);
    EXPECT_NEAR(form.total(cell.row, cell.col), expected.total, 1e-5 * expected.total);
    if (gradient > 0) {
        EXPECT_NEAR(form.plan(cell.row, cell.col), expected.plan, 1e-5 * bend / gradient);
    }
}

void expect_relief(const Form& form, const Heights<double>& z, Cell cell, RuggednessMethod method) {
    const double ruggedness =
        method == RuggednessMethod::riley ? riley_ruggedness(z) : wilson_ruggedness(z);
    EXPECT_NEAR(form.ruggedness(cell.row, cell.col), ruggedness, 1e-5 * ruggedness);
    EXPECT_NEAR(form.position(cell.row, cell.col), position_index(z), 1e-5 * ruggedness);
    EXPECT_NEAR(form.roughness(cell.row, cell.col), roughness_of(z), 1e-5 * ruggedness);
}

/// The kernel against double arithmetic in every cell; how many cells had a value.
Index expect_as_in_double(const Raster<float>& z, const SurfaceFormSpec& spec) {
    const Form form = form_of(z, spec);
    Index compared = 0;
    for (Index row = 1; row < z.rows() - 1; ++row) {
        for (Index col = 1; col < z.cols() - 1; ++col) {
            const auto nine = heights<double>(rows_around(z, row), col);
            const bool known = !is_missing(roughness_of(nine));
            EXPECT_EQ(is_missing(form.slope(row, col)), !known);
            if (known) {
                expect_first_order(form, nine, {row, col}, spec.sun);
                expect_second_order(form, nine, {row, col}, spec.curvature);
                expect_relief(form, nine, {row, col}, spec.ruggedness);
                ++compared;
            }
        }
    }
    return compared;
}

TEST(SurfaceForm, EqualsDoubleArithmeticOnRoughGround) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        SCOPED_TRACE(seed);
        const Raster<float> z = testing::test_terrain({37, 45}, seed);
        EXPECT_GT(expect_as_in_double(z, {.cell_size = kCellSize}), 600);
        EXPECT_GT(expect_as_in_double(z, {.cell_size = kCellSize,
                                          .curvature = CurvatureMethod::evans,
                                          .ruggedness = RuggednessMethod::wilson,
                                          .sun = {.azimuth = 2, .altitude = 0.3}}),
                  600);
    }
}

TEST(SurfaceForm, EqualsDoubleArithmeticInRowsOfEveryLength) {
    for (const Index cols : {3, 4, 17, 511, 512, 513, 514, 515, 528, 1023, 1025, 1026, 1600}) {
        SCOPED_TRACE(cols);
        const auto z = synthetic_terrain(SyntheticTerrain::fractal, {4, cols}, 5);
        EXPECT_EQ(expect_as_in_double(z, {.cell_size = kCellSize}), 2 * (cols - 2));
    }
}

TEST(SurfaceForm, EqualsTheWorkedExampleOfUnevenGround) {
    // Rows from the north: 1 2 4 / 2 3 6 / 1 4 9. Mean of the eight: 29/8. Squares of the
    // differences: 4 + 1 + 1 + 1 + 9 + 4 + 1 + 36 = 57; sum of their sizes 2+1+1+1+3+2+1+6 = 17.
    const Raster<float> z = testing::grid<float>({{1, 2, 4}, {2, 3, 6}, {1, 4, 9}});
    const Form form = form_of(z);
    EXPECT_FLOAT_EQ(form.position(1, 1), 3 - 29.0F / 8);
    EXPECT_FLOAT_EQ(form.ruggedness(1, 1), std::sqrt(57.0F));
    EXPECT_FLOAT_EQ(form.roughness(1, 1), 8);
    const Form wilson =
        form_of(z, {.cell_size = kCellSize, .ruggedness = RuggednessMethod::wilson});
    EXPECT_FLOAT_EQ(wilson.ruggedness(1, 1), 17.0F / 8);
}

TEST(SurfaceForm, OfLevelGroundIsNothingAndHasNoAspect) {
    const Form form = form_of(Raster<float>({5, 5}, 812.5F));
    for (const auto* output : {&form.slope, &form.profile, &form.plan, &form.tangential, &form.mean,
                               &form.total, &form.position, &form.ruggedness, &form.roughness}) {
        EXPECT_EQ((*output)(2, 2), 0);
    }
    EXPECT_TRUE(is_missing(form.aspect(2, 2)));
    EXPECT_NEAR(form.hillshade(2, 2), std::sqrt(0.5), 1e-6);
}

TEST(SurfaceForm, IsLitWhereItFacesTheSunAndDarkBehind) {
    const auto tilted = [](double facing) {
        return testing::analytic_ground({3, 3}, kCellSize, [=](testing::Place place) {
            return -(place.x * std::sin(facing) + place.y * std::cos(facing));  // 45 degrees
        });
    };
    const double north_west = 7 * kTurn / 8;
    EXPECT_NEAR(form_of(tilted(north_west)).hillshade(1, 1), 1, 2e-6);
    EXPECT_NEAR(form_of(tilted(north_west - kTurn / 4)).hillshade(1, 1), 0.5, 2e-6);
    EXPECT_NEAR(form_of(tilted(north_west + kTurn / 2)).hillshade(1, 1), 0, 2e-6);
    const SurfaceFormSpec low{.cell_size = kCellSize, .sun = {.altitude = 0.2}};
    EXPECT_EQ(form_of(tilted(north_west + kTurn / 2), low).hillshade(1, 1), 0);
}

bool same_bits(const Form& a, const Form& b) {
    const auto as = a.all();
    const auto bs = b.all();
    return std::equal(as.begin(), as.end(), bs.begin(), [](const auto* one, const auto* other) {
        return testing::same_bits(*one, *other);
    });
}

TEST(SurfaceForm, DoesNotChangeWhenTheGroundIsLifted) {
    const auto z = synthetic_terrain(SyntheticTerrain::whole_metre_fractal, {40, 60}, 7);
    Raster<float> lifted = z.clone();
    for_each_cell(z.extent(), [&](Index row, Index col) { lifted(row, col) += 512; });
    EXPECT_TRUE(same_bits(form_of(z), form_of(lifted)));
}

TEST(SurfaceForm, TurnsWithTheGround) {
    const auto z = synthetic_terrain(SyntheticTerrain::fractal, {40, 60}, 7);
    for (const auto method : {CurvatureMethod::zevenbergen_thorne, CurvatureMethod::evans}) {
        const SurfaceFormSpec spec{.cell_size = kCellSize, .curvature = method};
        SurfaceFormSpec turned_spec = spec;
        turned_spec.sun.azimuth += kTurn / 4;
        const Form form = form_of(z, spec);
        const Form turned = form_of(quarter_turned(z), turned_spec);
        for (std::size_t i = 0; i < form.all().size(); ++i) {
            const Raster<float> expected = quarter_turned(*form.all()[i]);
            for_each_inner_cell(expected.extent(), [&](Index row, Index col) {
                const float value = (*turned.all()[i])(row, col);
                if (i == 1) {  // the aspect turns itself
                    EXPECT_LT(turn_between(std::fmod(expected(row, col) + kTurn / 4, kTurn), value),
                              2e-6);
                } else {
                    EXPECT_NEAR(value, expected(row, col),
                                1e-5 * (1e-3 + std::abs(expected(row, col))))
                        << i << ' ' << row << ' ' << col;
                }
            });
        }
    }
}

TEST(SurfaceForm, IsMissingOnTheRingAndInTheNineCellsAroundAHole) {
    for (const float hole : {kMissing, std::numeric_limits<float>::infinity(),
                             -std::numeric_limits<float>::infinity()}) {
        for (const auto method : {CurvatureMethod::zevenbergen_thorne, CurvatureMethod::evans}) {
            auto z = synthetic_terrain(SyntheticTerrain::noise, {12, 14}, 2);
            z(5, 6) = hole;
            const Form form = form_of(z, {.cell_size = kCellSize, .curvature = method});
            for (const auto* output : form.all()) {
                for_each_cell(z.extent(), [&](Index row, Index col) {
                    const bool ring = row == 0 || col == 0 || row == 11 || col == 13;
                    const bool beside = std::abs(row - 5) <= 1 && std::abs(col - 6) <= 1;
                    EXPECT_EQ(is_missing((*output)(row, col)), ring || beside) << row << ' ' << col;
                });
            }
        }
    }
}

TEST(SurfaceForm, WritesEveryCellOfAwkwardGridsAndOfGroundWhichIsAllMissing) {
    for (const Extent extent : testing::awkward_extents()) {
        const Form form = form_of(Raster<float>(extent, kMissing));
        for (const auto* output : form.all()) {
            for_each_cell(extent, [&](Index row, Index col) {
                EXPECT_TRUE(is_missing((*output)(row, col)));
            });
        }
    }
}

TEST(SurfaceForm, WritesOneNaNWhateverNaNTheHeightsHold) {
    auto z = synthetic_terrain(SyntheticTerrain::noise, {7, 30}, 2);
    z(3, 4) = std::bit_cast<float>(0xFFC12345U);
    z(3, 20) = std::numeric_limits<float>::infinity();
    const Form form = form_of(z);
    for (const auto* output : form.all()) {
        for_each_cell(z.extent(), [&](Index row, Index col) {
            if (is_missing((*output)(row, col))) {
                EXPECT_EQ(std::bit_cast<std::uint32_t>((*output)(row, col)),
                          std::bit_cast<std::uint32_t>(kMissing));
            }
        });
    }
}

TEST(SurfaceForm, AloneIsWhatItIsTogether) {
    const Raster<float> z = testing::test_terrain({30, 600}, 1);
    const Form together = form_of(z);
    for (std::size_t i = 0; i < together.all().size(); ++i) {
        Form alone(z.extent());
        const SurfaceFormOutputs every = alone.outputs();
        SurfaceFormOutputs one;
        const View<float> views[] = {every.slope,          every.aspect,
                                     every.hillshade,      every.profile_curvature,
                                     every.plan_curvature, every.tangential_curvature,
                                     every.mean_curvature, every.total_curvature,
                                     every.position_index, every.ruggedness_index,
                                     every.roughness};
        View<float>* const places[] = {&one.slope,          &one.aspect,
                                       &one.hillshade,      &one.profile_curvature,
                                       &one.plan_curvature, &one.tangential_curvature,
                                       &one.mean_curvature, &one.total_curvature,
                                       &one.position_index, &one.ruggedness_index,
                                       &one.roughness};
        *places[i] = views[i];
        surface_form(z, {.cell_size = kCellSize}, one);
        EXPECT_TRUE(testing::same_bits(*alone.all()[i], *together.all()[i])) << i;
    }
}

TEST(SurfaceForm, HasTheSameBitsOnAnyNumberOfThreads) {
    const Raster<float> z = testing::test_terrain({67, 591}, 3);
    const Form reference = [&] {
        const ThreadScope scope(1);
        return form_of(z);
    }();
    for (const int count : {2, 3, 8}) {
        const ThreadScope scope(count);
        EXPECT_TRUE(same_bits(reference, form_of(z))) << count;
    }
}

}  // namespace
}  // namespace hazone
