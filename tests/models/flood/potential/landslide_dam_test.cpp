#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/flood/potential/landslide_dams.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using testing::put_constant;
using testing::run_model;

TEST(LandslideDam, IndicesAreLogarithmsOfVolumes) {
    EXPECT_DOUBLE_EQ(dam_obstruction_index(1e5, 50), std::log10(2000));
    // 1e6 m3, 50 km2 at 5 %: log10(1e6 / 2.5)
    EXPECT_NEAR(dam_stability_index(1e6, 50e6, 0.05), 5.602060, 1e-6);
    EXPECT_EQ(dam_obstruction_index(0, 50), -std::numeric_limits<double>::infinity());
    EXPECT_TRUE(is_missing(dam_obstruction_index(kMissing, 50)));
    EXPECT_TRUE(is_missing(dam_obstruction_index(1e5, kMissing)));
    EXPECT_TRUE(is_missing(dam_stability_index(1e5, kMissing, 0.1)));
}

TEST(LandslideDam, ClassesChangeAtTheirLimits) {
    const DamLimits limits;
    constexpr double kNone = -std::numeric_limits<double>::infinity();
    EXPECT_EQ(dam_class(kNone, kNone, limits), DamClass::none);
    EXPECT_EQ(dam_class(2.999, 9, limits), DamClass::none);
    EXPECT_EQ(dam_class(3.0, 9, limits), DamClass::perhaps);
    EXPECT_EQ(dam_class(4.599, 9, limits), DamClass::perhaps);
    EXPECT_EQ(dam_class(4.6, 5.739, limits), DamClass::breaks);
    EXPECT_EQ(dam_class(4.6, 5.74, limits), DamClass::uncertain);
    EXPECT_EQ(dam_class(4.6, 7.439, limits), DamClass::uncertain);
    EXPECT_EQ(dam_class(4.6, 7.44, limits), DamClass::stands);
    EXPECT_EQ(dam_class(kMissing, 9, limits), DamClass::unknown);
    EXPECT_EQ(dam_class(5, kMissing, limits), DamClass::unknown);
}

/// A stream in the middle row of ground which falls to the east by 5 %.
FieldSet stream(Extent extent = {5, 9}) {
    FieldSet fields(testing::plain_grid(extent, 10));
    Raster<float> elevation(extent);
    Raster<std::uint8_t> streams(extent, std::uint8_t{0});
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            elevation(row, col) = static_cast<float>(1000 - 0.5 * static_cast<double>(col));
            streams(row, col) = row == extent.rows / 2 ? 1 : 0;
        }
    }
    fields.put(kElevation, elevation.clone());
    fields.put(kFilledElevation, std::move(elevation));
    run_model("d8_flow", {}, fields);
    fields.put(kContributingArea, Raster<double>(extent, 50e6));
    fields.put(kStreamNetwork, std::move(streams));
    put_constant(fields, kValleyWidth, 50);
    put_constant(fields, kLandslideVolume, 1e6);
    return fields;
}

TEST(LandslideDam, ModelGivesTheHandWorkedStream) {
    FieldSet fields = stream();
    run_model("landslide_dam", {}, fields);
    EXPECT_NEAR(fields.read(kDamObstructionIndex)(2, 4), std::log10(2e4), 1e-6);
    EXPECT_NEAR(fields.read(kDamStabilityIndex)(2, 4), 5.602060, 1e-4);
    EXPECT_EQ(fields.read<std::uint8_t>(kLandslideDamClass)(2, 4), 2);
    EXPECT_TRUE(is_missing(fields.read(kDamObstructionIndex)(1, 4)));  // off the stream
    EXPECT_TRUE(is_missing(fields.read(kDamStabilityIndex)(1, 4)));
    EXPECT_EQ(fields.read<std::uint8_t>(kLandslideDamClass)(1, 4), kNoClass);
}

