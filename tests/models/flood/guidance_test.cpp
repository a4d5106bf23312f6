#include "models/flood/guidance/guidance.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/flood/guidance/rain_above.hpp"
#include "models/flood/losses/curve_number_runoff.hpp"
#include "models/flood/losses/evapotranspiration.hpp"
#include "models/flood/response/giandotti.hpp"
#include "models/flood/response/unit_hydrograph_peak.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/storm_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::put_constant;
using hazone::testing::run_model;
using hazone::testing::take_raster;

constexpr double kHour = 3600;

TEST(Guidance, RainForRunoffInvertsTheCurveNumberEquation) {
    // CN 75, P 100 mm: Q 41.13715 mm
    EXPECT_NEAR(rain_for_runoff(0.04113715, potential_retention(75), 0.2), 0.1, 1e-8);
    for (const double number : {30.0, 60.0, 85.0, 100.0}) {
        for (const double ratio : {0.0, 0.05, 0.2}) {
            for (const double runoff : {1e-4, 0.01, 0.3}) {
                const double retention = potential_retention(number);
                const double rain = rain_for_runoff(runoff, retention, ratio);
                EXPECT_NEAR(direct_runoff(rain, retention, ratio), runoff, 1e-12);
            }
        }
    }
    EXPECT_EQ(rain_for_runoff(0, potential_retention(75), 0.2), 0.2 * potential_retention(75));
    EXPECT_TRUE(is_missing(rain_for_runoff(kMissing, 0.1, 0.2)));
}

TEST(Guidance, RetentionForRunoffInvertsTheCurveNumberEquation) {
    for (const double number : {30.0, 60.0, 85.0, 99.0}) {
        for (const double ratio : {0.0, 0.05, 0.2}) {
            const double retention = potential_retention(number);
            for (const double rain : {0.13, 0.5, 3.0}) {
                const double runoff = direct_runoff(rain, retention, ratio);
                EXPECT_NEAR(retention_for_runoff(rain, runoff, ratio), retention, 1e-12)
                    << number << ' ' << ratio << ' ' << rain;
            }
        }
    }
    EXPECT_EQ(retention_for_runoff(0.1, 0, 0.2), 0.5);  // the least which gives none
    EXPECT_EQ(retention_for_runoff(0.1, 0.1, 0.2), 0);
    EXPECT_TRUE(is_missing(retention_for_runoff(0.1, kMissing, 0.2)));
}

TEST(Guidance, ThresholdRunoffBringsTheDischarge) {
    // A 10 km2, T_c 1 h, D 1 h: T_p 1.1 h; 10 mm bring 0.208 * 10 * 10 / 1.1 = 18.9 m3/s.
    const double runoff = threshold_runoff(18.94, 10e6, kHour, kHour);
    EXPECT_NEAR(runoff, 0.01, 1e-5);
    for (const double time : {60.0, kHour, 5 * kHour}) {
        for (const double duration : {kHour, 6 * kHour}) {
            const double own = threshold_runoff(25, 10e6, time, duration);
            EXPECT_NEAR(peak_of_volume(own * 10e6, duration, time, PeakMethod::unit_hydrograph), 25,
                        1e-9);
        }
    }
    EXPECT_TRUE(is_missing(threshold_runoff(kMissing, 1, 1, 1)));
    EXPECT_TRUE(is_missing(threshold_runoff(1, 1, kMissing, 1)));
}

TEST(Guidance, BankfullDischargeIsManningsLaw) {
    // 10 m x 1 m, S 0.01, n 0.05: R = 10/12, Q = 10 (0.8333)^(2/3) 0.1 / 0.05 = 17.711 m3/s
    EXPECT_NEAR(bankfull_discharge({10, 1, 0.01, 0.05}), 17.711, 1e-3);
}

const ParamTexts kGeometry{{"depth_of_1_km2", "0.4 m"}, {"depth_exponent", "0.3"}};

