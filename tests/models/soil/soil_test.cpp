#include "models/soil/soil.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr double kDegree = kRightAngle / 90;
constexpr DepthBySlope kPublished{
    .level_depth = 5, .decay_slope = 25 * kDegree, .least = 0.1, .greatest = 5};

TEST(SoilDepthBySlope, EqualsThePublishedRelation) {
    // 5.0 exp(-0.04 slope in degrees): 2.2466 m at 20, 1.0095 m at 40 degrees.
    EXPECT_NEAR(soil_depth_on(0, kPublished), 5.0, 1e-12);
    EXPECT_NEAR(soil_depth_on(20 * kDegree, kPublished), 2.24664482, 1e-8);
    EXPECT_NEAR(soil_depth_on(40 * kDegree, kPublished), 1.00948259, 1e-8);
}

TEST(SoilDepthBySlope, StaysWithinItsBoundsAndFallsWithSlope) {
    const DepthBySlope bounded{
        .level_depth = 5, .decay_slope = 25 * kDegree, .least = 0.5, .greatest = 3};
    double above = 3;
    for (int degrees = 0; degrees < 90; ++degrees) {
        const double depth = soil_depth_on(degrees * kDegree, bounded);
        EXPECT_LE(depth, above);
        EXPECT_GE(depth, 0.5);
        above = depth;
    }
    EXPECT_EQ(above, 0.5);
}

TEST(SoilDepthBySlope, IsMissingWhereTheSlopeIs) {
    EXPECT_TRUE(is_missing(soil_depth_on(kMissing, kPublished)));
}

TEST(Transmissivity, IsConductivityTimesThicknessNormalToTheSlope) {
    EXPECT_NEAR(transmissivity_of(1e-5, 2, 0), 2e-5, 1e-18);
    EXPECT_NEAR(transmissivity_of(1e-5, 2, 60 * kDegree), 1e-5, 1e-18);
}

TEST(Transmissivity, IsMissingWhereAnInputIs) {
    EXPECT_TRUE(is_missing(transmissivity_of(kMissing, 1, 0)));
    EXPECT_TRUE(is_missing(transmissivity_of(1, kMissing, 0)));
    EXPECT_TRUE(is_missing(transmissivity_of(1, 1, kMissing)));
}

Raster<float> slopes(Extent extent) {
    Raster<float> slope(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        slope(row, col) =
            static_cast<float>(row * extent.cols + col) / static_cast<float>(extent.size());
    });
    slope(0, 1) = kMissing;
    return slope;
}

TEST(SoilModels, MakeTheirFieldsWithTheSameBitsOnAnyNumberOfThreads) {
    const Extent extent{20, 30};
    const auto depth = [&] {
        FieldSet fields(testing::plain_grid(extent));
        fields.put(kSlope, slopes(extent));
        testing::run_model("soil_depth_by_slope", {{"greatest_depth", "2 m"}}, fields);
        return testing::take_raster(fields, kSoilDepth);
    };
    const auto transmissivities = [&] {
        FieldSet fields(testing::plain_grid(extent));
        fields.put(kSlope, slopes(extent));
        testing::put_constant(fields, kSoilDepth, 2);
        testing::put_constant(fields, kConductivity, 1e-5F);
        testing::run_model("soil_transmissivity", {}, fields);
        return testing::take_raster(fields, kTransmissivity);
    };
    const auto made = transmissivities();
    EXPECT_EQ(depth()(0, 0), 2.0F);
    EXPECT_FLOAT_EQ(made(0, 0), 2e-5F);
    EXPECT_TRUE(is_missing(made(0, 1)));
    EXPECT_TRUE(testing::same_for_any_thread_count(depth));
    EXPECT_TRUE(testing::same_for_any_thread_count(transmissivities));
}

}  // namespace
}  // namespace hazone::models