int class_of(float volume, const ParamTexts& settings = {}) {
    FieldSet fields = stream();
    put_constant(fields, kLandslideVolume, volume);
    run_model("landslide_dam", settings, fields);
    return fields.read<std::uint8_t>(kLandslideDamClass)(2, 4);
}

TEST(LandslideDam, LargerSlidesGoThroughTheClasses) {
    EXPECT_EQ(class_of(0), 1);
    EXPECT_EQ(class_of(4.9e4F), 1);  // 50 m * 10^3
    EXPECT_EQ(class_of(5.1e4F), 2);
    EXPECT_EQ(class_of(1.98e6F), 2);  // 50 m * 10^4.6 = 1.9905e6
    EXPECT_EQ(class_of(2e6F), 4);     // HDSI 5.90
    EXPECT_EQ(class_of(7e7F), 3);     // 2.5 * 10^7.44 = 6.89e7
    EXPECT_EQ(class_of(2e6F, {{"breaks_below", "6"}}), 5);
    EXPECT_EQ(class_of(kMissing), kNoClass);
}

TEST(LandslideDam, DammingVolumesAreThoseOfTheLimits) {
    FieldSet fields = stream();
    run_model("damming_volume", {}, fields);
    const float least = fields.read(kLeastDammingVolume)(2, 4);
    const float sure = fields.read(kSureDammingVolume)(2, 4);
    EXPECT_FLOAT_EQ(least, 5e4F);
    EXPECT_NEAR(sure, 1.990536e6, 10);
    EXPECT_EQ(class_of(least * 0.999F), 1);
    EXPECT_EQ(class_of(least * 1.001F), 2);
    EXPECT_EQ(class_of(sure * 0.999F), 2);
    EXPECT_GE(class_of(sure * 1.001F), 3);
}

TEST(LandslideDam, RefusesLimitsInTheWrongOrder) {
    EXPECT_THROW(class_of(1, {{"no_dam_below", "5"}}), InputError);
    EXPECT_THROW(class_of(1, {{"breaks_below", "8"}}), InputError);
    FieldSet fields = stream();
    EXPECT_THROW(run_model("damming_volume", {{"dam_from", "2"}}, fields), InputError);
}

TEST(LandslideDam, WhatIsNotKnownHasNoClass) {
    for (const FieldSpec* input : {&kValleyWidth, &kLandslideVolume, &kFilledElevation}) {
        FieldSet fields = stream();
        fields.write (*input)(2, 4) = kMissing;
        run_model("landslide_dam", {}, fields);
        EXPECT_EQ(fields.read<std::uint8_t>(kLandslideDamClass)(2, 4), kNoClass) << input->name;
        EXPECT_TRUE(is_missing(fields.read(kDamStabilityIndex)(2, 4))) << input->name;
        EXPECT_EQ(fields.read<std::uint8_t>(kLandslideDamClass)(2, 6), 2) << input->name;
    }
}

TEST(LandslideDam, AWiderValleyNeedsMoreAndALargerRiverBreaksMore) {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> exponent(2, 8);
    for (int trial = 0; trial < 300; ++trial) {
        const double volume = std::pow(10, exponent(random));
        const double width = 10 * exponent(random);
        ASSERT_LT(dam_obstruction_index(volume, 2 * width), dam_obstruction_index(volume, width));
        ASSERT_LT(dam_stability_index(volume, 2e7, 0.1), dam_stability_index(volume, 1e7, 0.1));
        ASSERT_LT(dam_stability_index(volume, 1e7, 0.2), dam_stability_index(volume, 1e7, 0.1));
    }
}

TEST(LandslideDam, SameBitsForAnyThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = stream({51, 33});
        run_model("landslide_dam", {}, fields);
        return testing::take_raster(fields, kDamStabilityIndex);
    }));
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = stream({51, 33});
        run_model("damming_volume", {}, fields);
        return testing::take_raster(fields, kSureDammingVolume);
    }));
}

}  // namespace
}  // namespace hazone::models