/// Guidance at every cell of rough ground.
FieldSet guided(const ParamTexts& moisture) {
    FieldSet fields = hazone::testing::storm_ground({60, 50}, 1, {0.01F}, kHour);
    put_constant(fields, kConcentrationTime, 1800);
    run_model("bankfull_by_geometry", kGeometry, fields);
    run_model("threshold_runoff_of_duration", {{"duration", "3 h"}}, fields);
    run_model("flash_flood_guidance", moisture, fields);
    return fields;
}

// Rain of the guidance, run through curve numbers and unit hydrograph, fills the channel.
TEST(Guidance, RainOfTheGuidanceFillsTheChannel) {
    FieldSet fields = guided({{"soil_moisture", "average"}});
    const Raster<float> guidance = take_raster(fields, kFlashFloodGuidance);
    const auto bankfull = fields.read(kBankfullDischarge);
    const auto area = fields.read<double>(kContributingArea);
    Index compared = 0;
    for (Index row = 0; row < guidance.rows(); ++row) {
        for (Index col = 0; col < guidance.cols(); ++col) {
            if (is_missing(guidance(row, col))) {
                EXPECT_TRUE(is_missing(area(row, col)));
                continue;
            }
            const double runoff = direct_runoff(guidance(row, col), potential_retention(75), 0.2);
            const double peak = peak_of_volume(runoff * area(row, col), 3 * kHour, 1800,
                                               PeakMethod::unit_hydrograph);
            ASSERT_NEAR(peak / bankfull(row, col), 1, 1e-4);
            ++compared;
        }
    }
    EXPECT_GT(compared, 1000);
}

/// Cells in a row which drains to the east, each of its own retention, m.
Raster<float> rain_of_row(const std::vector<double>& retention, float runoff, double ratio) {
    const auto cols = static_cast<Index>(retention.size());
    Raster<float> held({1, cols});
    std::copy(retention.begin(), retention.end(), held.data());
    const Raster<std::uint8_t> direction({1, cols}, direction_code(0));
    const Raster<float> wanted({1, cols}, runoff);
    Raster<float> rain({1, cols});
    const RunoffAndRain one[] = {{wanted, rain}};
    rain_above_for_runoff(direction, held, ratio, one);
    return rain;
}

// A tenth of the ground is paved (CN 98), the rest forest (CN 55). Of 52 mm of rain the paved tenth
// gives nearly all the 5 mm of mean runoff; by the mean retention 71 mm would be asked for.
TEST(Guidance, PavedGroundNeedsLessRainThanTheMeanRetentionAsksFor) {
    std::vector<double> retention(10, potential_retention(55));
    retention[3] = potential_retention(98);
    const double rain = rain_of_row(retention, 0.005F, 0.2)(0, 9);
    const double runoff =
        0.1 * direct_runoff(rain, retention[3], 0.2) + 0.9 * direct_runoff(rain, retention[0], 0.2);
    EXPECT_NEAR(runoff, 0.005, 1.2e-4);  // where the forest begins the rain found is low
    EXPECT_LT(runoff, 0.005);
    EXPECT_LT(rain, 0.056);
    const double mean = 0.1 * retention[3] + 0.9 * retention[0];
    EXPECT_GT(rain_for_runoff(0.005, mean, 0.2), 0.07);
}

