#include "models/flood/losses/curve_number_runoff.hpp"

#include <cmath>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using testing::number;

TEST(CurveNumber, GivesThePublishedRunoff) {
    for (const testing::Answer& answer : testing::read_answers("curve_number.csv")) {
        const double retention = potential_retention(number(answer, "curve_number"));
        EXPECT_NEAR(1000 * direct_runoff(number(answer, "rain_mm") / 1000, retention, 0.2),
                    number(answer, "expected_mm"), number(answer, "tolerance_mm"))
            << answer.at("source");
    }
}

TEST(CurveNumber, FollowsThePublishedWetness) {
    for (const testing::Answer& answer : testing::read_answers("curve_number_wetness.csv")) {
        const double average = number(answer, "average");
        const bool dry = answer.at("wetness") == "dry";
        EXPECT_NEAR(dry ? dry_curve_number(average) : wet_curve_number(average),
                    number(answer, "expected"), number(answer, "tolerance"))
            << answer.at("average") << " " << answer.at("wetness");
    }
}

TEST(CurveNumber, FollowsThePublishedSlopeCorrections) {
    const std::map<std::string, SlopeCorrection> corrections{
        {"none", SlopeCorrection::none},
        {"sharpley_williams", SlopeCorrection::sharpley_williams},
        {"huang", SlopeCorrection::huang}};
    for (const testing::Answer& answer : testing::read_answers("curve_number_slope.csv")) {
        EXPECT_NEAR(slope_adjusted_curve_number(75, number(answer, "gradient"),
                                                corrections.at(answer.at("correction"))),
                    number(answer, "expected"), number(answer, "tolerance"))
            << answer.at("source");
    }
}

TEST(CurveNumber, IsNeverAboveAHundred) {
    for (const double gradient : {0.0, 0.5, 5.0, 50.0}) {
        EXPECT_LE(slope_adjusted_curve_number(99, gradient, SlopeCorrection::huang), 100);
        EXPECT_LE(slope_adjusted_curve_number(99, gradient, SlopeCorrection::sharpley_williams),
                  100);
    }
    EXPECT_EQ(slope_adjusted_curve_number(99, 50, SlopeCorrection::huang), 100);
}

TEST(CurveNumber, WetterSoilHasTheHigherNumber) {
    for (int half = 2; half < 200; ++half) {
        const double average = half / 2.0;
        EXPECT_LT(dry_curve_number(average), average);
        EXPECT_GT(wet_curve_number(average), average);
        EXPECT_LT(dry_curve_number(average), dry_curve_number(average + 0.5));
        EXPECT_LT(wet_curve_number(average), wet_curve_number(average + 0.5));
    }
}

TEST(CurveNumber, BothLimitsOfWetnessBelongToTheAverageClass) {
    const WetnessLimits limits{0.0356, 0.0533};
    EXPECT_EQ(antecedent_wetness(0.0355, limits), AntecedentWetness::dry);
    EXPECT_EQ(antecedent_wetness(0.0356, limits), AntecedentWetness::average);
    EXPECT_EQ(antecedent_wetness(0.0533, limits), AntecedentWetness::average);
    EXPECT_EQ(antecedent_wetness(0.0534, limits), AntecedentWetness::wet);
}

TEST(CurveNumber, ChangesForSlopeBeforeWetness) {
    const double adjusted =
        slope_adjusted_curve_number(75, 0.4, SlopeCorrection::sharpley_williams);
    EXPECT_EQ(
        storm_curve_number(75, 0.4, SlopeCorrection::sharpley_williams, AntecedentWetness::dry),
        dry_curve_number(adjusted));
    EXPECT_EQ(
        storm_curve_number(75, 0.4, SlopeCorrection::sharpley_williams, AntecedentWetness::wet),
        wet_curve_number(adjusted));
    EXPECT_EQ(
        storm_curve_number(75, 0.4, SlopeCorrection::sharpley_williams, AntecedentWetness::average),
        adjusted);
}

TEST(DirectRunoff, BeginsWhenTheInitialAbstractionIsFilled) {
    const double retention = potential_retention(75);
    EXPECT_EQ(direct_runoff(0.2 * retention, retention, 0.2), 0);
    EXPECT_GT(direct_runoff(0.2 * retention + 1e-4, retention, 0.2), 0);
    EXPECT_GT(direct_runoff(0.2 * retention, retention, 0.05), 0);
}

