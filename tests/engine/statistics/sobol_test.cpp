#include "engine/statistics/sobol.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace hazone {
namespace {

// Ishigami & Homma (1990): sin x + a sin^2 y + b z^4 sin x on -pi..pi. With a = 7, b = 0.1:
// S = 0.3139, 0.4424, 0 in closed form.
TEST(FirstOrderIndices, AreThoseOfTheIshigamiFunction) {
    constexpr double kA = 7;
    constexpr double kB = 0.1;
    const double pi4 = std::pow(std::numbers::pi, 4);
    const double variance = kA * kA / 8 + kB * pi4 / 5 + kB * kB * pi4 * pi4 / 18 + 0.5;
    const double first = 0.5 * std::pow(1 + kB * pi4 / 5, 2) / variance;
    const double second = kA * kA / 8 / variance;
    EXPECT_NEAR(first, 0.3139, 1e-4);
    EXPECT_NEAR(second, 0.4424, 1e-4);
    const auto found =
        first_order_indices<3>({.samples = 400000, .seed = 3}, [=](const std::array<double, 3>& u) {
            const auto angle = [](double share) { return std::numbers::pi * (2 * share - 1); };
            const double sine = std::sin(angle(u[1]));
            return std::sin(angle(u[0])) * (1 + kB * std::pow(angle(u[2]), 4)) + kA * sine * sine;
        });
    EXPECT_NEAR(found[0], first, 0.01);
    EXPECT_NEAR(found[1], second, 0.01);
    EXPECT_NEAR(found[2], 0, 0.01);
}

TEST(FirstOrderIndices, OfASumAreTheSharesOfItsVariance) {
    const auto found = first_order_indices<4>(
        {.samples = 200000, .seed = 5, .cell = 9},
        [](const std::array<double, 4>& u) { return 1000 + 3 * u[0] + 2 * u[1] + u[2]; });
    EXPECT_NEAR(found[0], 9.0 / 14, 0.01);
    EXPECT_NEAR(found[1], 4.0 / 14, 0.01);
    EXPECT_NEAR(found[2], 1.0 / 14, 0.01);
    EXPECT_NEAR(found[3], 0, 1e-12);
}

TEST(FirstOrderIndices, AreMissingWhereNothingVariesOrAValueIs) {
    const auto flat = first_order_indices<2>({}, [](const std::array<double, 2>&) { return 4.0; });
    const auto gaps = first_order_indices<2>({}, [](const std::array<double, 2>& u) {
        return u[0] > 0.9 ? static_cast<double>(kMissing) : u[1];
    });
    for (const double index : {flat[0], flat[1], gaps[0], gaps[1]}) {
        EXPECT_TRUE(is_missing(index));
    }
}

}  // namespace
}  // namespace hazone
