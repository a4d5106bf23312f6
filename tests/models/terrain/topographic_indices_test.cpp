#include "models/terrain/form/topographic_indices.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/terrain/form/desmet_govers.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

TEST(WetnessIndex, IsTheLogarithmOfAreaOverTangent) {
    EXPECT_NEAR(wetness_index_of(100, std::atan(0.1), 0.001), std::log(1000.0), 1e-12);
    EXPECT_NEAR(wetness_index_of(30, std::atan(1.0), 0.001), std::log(30.0), 1e-12);
}

TEST(WetnessIndex, TakesGentleGroundAsTheLeastSlope) {
    EXPECT_EQ(wetness_index_of(100, 0, 0.001), wetness_index_of(100, 0.001, 0.001));
    EXPECT_LT(wetness_index_of(100, 0.002, 0.001), wetness_index_of(100, 0, 0.001));
}

TEST(WetnessIndex, IsMissingWhereAnInputIs) {
    EXPECT_TRUE(is_missing(wetness_index_of(kMissing, 0.1, 0.001)));
    EXPECT_TRUE(is_missing(wetness_index_of(100, kMissing, 0.001)));
}

TEST(StreamPowerIndex, IsAreaTimesTangent) {
    EXPECT_NEAR(stream_power_index_of(100, std::atan(0.25)), 25, 1e-12);
    EXPECT_EQ(stream_power_index_of(100, 0), 0);
    EXPECT_TRUE(is_missing(stream_power_index_of(kMissing, 0.1)));
}

TEST(LengthSlopeFactor, IsTheExponentPlusOneOnThePlotOfTheSoilLossEquation) {
    EXPECT_NEAR(length_slope_factor_of(22.13, std::asin(0.0896)), 1.4, 1e-12);
    // 1.4 * 10^0.4 * 2^1.3 = 1.4 * 2.511886 * 2.462289
    EXPECT_NEAR(length_slope_factor_of(221.3, std::asin(0.1792)), 8.658986, 1e-5);
    EXPECT_EQ(length_slope_factor_of(100, 0), 0);
    EXPECT_TRUE(is_missing(length_slope_factor_of(100, kMissing)));
}

TEST(DesmetGovers, IsTheSteepnessAloneOnAPlotAtTheDivide) {
    // a cell of 22.13 m without area above it, facing an axis: L = 1 whatever m
    const double side = 22.13;
    const double slope = std::atan(0.2);
    const ErosionCell cell{side * side, side, slope, std::numbers::pi / 2};
    EXPECT_NEAR(desmet_govers_factor(cell, 1), 16.8 * std::sin(slope) - 0.5, 1e-12);
}

TEST(DesmetGovers, EqualsAnExampleWorkedByHand) {
    // sin b = 0.1 (tan 0.1005, not gentle): f = 1.116071 / (3 * 0.158489 + 0.56) = 1.077843,
    // m = 0.518731; A above 900, D 10, facing NE: x = sqrt 2.
    // L = (1000^1.518731 - 900^1.518731) / (10^2.518731 * (1.414214 * 22.13)^0.518731)
    const ErosionCell cell{1000, 10, std::asin(0.1), std::numbers::pi / 4};
    const double m = 0.518731;
    const double length = (std::pow(1000, 1 + m) - std::pow(900, 1 + m)) /
                          (std::pow(10, 2 + m) * std::pow(31.296547, m));
    EXPECT_NEAR(desmet_govers_factor(cell, 1), length * 1.18, 1e-4);
    EXPECT_GT(desmet_govers_factor(cell, 2), desmet_govers_factor(cell, 1));
}

TEST(DesmetGovers, OfLevelGroundIsThatOfItsSteepness) {
    EXPECT_NEAR(desmet_govers_factor({500, 10, 0, kMissing}, 1), 0.03, 1e-12);
    EXPECT_TRUE(is_missing(desmet_govers_factor({500, 10, kMissing, 1}, 1)));
    EXPECT_TRUE(is_missing(desmet_govers_factor({kMissing, 10, 0.1, 1}, 1)));
}

TEST(DesmetGoversModel, TakesAreaSlopeAndAspectOfEveryCell) {
    FieldSet fields(testing::plain_grid({3, 4}));
    const double size = fields.grid().cell_size;
    fields.put(kContributingArea, Raster<double>({3, 4}, 7 * size * size));
    testing::put_constant(fields, kSlope, 0.3F);
    testing::put_constant(fields, kAspect, 2.0F);
    testing::run_model("desmet_govers", {}, fields);
    const auto factor = testing::take_raster(fields, kLengthSlopeFactor);
    const ErosionCell cell{7 * size * size, size, 0.3F, 2.0F};
    EXPECT_FLOAT_EQ(factor(2, 3), static_cast<float>(desmet_govers_factor(cell, 1)));
}

TEST(WetnessIndexModel, UsesItsParameterAndHasTheSameBitsOnAnyNumberOfThreads) {
    const Extent extent{20, 30};
    const auto compute = [&] {
        FieldSet fields(testing::plain_grid(extent));
        Raster<float> slope(extent);
        for_each_cell(extent, [&](Index row, Index col) {
            slope(row, col) = static_cast<float>(row) * 0.01F + static_cast<float>(col) * 0.001F;
        });
        fields.put(kSlope, std::move(slope));
        testing::put_constant(fields, kSpecificCatchmentArea, 50);
        testing::run_model("topographic_indices", {{"least_slope", "0.02 rad"}}, fields);
        return testing::take_raster(fields, kWetnessIndex);
    };
    const auto index = compute();
    EXPECT_FLOAT_EQ(index(0, 0), static_cast<float>(std::log(50 / std::tan(0.02))));
    EXPECT_EQ(index(0, 0), index(1, 5));
    EXPECT_TRUE(testing::same_for_any_thread_count(compute));
}

}  // namespace
}  // namespace hazone::models
