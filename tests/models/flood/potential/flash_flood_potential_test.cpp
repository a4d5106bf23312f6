#include "models/flood/potential/flash_flood_potential.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

TEST(FloodIndices, SlopeIsExponentialUpToThirtyPerCent) {
    EXPECT_DOUBLE_EQ(slope_index(0), 1);
    EXPECT_NEAR(slope_index(std::atan(0.15)), std::sqrt(10.0), 1e-12);
    EXPECT_NEAR(slope_index(std::atan(0.3)), 10, 1e-9);
    EXPECT_EQ(slope_index(1.2), 10);
}

TEST(FloodIndices, RunFromOneToTenBetweenTheirLimits) {
    EXPECT_EQ(cover_index(10), 1);
    EXPECT_EQ(cover_index(30), 1);
    EXPECT_DOUBLE_EQ(cover_index(65), 5.5);
    EXPECT_EQ(cover_index(100), 10);
    EXPECT_EQ(soil_index(1e-3), 1);
    EXPECT_NEAR(soil_index(40e-6), 1, 1e-12);
    EXPECT_NEAR(soil_index(std::sqrt(40.0) * 1e-6), 5.5, 1e-12);
    EXPECT_NEAR(soil_index(1e-6), 10, 1e-12);
    EXPECT_EQ(soil_index(0), 10);
    EXPECT_EQ(confinement_index(0), 1);
    EXPECT_EQ(confinement_index(1), 10);
    EXPECT_EQ(runoff_index(0), 1);
    EXPECT_NEAR(runoff_index(0.5e-6), 1, 1e-12);
    EXPECT_NEAR(runoff_index(std::sqrt(5.0) * 1e-6), 5.5, 1e-12);
    EXPECT_EQ(runoff_index(1e-4), 10);
}

TEST(FloodIndices, MissingStaysMissing) {
    for (double (*const index)(double) :
         {slope_index, cover_index, soil_index, confinement_index, runoff_index}) {
        EXPECT_TRUE(is_missing(index(kMissing)));
    }
}

TEST(FloodPotential, IsTheWeightedMeanScaledToOne) {
    EXPECT_DOUBLE_EQ(flood_potential({1, 1, 1, 1, 1}, {1, 2, 3, 4, 5}), 0);
    EXPECT_DOUBLE_EQ(flood_potential({10, 10, 10, 10, 10}, {1, 2, 3, 4, 5}), 1);
    // Smith (2003) with four factors, the slope weighing 1.5: (1.5*10 + 4 + 7 + 2) / 4.5 = 6.2222
    EXPECT_NEAR(flood_potential({10, 4, 7, 2, 0}, {1.5, 1, 1, 1, 0}), 5.2222222 / 9, 1e-8);
}

TEST(FloodPotential, AFactorWithoutWeightMayBeMissing) {
    const PerFactor index{5, 5, 5, 5, std::nan("")};
    EXPECT_TRUE(is_missing(flood_potential(index, {1, 1, 1, 1, 1})));
    EXPECT_DOUBLE_EQ(flood_potential(index, {1, 1, 1, 1, 0}), 4.0 / 9);
}

TEST(ReachShare, FallsFromOneToTheShareOfTheUpland) {
    const FloodReach reach{.full_height = 10, .end_height = 30, .upland_share = 0.25};
    EXPECT_EQ(reach_share(0, reach), 1);
    EXPECT_EQ(reach_share(10, reach), 1);
    EXPECT_DOUBLE_EQ(reach_share(20, reach), 0.625);
    EXPECT_DOUBLE_EQ(reach_share(30, reach), 0.25);
    EXPECT_DOUBLE_EQ(reach_share(500, reach), 0.25);
    EXPECT_TRUE(is_missing(reach_share(kMissing, reach)));
}

struct Place {
    float slope = 0.1F;
    float curve_number = 70;
    float conductivity = 5e-6F;
    float confinement = 0.5F;
    float height = 15;
    float peak = 2;
    double area = 1e6;
};

void put_place(const Place& place, FieldSet& fields) {
    testing::put_constant(fields, kSlope, place.slope);
    testing::put_constant(fields, kCurveNumber, place.curve_number);
    testing::put_constant(fields, kConductivity, place.conductivity);
    testing::put_constant(fields, kChannelConfinement, place.confinement);
    testing::put_constant(fields, kHeightAboveDrainage, place.height);
    testing::put_constant(fields, kPeakDischarge, place.peak);
    fields.put(kContributingArea, Raster<double>(fields.extent(), place.area));
}

double potential_of(const Place& place, const ParamTexts& settings = {}) {
    FieldSet fields(testing::plain_grid({1, 1}));
    put_place(place, fields);
    testing::run_model("flash_flood_potential", settings, fields);
    return testing::take_raster(fields, kFlashFloodSusceptibility)(0, 0);
}

