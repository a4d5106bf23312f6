#include "models/flood/response/unit_hydrograph_peak.hpp"

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr double kHour = 3600;

TEST(PeakOfVolume, GivesThePublishedPeaks) {
    for (const testing::Answer& answer : testing::read_answers("peak_discharge.csv")) {
        const double volume =
            testing::number(answer, "area_km2") * testing::number(answer, "runoff_mm") * 1000;
        EXPECT_NEAR(peak_of_volume(volume, testing::number(answer, "duration_h") * kHour,
                                   testing::number(answer, "concentration_time_h") * kHour,
                                   PeakMethod::unit_hydrograph),
                    testing::number(answer, "expected_m3s"),
                    testing::number(answer, "tolerance_m3s"))
            << answer.at("source");
    }
}

TEST(PeakOfVolume, ABasinGivesOffNoMoreThanItReceives) {
    // T_p = 1800 + 900 = 2700 s = 3/4 D: here the triangle and the bound meet.
    EXPECT_DOUBLE_EQ(peak_of_volume(3600, kHour, 1500, PeakMethod::unit_hydrograph), 1.0);
    EXPECT_DOUBLE_EQ(peak_of_volume(3600, kHour, 600, PeakMethod::unit_hydrograph), 1.0);
    EXPECT_LT(peak_of_volume(3600, kHour, 1600, PeakMethod::unit_hydrograph), 1.0);
    EXPECT_DOUBLE_EQ(peak_of_volume(3600, kHour, 7200, PeakMethod::rational), 1.0);
}

TEST(PeakOfVolume, NoRunoffIsNoPeakAndMissingIsMissing) {
    for (const PeakMethod method : {PeakMethod::unit_hydrograph, PeakMethod::rational}) {
        EXPECT_EQ(peak_of_volume(0, kHour, 600, method), 0);
        EXPECT_EQ(peak_of_volume(0, kInfinity, 600, method), 0);
        EXPECT_TRUE(is_missing(peak_of_volume(1, kInfinity, 600, method)));
        EXPECT_TRUE(is_missing(peak_of_volume(kMissing, kHour, 600, method)));
        EXPECT_TRUE(is_missing(peak_of_volume(1, kMissing, 600, method)));
        EXPECT_TRUE(is_missing(peak_of_volume(1, kHour, kMissing, method)));
    }
}

/// Three cells in a row which flow east, an outlet at the end; 100 m cells.
struct Reach {
    float runoff[3] = {0.02F, 0.03F, 0.01F};
    float rain[3] = {0.1F, 0.1F, 0.1F};
    float intensity[3] = {1e-5F, 1e-5F, 1e-5F};
    float time[3] = {600, 900, 7200};
};

Raster<float> row_of(const float (&values)[3]) {
    Raster<float> raster({1, 3});
    std::copy_n(values, 3, raster.data());
    return raster;
}

Raster<float> peaks(const Reach& reach, const ParamTexts& settings = {}) {
    FieldSet fields(testing::plain_grid({1, 3}, 100));
    Raster<std::uint8_t> direction({1, 3}, 1);
    direction(0, 2) = 0;
    fields.put(kFlowDirection, std::move(direction));
    fields.put(kRunoffDepth, row_of(reach.runoff));
    fields.put(kEventRain, row_of(reach.rain));
    fields.put(kPeakIntensity, row_of(reach.intensity));
    fields.put(kConcentrationTime, row_of(reach.time));
    testing::run_model("unit_hydrograph_peak", settings, fields);
    return testing::take_raster(fields, kPeakDischarge);
}

TEST(UnitHydrographPeak, SumsTheRunoffAboveAndTakesTheDurationOfTheEvent) {
    // D = 0.1 / 1e-5 = 10,000 s; V = 200, 500, 600 m3; T_p = 5000 + 0.6 T_c.
    const Raster<float> peak = peaks({});
    EXPECT_NEAR(peak(0, 0), 200 / 1e4, 1e-7);
    EXPECT_NEAR(peak(0, 1), 500 / 1e4, 1e-7);
    EXPECT_NEAR(peak(0, 2), 0.75 * 600 / (5000 + 4320), 1e-7);
}

