// topographic_indices() against the formulas in double.
#include "engine/terrain/form/topographic_indices.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

constexpr double kLeastSlope = 0.001;
constexpr double kSteepest = 1.57;  // rad, ground of 90 degrees has no tangent

struct Indices {
    explicit Indices(Extent extent) : wetness(extent, -7), power(extent, -7), factor(extent, -7) {}
    Raster<float> wetness, power, factor;
};

struct Ground {
    Raster<float> area, slope;
};

/// Areas from 1 m to 1e9 m in even shares of magnitude, slopes from level to `kSteepest`, some
/// level and some missing cells.
Ground seeded_ground(Extent extent, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> magnitude(0, 9);
    std::uniform_real_distribution<double> angle(0, kSteepest);
    Ground ground{Raster<float>(extent), Raster<float>(extent)};
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            ground.area(row, col) = static_cast<float>(std::pow(10, magnitude(random)));
            ground.slope(row, col) = random() % 16 == 0 ? 0 : static_cast<float>(angle(random));
            if (random() % 16 == 0) {
                (random() % 2 == 0 ? ground.area : ground.slope)(row, col) = kMissing;
            }
        }
    }
    return ground;
}

Indices indices_of(const Ground& ground, double least_slope = kLeastSlope) {
    Indices found(ground.area.extent());
    topographic_indices(ground.area, ground.slope, least_slope,
                        {.wetness_index = found.wetness,
                         .stream_power_index = found.power,
                         .length_slope_factor = found.factor});
    return found;
}

void expect_formulas(const Ground& ground, const Indices& found, Cell cell) {
    const double area = ground.area(cell.row, cell.col);
    const double slope = ground.slope(cell.row, cell.col);
    if (is_missing(area) || is_missing(slope)) {
        EXPECT_TRUE(is_missing(found.wetness(cell.row, cell.col)));
        EXPECT_TRUE(is_missing(found.power(cell.row, cell.col)));
        EXPECT_TRUE(is_missing(found.factor(cell.row, cell.col)));
        return;
    }
    EXPECT_NEAR(found.wetness(cell.row, cell.col),
                std::log(area / std::tan(std::max(slope, kLeastSlope))), 3e-6);
    const double power = area * std::tan(slope);
    EXPECT_NEAR(found.power(cell.row, cell.col), power, 3e-6 * power);
    const double factor =
        1.4 * std::pow(area / 22.13, 0.4) * std::pow(std::sin(slope) / 0.0896, 1.3);
    EXPECT_NEAR(found.factor(cell.row, cell.col), factor, 3e-6 * factor);
}

TEST(TopographicIndices, EqualTheFormulasInDouble) {
    for (const Extent extent : {Extent{1, 1}, Extent{1, 700}, Extent{700, 1}, Extent{90, 1031}}) {
        const Ground ground = seeded_ground(extent, 5);
        const Indices found = indices_of(ground);
        for (Index row = 0; row < extent.rows; ++row) {
            for (Index col = 0; col < extent.cols; ++col) {
                expect_formulas(ground, found, {row, col});
            }
        }
    }
}

TEST(TopographicIndices, AreThoseOfAPlotWorkedByHand) {
    // 22.13 m of a slope of 9 %: the plot of the Universal Soil Loss Equation, LS = 1.4
    const auto plot = static_cast<float>(std::asin(0.0896));
    const Indices found = indices_of({Raster<float>({1, 1}, 22.13F), Raster<float>({1, 1}, plot)});
    EXPECT_NEAR(found.factor(0, 0), 1.4, 1e-6);
    EXPECT_NEAR(found.power(0, 0), 22.13 * 0.0899618, 1e-5);  // tan = 0.0896 / sqrt(1 - 0.0896^2)
    EXPECT_NEAR(found.wetness(0, 0), 5.505310, 1e-5);         // ln(22.13 / 0.0899618)
}

TEST(TopographicIndices, OfLevelGroundAreFinite) {
    const Indices found = indices_of({Raster<float>({1, 1}, 50), Raster<float>({1, 1}, 0)}, 0.01);
    EXPECT_NEAR(found.wetness(0, 0), std::log(50 / std::tan(0.01)), 3e-6);
    EXPECT_EQ(found.power(0, 0), 0);
    EXPECT_EQ(found.factor(0, 0), 0);
}

TEST(TopographicIndices, BoundTheSlopeForTheWetnessIndexAlone) {
    const Ground gentle{Raster<float>({1, 1}, 50), Raster<float>({1, 1}, 0.002F)};
    const Indices bounded = indices_of(gentle, 0.01);
    const Indices free = indices_of(gentle, 0.001);
    EXPECT_LT(bounded.wetness(0, 0), free.wetness(0, 0));
    EXPECT_EQ(bounded.power(0, 0), free.power(0, 0));
    EXPECT_EQ(bounded.factor(0, 0), free.factor(0, 0));
}

TEST(TopographicIndices, AreTheSameAloneAsTogether) {
    const Ground ground = seeded_ground({40, 613}, 8);
    const Indices together = indices_of(ground);
    Indices alone(ground.area.extent());
    topographic_indices(ground.area, ground.slope, kLeastSlope, {.wetness_index = alone.wetness});
    topographic_indices(ground.area, ground.slope, kLeastSlope,
                        {.stream_power_index = alone.power});
    topographic_indices(ground.area, ground.slope, kLeastSlope,
                        {.length_slope_factor = alone.factor});
    EXPECT_TRUE(testing::same_bits(alone.wetness, together.wetness));
    EXPECT_TRUE(testing::same_bits(alone.power, together.power));
    EXPECT_TRUE(testing::same_bits(alone.factor, together.factor));
}

TEST(TopographicIndices, DoNotDependOnWhereARowBegins) {
    // the same cells one column further to the right: another place in the vectors of a loop
    const Ground ground = seeded_ground({3, 1100}, 3);
    const Indices whole = indices_of(ground);
    Ground moved{Raster<float>({3, 1099}), Raster<float>({3, 1099})};
    for_each_cell(moved.area.extent(), [&](Index row, Index col) {
        moved.area(row, col) = ground.area(row, col + 1);
        moved.slope(row, col) = ground.slope(row, col + 1);
    });
    const Indices part = indices_of(moved);
    Indices expected(moved.area.extent());
    for_each_cell(moved.area.extent(), [&](Index row, Index col) {
        expected.wetness(row, col) = whole.wetness(row, col + 1);
        expected.power(row, col) = whole.power(row, col + 1);
        expected.factor(row, col) = whole.factor(row, col + 1);
    });
    EXPECT_TRUE(testing::same_bits(part.wetness, expected.wetness));
    EXPECT_TRUE(testing::same_bits(part.power, expected.power));
    EXPECT_TRUE(testing::same_bits(part.factor, expected.factor));
}

TEST(TopographicIndices, HaveTheSameBitsOnAnyNumberOfThreads) {
    const Ground ground = seeded_ground({61, 577}, 11);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return indices_of(ground).wetness; }));
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return indices_of(ground).power; }));
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return indices_of(ground).factor; }));
}

}  // namespace
}  // namespace hazone
