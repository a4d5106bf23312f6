// Slope and curvatures on surfaces whose form is known: plane, cone, paraboloid and sphere.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "engine/terrain/form/surface_form.hpp"
#include "tests/support/analytic_ground.hpp"

namespace hazone {
namespace {

using testing::analytic_ground;
using testing::Place;
using testing::place_of;

/// What is known of one place of a surface.
struct Known {
    double slope = 0;
    Curvatures<double> curvatures = {};
};

/// A surface with its height and its form at a place.
struct Surface {
    std::function<double(Place)> height;
    std::function<Known(Place)> form;
};

constexpr double kRadius = 1000;  // m, of the sphere; scale of the others

// A dome: both normal curvatures are 1/R everywhere, contours are circles.
Surface sphere() {
    return {[](Place at) { return std::sqrt(kRadius * kRadius - at.distance() * at.distance()); },
            [](Place at) -> Known {
                const double drop = std::sqrt(kRadius * kRadius - at.distance() * at.distance());
                const double p = at.x / drop;
                const double q = at.y / drop;
                // second derivatives of sqrt(R2 - x2 - y2): -(1 + p2)/z, -pq/z, -(1 + q2)/z
                const double total =
                    ((1 + p * p) * (1 + p * p) + 2 * p * q * p * q + (1 + q * q) * (1 + q * q)) /
                    (drop * drop);
                return {std::asin(at.distance() / kRadius),
                        {1 / kRadius, 1 / at.distance(), 1 / kRadius, 1 / kRadius, total}};
            }};
}

// A cone of slope 1 in 2: straight down the slope, contours are circles.
Surface cone() {
    return {[](Place at) { return -0.5 * at.distance(); },
            [](Place at) -> Known {
                const double plan = 1 / at.distance();
                const double tangential = plan * 0.5 / std::sqrt(1.25);
                return {std::atan(0.5), {0, plan, tangential, tangential / 2, 0.25 * plan * plan}};
            }};
}

// A bowl: -(x2 + y2) / 2R turned over, so that every curvature is below 0.
Surface bowl() {
    return {[](Place at) { return at.distance() * at.distance() / (2 * kRadius); },
            [](Place at) -> Known {
                const double rise = at.distance() / kRadius;
                const double root = std::sqrt(1 + rise * rise);
                const double along = -1 / (kRadius * root * root * root);
                const double across = -1 / (kRadius * root);
                return {std::atan(rise),
                        {along, -1 / at.distance(), across, (along + across) / 2,
                         2 / (kRadius * kRadius)}};
            }};
}

Surface plane() {
    return {[](Place at) { return 0.3 * at.x - 0.7 * at.y; },
            [](Place) -> Known {
                return {std::atan(std::hypot(0.3, 0.7)), {}};
            }};
}

/// A saddle which rises to north-east and falls to north-west: -xy / R has the twist s alone.
Surface saddle() {
    return {[](Place at) { return at.x * at.y / kRadius; },
            [](Place at) -> Known {
                const double p = at.y / kRadius;
                const double q = at.x / kRadius;
                const double s = 1 / kRadius;
                const double g = p * p + q * q;
                const double root = std::sqrt(1 + g);
                const double twist = 2 * p * q * s;
                return {std::atan(std::sqrt(g)),
                        {-twist / (g * root * root * root), twist / (g * std::sqrt(g)),
                         twist / (g * root), twist / (2 * root * root * root), 2 * s * s}};
            }};
}

using Errors = std::array<double, 6>;

constexpr double kCoarsest = 120;  // m; its places are places of the finer grids too

struct FormRasters {
    explicit FormRasters(Extent extent)
        : slope(extent),
          profile(extent),
          plan(extent),
          tangential(extent),
          mean(extent),
          total(extent) {}

