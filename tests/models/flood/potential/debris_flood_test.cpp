#include "models/flood/potential/debris_flood.hpp"

#include <cmath>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::plain_grid;
using hazone::testing::put_constant;
using hazone::testing::run_model;
using hazone::testing::take_raster;

TEST(DebrisFlood, StreamPowerOfAMountainTorrent) {
    // 20 m3/s at 5 % in 8 m: 9810 * 20 * 0.05 / 8 = 1226.25 W/m2
    EXPECT_DOUBLE_EQ(unit_stream_power(20, 0.05, 8), 1226.25);
    EXPECT_TRUE(is_missing(unit_stream_power(kMissing, 0.05, 8)));
}

TEST(DebrisFlood, ConcentrationFollowsTakahashi) {
    const BedSediment bed;
    EXPECT_EQ(equilibrium_concentration(0, bed), 0);
    EXPECT_EQ(equilibrium_concentration(0.03, bed), 0);
    // C1 = 0.1 / (1.65 * 0.6) = 0.10101; 6.7 C1^2 = 0.068360
    EXPECT_NEAR(equilibrium_concentration(0.1, bed), 0.068360, 1e-6);
    // 0.25 / (1.65 * 0.45) = 0.336700
    EXPECT_NEAR(equilibrium_concentration(0.25, bed), 0.336700, 1e-6);
    EXPECT_NEAR(equilibrium_concentration(0.6, bed), 0.585, 1e-12);
    EXPECT_NEAR(equilibrium_concentration(0.7, bed), 0.585, 1e-12);
    EXPECT_NEAR(equilibrium_concentration(2, bed), 0.585, 1e-12);
    EXPECT_TRUE(is_missing(equilibrium_concentration(kMissing, bed)));
}

TEST(DebrisFlood, SteeperBedsNeverCarryLess) {
    for (const double friction : {0.3, 0.7, 1.5}) {
        for (const double density : {1.5, 2.65, 4.0}) {
            const BedSediment bed{density, friction, 0.65};
            double before = 0;
            for (int step = 0; step <= 2000; ++step) {
                const double now = equilibrium_concentration(1e-3 * step, bed);
                ASSERT_GE(now, before);
                ASSERT_LT(now, 0.6);
                before = now;
            }
        }
    }
}

/// A plane which falls to the east by `slope`, with its discharge and one missing cell of it.
FieldSet torrent(Extent extent, double slope) {
    FieldSet fields(plain_grid(extent, 10));
    Raster<float> elevation(extent, 0.0F);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            elevation(row, col) = static_cast<float>(1000 - slope * 10 * static_cast<double>(col));
        }
    }
    fields.put(kElevation, elevation.clone());
    fields.put(kFilledElevation, std::move(elevation));
    run_model("d8_flow", {}, fields);
    fields.put(kContributingArea, Raster<double>(extent, 1e6));
    Raster<std::uint8_t> stream(extent, std::uint8_t{1});
    if (extent.rows > 4) {
        stream(4, 1) = 0;
    }
    fields.put(kStreamNetwork, std::move(stream));
    Raster<float> discharge(extent, 20.0F);
    discharge(0, 0) = kMissing;
    fields.put(kPeakDischarge, std::move(discharge));
    return fields;
}

TEST(DebrisFlood, ModelsGiveTheHandWorkedPlane) {
    FieldSet fields = torrent({5, 9}, 0.25);
    run_model("unit_stream_power_of_peak", {}, fields);
    run_model("bulked_discharge", {}, fields);
    const auto power = fields.read(kUnitStreamPower);
    const auto bulked = fields.read(kBulkedDischarge);
    const auto share = fields.read(kSedimentConcentration);
    EXPECT_TRUE(is_missing(power(0, 0)));
    EXPECT_TRUE(is_missing(bulked(0, 0)));
    EXPECT_TRUE(is_missing(share(0, 0)));
    EXPECT_TRUE(is_missing(power(4, 1)) && is_missing(bulked(4, 1)) && is_missing(share(4, 1)));
    // 1 km2 has a width of 2.7 m
    EXPECT_NEAR(power(2, 4), 9810 * 20 * 0.25 / 2.7, 0.1);
    EXPECT_NEAR(share(2, 4), 0.3367, 1e-5);
    EXPECT_NEAR(bulked(2, 4), 20 / (1 - 0.3367), 1e-3);
}

TEST(DebrisFlood, AGivenWidthStandsForThatOfTheArea) {
    FieldSet fields = torrent({5, 9}, 0.25);
    put_constant(fields, kChannelWidth, 10);
    run_model("unit_stream_power_of_peak", {}, fields);
    EXPECT_NEAR(fields.read(kUnitStreamPower)(2, 4), 9810 * 20 * 0.25 / 10, 0.01);
}