TEST(FlashFloodPotential, EveryFactorActsInItsDirection) {
    const double reference = potential_of({});
    EXPECT_GT(reference, 0);
    EXPECT_LT(reference, 1);
    EXPECT_GT(potential_of({.slope = 0.2F}), reference);
    EXPECT_GT(potential_of({.curve_number = 80}), reference);
    EXPECT_LT(potential_of({.conductivity = 2e-5F}), reference);
    EXPECT_GT(potential_of({.confinement = 0.9F}), reference);
    EXPECT_LT(potential_of({.height = 20}), reference);
    EXPECT_GT(potential_of({.peak = 4}), reference);
    EXPECT_LT(potential_of({.area = 2e6}), reference);
}

TEST(FlashFloodPotential, EveryWeightTakesItsFactorOut) {
    const std::pair<const char*, Place> cases[] = {
        {"slope_weight", {.slope = kMissing}},
        {"cover_weight", {.curve_number = kMissing}},
        {"soil_weight", {.conductivity = kMissing}},
        {"confinement_weight", {.confinement = kMissing}},
        {"runoff_weight", {.peak = kMissing}},
        {"runoff_weight", {.area = kMissing}},
    };
    for (const auto& [weight, place] : cases) {
        EXPECT_TRUE(is_missing(potential_of(place))) << weight;
        EXPECT_FALSE(is_missing(potential_of(place, {{weight, "0"}}))) << weight;
    }
}

TEST(FlashFloodPotential, NeedsTheHeightAboveDrainageAndHoldsByIt) {
    EXPECT_TRUE(is_missing(potential_of({.height = kMissing})));
    EXPECT_FLOAT_EQ(static_cast<float>(potential_of({.height = 100})),
                    static_cast<float>(0.25 * potential_of({.height = 0})));
    EXPECT_EQ(potential_of({.height = 100}, {{"upland_share", "1"}}), potential_of({.height = 0}));
    EXPECT_THROW(potential_of({}, {{"full_height", "30 m"}}), InputError);
}

TEST(FlashFloodPotential, WithoutTheWeightOfRunoffTheEventDoesNotMatter) {
    EXPECT_EQ(potential_of({.peak = 0}, {{"runoff_weight", "0"}}),
              potential_of({.peak = 50}, {{"runoff_weight", "0"}}));
}

TEST(FlashFloodPotential, RefusesWeightsWhichAreAllZero) {
    EXPECT_THROW(potential_of({}, {{"slope_weight", "0"},
                                   {"cover_weight", "0"},
                                   {"soil_weight", "0"},
                                   {"confinement_weight", "0"},
                                   {"runoff_weight", "0"}}),
                 InputError);
}

/// Rain on a slope of three cells through runoff, peak and index: the index at the outlet.
double potential_after(float rain, float antecedent, const ParamTexts& peak_settings) {
    FieldSet fields(testing::plain_grid({1, 3}, 1000));
    Raster<std::uint8_t> direction({1, 3}, 1);
    direction(0, 2) = 0;
    fields.put(kFlowDirection, std::move(direction));
    testing::put_constant(fields, kEventRain, rain);
    testing::put_constant(fields, kAntecedentRain, antecedent);
    testing::put_constant(fields, kPeakIntensity, rain / 14400);
    testing::put_constant(fields, kConcentrationTime, 2400);
    testing::put_constant(fields, kCurveNumber, 70);
    testing::put_constant(fields, kSlope, 0.2F);
    testing::run_model("curve_number_runoff", {}, fields);
    testing::put_constant(fields, kEventRain, rain);
    testing::run_model("unit_hydrograph_peak", peak_settings, fields);
    Raster<float> peak = testing::take_raster(fields, kPeakDischarge);
    put_place({.area = 3e6}, fields);
    fields.put(kPeakDischarge, std::move(peak));
    testing::run_model("flash_flood_potential", {}, fields);
    return testing::take_raster(fields, kFlashFloodSusceptibility)(0, 2);
}

TEST(FlashFloodPotential, WetterIsNeverSafer) {
    for (const ParamTexts& settings :
         {ParamTexts{}, ParamTexts{{"method", "rational"}}, ParamTexts{{"duration", "fixed"}}}) {
        double by_rain = 0;
        for (int step = 0; step < 30; ++step) {
            const float rain = 0.02F * static_cast<float>(step);
            const double potential = potential_after(rain, 0.04F, settings);
            EXPECT_GE(potential, by_rain);
            EXPECT_GE(potential, potential_after(rain, 0.0F, settings));
            EXPECT_LE(potential, potential_after(rain, 0.1F, settings));
            by_rain = potential;
        }
        EXPECT_GT(by_rain, potential_after(0, 0.04F, settings));
    }
}

TEST(FlashFloodPotential, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        const Extent extent{19, 45};
        FieldSet fields(testing::plain_grid(extent));
        put_place({}, fields);
        for_each_cell(extent, [slope = fields.write(kSlope)](Index row, Index col) {
            slope(row, col) = static_cast<float>(row) / 19 * static_cast<float>(col) / 45;
        });
        testing::run_model("flash_flood_potential", {}, fields);
        return testing::take_raster(fields, kFlashFloodSusceptibility);
    }));
}

}  // namespace
}  // namespace hazone::models