    Errors errors(Cell at, const Known& known) const {
        const auto error = [at](const Raster<float>& found, double expected) {
            return std::abs(found(at.row, at.col) - expected);
        };
        const Curvatures<double>& expected = known.curvatures;
        return {error(slope, known.slope),  error(profile, expected.profile),
                error(plan, expected.plan), error(tangential, expected.tangential),
                error(mean, expected.mean), error(total, expected.total)};
    }

    Raster<float> slope, profile, plan, tangential, mean, total;
};

FormRasters form_of(const Raster<float>& z, double cell_size, CurvatureMethod method) {
    FormRasters form(z.extent());
    surface_form(z, {.cell_size = cell_size, .curvature = method},
                 {.slope = form.slope,
                  .profile_curvature = form.profile,
                  .plan_curvature = form.plan,
                  .tangential_curvature = form.tangential,
                  .mean_curvature = form.mean,
                  .total_curvature = form.total});
    return form;
}

/// Root mean square errors over places from 400 to 600 m from the middle, the same for every cell
/// size: of the slope, then of profile, plan, tangential, mean and total curvature.
Errors errors_of(const Surface& surface, double cell_size, CurvatureMethod method) {
    const auto stride = static_cast<Index>(kCoarsest / cell_size);
    const Index half = 6 * stride;
    const Extent extent{2 * half + 1, 2 * half + 1};
    const FormRasters form =
        form_of(analytic_ground(extent, cell_size, surface.height), cell_size, method);
    Errors sums{};
    double places = 0;
    for (Index row = stride; row < extent.rows - 1; row += stride) {
        for (Index col = stride; col < extent.cols - 1; col += stride) {
            const Place at = place_of(extent, {row, col}, cell_size);
            if (at.distance() < 400 || at.distance() > 600) {
                continue;
            }
            const Errors errors = form.errors({row, col}, surface.form(at));
            std::transform(errors.begin(), errors.end(), sums.begin(), sums.begin(),
                           [](double error, double sum) { return sum + error * error; });
            ++places;
        }
    }
    EXPECT_GT(places, 30);
    for (double& sum : sums) {
        sum = std::sqrt(sum / places);
    }
    return sums;
}

constexpr std::array kMethods{CurvatureMethod::zevenbergen_thorne, CurvatureMethod::evans};

TEST(Curvature, IsExactToRoundingOnQuadrics) {
    for (const CurvatureMethod method : kMethods) {
        for (const Surface& surface : {plane(), bowl(), saddle()}) {
            const Errors errors = errors_of(surface, 60, method);
            EXPECT_LT(errors[0], 1e-6);
            // heights of some 300 m are floats 3e-5 m apart, cells 60 m
            EXPECT_LT(errors[1], 1e-7);
            EXPECT_LT(errors[2], 3e-7);
            EXPECT_LT(errors[3], 1e-7);
            EXPECT_LT(errors[4], 1e-7);
            EXPECT_LT(errors[5], 1e-9);
        }
    }
}

/// Halving the cells must divide every error by four: the differences are of second order. Smaller
/// cells would show the rounding of heights to floats instead.
void expect_second_order(const Surface& surface, CurvatureMethod method) {
    const Errors coarse = errors_of(surface, kCoarsest, method);
    const Errors middle = errors_of(surface, 60, method);
    const Errors fine = errors_of(surface, 30, method);
    for (std::size_t i = 0; i < coarse.size(); ++i) {
        EXPECT_NEAR(std::log2(coarse[i] / middle[i]), 2, 0.4) << i;
        EXPECT_NEAR(std::log2(middle[i] / fine[i]), 2, 0.25) << i;
    }
}

TEST(Curvature, ConvergesWithTheSquareOfTheCellSizeOnASphere) {
    for (const CurvatureMethod method : kMethods) {
        expect_second_order(sphere(), method);
    }
}

TEST(Curvature, ConvergesWithTheSquareOfTheCellSizeOnACone) {
    for (const CurvatureMethod method : kMethods) {
        expect_second_order(cone(), method);
    }
}

}  // namespace
}  // namespace hazone