TEST(UnitHydrographPeak, TakesAFixedDurationWhereAsked) {
    const Raster<float> peak = peaks({}, {{"duration", "fixed"}, {"excess_duration", "20 min"}});
    EXPECT_NEAR(peak(0, 0), 0.75 * 200 / (600 + 360), 1e-6);
    EXPECT_NEAR(peak(0, 1), 0.75 * 500 / (600 + 540), 1e-6);
    EXPECT_NEAR(peak(0, 2), 0.75 * 600 / (600 + 4320), 1e-6);
}

TEST(UnitHydrographPeak, RationalIsRunoffCoefficientTimesIntensityTimesArea) {
    Reach reach;
    reach.intensity[0] = 3e-5F;
    reach.rain[2] = 0.4F;
    const Raster<float> peak = peaks(reach, {{"method", "rational"}, {"duration", "fixed"}});
    // The outlet: C = 0.06 / 0.6, mean i = 5e-5 / 3, A = 30,000 m2.
    EXPECT_NEAR(peak(0, 0), 0.2 * 3e-5 * 1e4, 1e-6);
    EXPECT_NEAR(peak(0, 2), 0.1 * (5e-5 / 3) * 3e4, 1e-6);
}

TEST(UnitHydrographPeak, WithoutRainThereIsNoPeak) {
    const Reach dry{.runoff = {}, .rain = {}, .intensity = {}};
    for (const std::string method : {"unit_hydrograph", "rational"}) {
        const Raster<float> peak = peaks(dry, {{"method", method}});
        EXPECT_EQ(peak(0, 0), 0);
        EXPECT_EQ(peak(0, 2), 0);
    }
}

TEST(UnitHydrographPeak, AMissingInputMakesAllBelowItMissing) {
    for (const auto member : {&Reach::runoff, &Reach::rain, &Reach::intensity}) {
        Reach reach;
        (reach.*member)[1] = kMissing;
        const Raster<float> peak = peaks(reach);
        EXPECT_FALSE(is_missing(peak(0, 0)));
        EXPECT_TRUE(is_missing(peak(0, 1)));
        EXPECT_TRUE(is_missing(peak(0, 2)));
    }
    Reach reach;
    reach.time[1] = kMissing;
    EXPECT_TRUE(is_missing(peaks(reach)(0, 1)));
    EXPECT_FALSE(is_missing(peaks(reach)(0, 2)));
}

TEST(UnitHydrographPeak, MissingRainDoesNoHarmToAFixedDuration) {
    Reach reach;
    reach.rain[0] = kMissing;
    EXPECT_FALSE(is_missing(peaks(reach, {{"duration", "fixed"}})(0, 2)));
}

TEST(UnitHydrographPeak, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        const Extent extent{40, 31};
        FieldSet fields(testing::plain_grid(extent));
        Raster<float> runoff(extent);
        Raster<std::uint8_t> direction(extent);
        for_each_cell(extent, [&](Index row, Index col) {
            runoff(row, col) = 1e-3F * static_cast<float>((row * 7 + col * 3) % 11);
            direction(row, col) = (row + col) % 3 == 0 ? 4 : 2;  // south or south-east
        });
        fields.put(kRunoffDepth, std::move(runoff));
        fields.put(kFlowDirection, std::move(direction));
        testing::put_constant(fields, kEventRain, 0.05F);
        testing::put_constant(fields, kPeakIntensity, 1e-5F);
        testing::put_constant(fields, kConcentrationTime, 1800);
        testing::run_model("unit_hydrograph_peak", {}, fields);
        return testing::take_raster(fields, kPeakDischarge);
    }));
}

}  // namespace
}  // namespace hazone::models