TEST(DirectRunoff, IsTheRainWhereNothingIsRetained) {
    EXPECT_DOUBLE_EQ(direct_runoff(0.1, potential_retention(100), 0.2), 0.1);
    EXPECT_EQ(direct_runoff(0.0, potential_retention(100), 0.2), 0);
}

TEST(DirectRunoff, MoreRainOrAHigherNumberIsNeverLessRunoffAndNeverMoreThanTheRain) {
    for (int curve_number = 1; curve_number <= 99; curve_number += 7) {
        double before = 0;
        for (int centimetre = 0; centimetre < 100; ++centimetre) {
            const double rain = centimetre / 100.0;
            const double runoff = direct_runoff(rain, potential_retention(curve_number), 0.2);
            EXPECT_GE(runoff, before);
            EXPECT_LE(runoff, rain);
            EXPECT_GE(direct_runoff(rain, potential_retention(curve_number + 1), 0.2), runoff);
            before = runoff;
        }
    }
}

struct Cell {
    float rain = 0.1F;
    float curve_number = 75;
    float antecedent = 0.045F;
    float slope = 0.3F;
};

/// Runoff of one cell through the model, mm.
double runoff_mm(const Cell& cell, const ParamTexts& settings = {}) {
    FieldSet fields(testing::plain_grid({1, 1}));
    testing::put_constant(fields, kEventRain, cell.rain);
    testing::put_constant(fields, kCurveNumber, cell.curve_number);
    testing::put_constant(fields, kAntecedentRain, cell.antecedent);
    testing::put_constant(fields, kSlope, cell.slope);
    testing::run_model("curve_number_runoff", settings, fields);
    return 1000.0 * testing::take_raster(fields, kRunoffDepth)(0, 0);
}

TEST(CurveNumberRunoff, TakesEveryParameterOnBothSides) {
    EXPECT_NEAR(runoff_mm({}), 41.13715, 1e-4);
    EXPECT_LT(runoff_mm({.antecedent = 0.0}), 20);
    EXPECT_GT(runoff_mm({.antecedent = 0.1F}), 65);
    EXPECT_NEAR(runoff_mm({.antecedent = 0.0}, {{"dry_below", "0 mm"}}), 41.13715, 1e-4);
    EXPECT_NEAR(runoff_mm({.antecedent = 0.1F}, {{"wet_above", "200 mm"}}), 41.13715, 1e-4);
    EXPECT_GT(runoff_mm({}, {{"initial_abstraction_ratio", "0.05"}}), 50);
    EXPECT_GT(runoff_mm({}, {{"slope_correction", "huang"}}), 42);
    EXPECT_GT(runoff_mm({}, {{"slope_correction", "sharpley_williams"}}), 46);
}

TEST(CurveNumberRunoff, MissingInputIsMissingRunoff) {
    EXPECT_TRUE(is_missing(runoff_mm({.rain = kMissing})));
    EXPECT_TRUE(is_missing(runoff_mm({.curve_number = kMissing})));
    EXPECT_TRUE(is_missing(runoff_mm({.antecedent = kMissing})));
    EXPECT_TRUE(is_missing(runoff_mm({.slope = kMissing}, {{"slope_correction", "huang"}})));
}

TEST(CurveNumberRunoff, AMissingSlopeDoesNoHarmWhereNoCorrectionIsChosen) {
    EXPECT_NEAR(runoff_mm({.slope = kMissing}), 41.13715, 1e-4);
}

TEST(CurveNumberRunoff, RefusesLimitsOfWetnessInTheWrongOrder) {
    try {
        runoff_mm({}, {{"dry_below", "60 mm"}});
        FAIL();
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("dry_below"), std::string::npos) << error.what();
        EXPECT_NE(std::string(error.what()).find("wet_above"), std::string::npos) << error.what();
    }
}

TEST(CurveNumberRunoff, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        const Extent extent{37, 23};
        FieldSet fields(testing::plain_grid(extent));
        Raster<float> rain(extent);
        for_each_cell(extent, [&](Index row, Index col) {
            rain(row, col) = static_cast<float>(row * 23 + col) * 4e-4F;
        });
        fields.put(kEventRain, std::move(rain));
        testing::put_constant(fields, kCurveNumber, 71);
        testing::put_constant(fields, kAntecedentRain, 0.06F);
        testing::put_constant(fields, kSlope, 0.2F);
        testing::run_model("curve_number_runoff", {{"slope_correction", "huang"}}, fields);
        return testing::take_raster(fields, kRunoffDepth);
    }));
}

}  // namespace
}  // namespace hazone::models