TEST(Guidance, RainBringsTheRunoffOfMixedGround) {
    std::mt19937_64 random(20);
    std::uniform_real_distribution<double> number(35, 100);
    Index compared = 0;
    double greatest = 0;
    for (const double ratio : {0.0, 0.05, 0.2}) {
        for (const float wanted : {0.001F, 0.01F, 0.05F, 0.4F, 8.0F}) {
            std::vector<double> retention(30);
            for (double& one : retention) {
                one = double{static_cast<float>(potential_retention(number(random)))};
            }
            const Raster<float> rain = rain_of_row(retention, wanted, ratio);
            const auto cells_above = [&](Index col, double depth) {
                double sum = 0;
                for (Index above = 0; above <= col; ++above) {
                    sum += direct_runoff(depth, retention[static_cast<std::size_t>(above)], ratio);
                }
                return sum / static_cast<double>(col + 1);
            };
            for (Index col = 0; col < 30; ++col) {
                double low = 0;
                double high = 20;
                for (int turn = 0; turn < 60; ++turn) {
                    const double middle = 0.5 * (low + high);
                    (cells_above(col, middle) < double{wanted} ? low : high) = middle;
                }
                greatest = std::max(greatest, double{rain(0, col)} / low - 1);
                ASSERT_LT(rain(0, col), 1.005 * low) << ratio << ' ' << wanted << ' ' << col;
                ASSERT_GT(rain(0, col), (wanted < 0.005F ? 0.8 : 0.99) * low)
                    << ratio << ' ' << wanted << ' ' << col;
                ++compared;
            }
        }
    }
    EXPECT_EQ(compared, 450);
    RecordProperty("greatest_excess", std::to_string(greatest));
}

TEST(Guidance, RainAboveIsMissingBelowUnknownGround) {
    const Raster<float> rain = rain_of_row({0.1, 0.1, double{kMissing}, 0.1}, 0.01F, 0.2);
    EXPECT_FALSE(is_missing(rain(0, 1)));
    EXPECT_TRUE(is_missing(rain(0, 2)));
    EXPECT_TRUE(is_missing(rain(0, 3)));
    EXPECT_TRUE(is_missing(rain_of_row({0.1, 0.1}, kMissing, 0.2)(0, 1)));
}