TEST(DebrisFlood, FlatGroundCarriesClearWater) {
    FieldSet fields = torrent({5, 9}, 0.0);
    run_model("bulked_discharge", {}, fields);
    const auto bulked = fields.read(kBulkedDischarge);
    Index compared = 0;
    for (Index row = 0; row < 5; ++row) {
        for (Index col = 0; col < 9; ++col) {
            if (!is_missing(bulked(row, col))) {
                ASSERT_EQ(bulked(row, col), 20.0F);
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 0);
}

TEST(DebrisFlow, ThresholdIsThatOfTheDolomites) {
    // 0.195 sqrt(1.65 9.81 0.1^3) / 0.5^1.27 = 0.195 * 0.127226 * 2.41162
    EXPECT_NEAR(debris_flow_threshold(0.5, {.grain_size = 0.1}), 0.059830, 1e-6);
    // Gregoretti & Dalla Fontana (2008) with the units in the number: 0.78 d50^1.5 S^-1.27
    for (const double slope : {0.2, 0.35, 0.6}) {
        for (const double size : {0.02, 0.1, 0.3}) {
            const double printed = 0.78 * std::pow(size, 1.5) * std::pow(slope, -1.27);
            EXPECT_NEAR(debris_flow_threshold(slope, {.grain_size = size}) / printed, 1, 0.006);
        }
    }
}

TEST(DebrisFlow, ThresholdIsThatOfLandlab) {
    // the example of its component DimensionlessDischarge: q = 1 m2/s, d50 = 1 m, grains of
    // 1330 kg/m3 in water of 997.9 kg/m3, gravity 9.8: q / sqrt((s - 1) g d50^3) = 0.55372743
    const DebrisFlowBed bed{
        .grain_size = 1, .relative_density = 1330 / 997.9, .coefficient = 1, .slope_exponent = 0};
    EXPECT_NEAR(1 / debris_flow_threshold(1, bed), 0.55372743 * std::sqrt(9.8 / 9.81), 1e-8);
}

TEST(DebrisFlow, NoneBeginsOnGentleBeds) {
    const DebrisFlowBed bed{.least_slope = 0.2};
    EXPECT_TRUE(std::isinf(debris_flow_threshold(0.1999, bed)));
    EXPECT_TRUE(std::isfinite(debris_flow_threshold(0.2, bed)));
    EXPECT_TRUE(is_missing(debris_flow_threshold(kMissing, bed)));
    FieldSet fields = torrent({5, 9}, 0.1);
    run_model("debris_flow_discharge", {{"grain_size", "1 mm"}}, fields);
    EXPECT_TRUE(std::isinf(fields.read(kDebrisFlowThreshold)(2, 4)));
    EXPECT_EQ(fields.read(kDebrisFlowDischargeRatio)(2, 4), 0);
}

TEST(DebrisFlow, SteeperBedsAndSmallerGrainsNeedLess) {
    double before = kInfinity;
    for (int step = 0; step < 200; ++step) {
        const double now = debris_flow_threshold(0.138 + 0.01 * step, {});
        ASSERT_LT(now, before);
        before = now;
    }
    before = 0;
    for (int step = 1; step < 200; ++step) {
        const double now = debris_flow_threshold(0.4, {.grain_size = 0.005 * step});
        ASSERT_GT(now, before);
        before = now;
    }
}

TEST(DebrisFlow, ModelGivesTheHandWorkedPlane) {
    FieldSet fields = torrent({5, 9}, 0.25);
    run_model("debris_flow_discharge", {{"grain_size", "100 mm"}}, fields);
    const auto threshold = fields.read(kDebrisFlowThreshold);
    const auto ratio = fields.read(kDebrisFlowDischargeRatio);
    // 0.195 * 0.127226 * 0.25^-1.27 = 0.144286; 20 m3/s in 2.7 m: 7.40741 m2/s
    EXPECT_NEAR(threshold(2, 4), 0.144286, 1e-5);
    EXPECT_NEAR(ratio(2, 4), 7.40741 / 0.144286, 5e-3);
    EXPECT_TRUE(is_missing(ratio(0, 0)));
    EXPECT_FALSE(is_missing(threshold(0, 0)));  // the bed is known, the discharge is not
    EXPECT_TRUE(is_missing(threshold(4, 1)) && is_missing(ratio(4, 1)));
    put_constant(fields, kChannelWidth, 10);
    run_model("debris_flow_discharge", {{"grain_size", "100 mm"}}, fields);
    EXPECT_NEAR(fields.read(kDebrisFlowDischargeRatio)(2, 4), 2 / 0.144286, 2e-3);
}

TEST(DebrisFlow, TheSizeOfTheGrainsMustBeGiven) {
    FieldSet fields = torrent({5, 9}, 0.25);
    EXPECT_THROW(run_model("debris_flow_discharge", {}, fields), InputError);
}

TEST(DebrisFlow, SameBitsForAnyThreads) {
    for (const FieldSpec* made : {&kDebrisFlowThreshold, &kDebrisFlowDischargeRatio}) {
        EXPECT_TRUE(hazone::testing::same_for_any_thread_count([made] {
            FieldSet fields = torrent({61, 47}, 0.37);
            run_model("debris_flow_discharge", {{"grain_size", "80 mm"}}, fields);
            return take_raster(fields, *made);
        }));
    }
}

TEST(DebrisFlood, SameBitsForAnyThreads) {
    for (const Extent extent : {Extent{1, 1}, Extent{61, 47}}) {
        for (const auto& [model, made] : {std::pair<const char*, const FieldSpec*>{
                                              "unit_stream_power_of_peak", &kUnitStreamPower},
                                          {"bulked_discharge", &kBulkedDischarge},
                                          {"bulked_discharge", &kSedimentConcentration}}) {
            EXPECT_TRUE(hazone::testing::same_for_any_thread_count(
                [&, name = std::string(model), field = made] {
                    FieldSet fields = torrent(extent, 0.17);
                    run_model(name, {}, fields);
                    return take_raster(fields, *field);
                }));
        }
    }
}

}  // namespace
}  // namespace hazone::models