TEST(Guidance, WetterGroundNeedsLessRain) {
    FieldSet dry = guided({{"soil_moisture", "dry"}});
    FieldSet wet = guided({{"soil_moisture", "wet"}});
    const auto less = wet.read(kFlashFloodGuidance);
    const auto more = dry.read(kFlashFloodGuidance);
    Index compared = 0;
    for (Index row = 0; row < less.rows(); ++row) {
        for (Index col = 0; col < less.cols(); ++col) {
            if (!is_missing(less(row, col))) {
                ASSERT_LT(less(row, col), more(row, col));
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 1000);
}

TEST(Guidance, FollowsTheRainOfTheDaysBefore) {
    FieldSet fields = hazone::testing::storm_ground({20, 20}, 1, {0.01F}, kHour);
    put_constant(fields, kThresholdRunoff, 0.01F);
    const auto with = [&](float rain) {
        put_constant(fields, kAntecedentRain, rain);
        run_model("flash_flood_guidance", {}, fields);
        return take_raster(fields, kFlashFloodGuidance);
    };
    const auto wet = with(0.06F);
    const auto dry = with(0.01F);
    const auto unknown = with(kMissing);
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    for (Index row = 0; row < 20; ++row) {
        for (Index col = 0; col < 20; ++col) {
            EXPECT_TRUE(is_missing(unknown(row, col)));
            if (direction(row, col) != kNoDirection) {
                EXPECT_LT(wet(row, col), dry(row, col));
            }
        }
    }
}

TEST(Guidance, ThreatIsRainOverGuidance) {
    FieldSet fields = guided({});
    fields.put(kEventRain, std::get<Raster<float>>(fields.at(kFlashFloodGuidance)).clone());
    put_constant(fields, kFlashFloodGuidance, 0.08F);
    put_constant(fields, kEventRain, 0.1F);
    run_model("flash_flood_threat", {}, fields);
    const auto threat = fields.read(kFlashFloodThreat);
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    for (Index row = 0; row < threat.rows(); ++row) {
        for (Index col = 0; col < threat.cols(); ++col) {
            if (direction(row, col) == kNoDirection) {
                EXPECT_TRUE(is_missing(threat(row, col)));
            } else {
                EXPECT_NEAR(threat(row, col), 1.25, 1e-5);
            }
        }
    }
}

TEST(Guidance, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(hazone::testing::same_for_any_thread_count([] {
        FieldSet fields = guided({});
        return take_raster(fields, kFlashFloodGuidance);
    }));
}

TEST(Giandotti, EqualsTheFormulaWorkedByHand) {
    // 100 km2, 20 km, 400 m: (4 * 10 + 1.5 * 20) / (0.8 * 20) = 4.375 h
    EXPECT_NEAR(giandotti_time(100e6, 20e3, 400, 1), 4.375 * kHour, 1e-9);
    EXPECT_EQ(giandotti_time(100e6, 20e3, 0, 1), giandotti_time(100e6, 20e3, 1, 1));
    EXPECT_TRUE(is_missing(giandotti_time(1, kMissing, 1, 1)));
}

TEST(Giandotti, TakesTheMeanHeightOfTheGroundAbove) {
    // A row falling 10 m per cell of 1000 m to the east: above the last of four cells lie 30, 20,
    // 10 and 0 m, on average 15 m.
    FieldSet fields(hazone::testing::plain_grid({1, 4}, 1000));
    Raster<float> z({1, 4});
    Raster<double> area({1, 4});
    Raster<float> length({1, 4});
    for (Index col = 0; col < 4; ++col) {
        z(0, col) = static_cast<float>(30 - 10 * col);
        area(0, col) = 1e6 * static_cast<double>(col + 1);
        length(0, col) = static_cast<float>(1000 * col);
    }
    fields.put(kFilledElevation, std::move(z));
    fields.put(kContributingArea, std::move(area));
    fields.put(kUpstreamLength, std::move(length));
    fields.put(kFlowDirection, Raster<std::uint8_t>({1, 4}, direction_code(0)));
    run_model("giandotti", {}, fields);
    const auto time = fields.read(kConcentrationTime);
    EXPECT_NEAR(time(0, 3), kHour * (4 * 2 + 1.5 * 3) / (0.8 * std::sqrt(15.0)), 0.01);
    EXPECT_NEAR(time(0, 0), kHour * 4 / 0.8, 0.01);
}

// FAO 56, examples 8 and 20, and table 2.4.
TEST(Evapotranspiration, EqualsTheExamplesOfFao56) {
    constexpr double kDegree = 3.14159265358979 / 180;
    EXPECT_NEAR(extraterrestrial_radiation(-20 * kDegree, 246), 32.2, 0.05);
    EXPECT_NEAR(hargreaves(20.7, 26.6 - 14.8, 40.6) * 1e3 * 86400, 5.04, 0.01);
    // 20 degrees at sea level: slope 0.1447 kPa/K, psychrometric constant 0.0674 kPa/K
    EXPECT_NEAR(priestley_taylor(20, 150, 0, 1.26) * 1e3 * 86400,
                1.26 * 0.1447 / (0.1447 + 0.0674) * 150 * 0.0864 / 2.45, 0.002);
    EXPECT_EQ(hargreaves(-30, 10, 30), 0);
    EXPECT_EQ(priestley_taylor(20, -10, 0, 1.26), 0);
    EXPECT_TRUE(is_missing(hargreaves(kMissing, 1, 1)));
    EXPECT_TRUE(is_missing(priestley_taylor(20, kMissing, 0, 1)));
}

TEST(Evapotranspiration, ItsModelsUseTheirParameters) {
    FieldSet fields(hazone::testing::plain_grid({2, 3}));
    put_constant(fields, kAirTemperature, 20.7F);
    put_constant(fields, kTemperatureRange, 11.8F);
    put_constant(fields, kElevation, 0);
    run_model("hargreaves_evapotranspiration", {{"latitude", "45.72 deg"}, {"day_of_year", "196"}},
              fields);
    EXPECT_NEAR(take_raster(fields, kPotentialEvapotranspiration)(1, 2) * 1e3 * 86400, 5.04, 0.06);
    run_model("priestley_taylor_evapotranspiration", {{"available_energy", "150"}}, fields);
    EXPECT_NEAR(take_raster(fields, kPotentialEvapotranspiration)(0, 0) * 1e3 * 86400, 4.6, 0.1);
}

}  // namespace
}  // namespace hazone::models
