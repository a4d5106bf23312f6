// The design storm and the totals of a series.
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/rain/event_totals.hpp"
#include "models/rain/uniform_rain.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr double kHour = 3600;
constexpr double kDay = 86400;

std::vector<double> steps_of(const RainSeries& series) {
    std::vector<double> steps;
    Raster<float> rain(Extent{1, 1});
    for (Index step = 0; step < series.steps(); ++step) {
        series.read(step, rain);
        steps.push_back(rain(0, 0));
    }
    return steps;
}

TEST(UniformRain, SumsToItsDepth) {
    for (const StormShape shape : {StormShape::uniform, StormShape::triangular}) {
        for (const double depth : {0.3216, 0.1, 1.0 / 3, 0.0}) {
            for (const double duration : {8 * kHour, 7.5 * kHour, 5 * kDay, 600.0}) {
                const auto steps = steps_of(UniformRain(depth, duration, kHour, shape));
                const double sum = std::accumulate(steps.begin(), steps.end(), 0.0);
                EXPECT_EQ(static_cast<float>(sum), static_cast<float>(depth));
            }
        }
    }
}

TEST(UniformRain, KeepsTheStepWithinTheLongestAndDividesTheDuration) {
    const UniformRain whole(0.1, 8 * kHour, kHour, StormShape::uniform);
    EXPECT_EQ(whole.steps(), 8);
    EXPECT_EQ(whole.step_length(), kHour);
    const UniformRain split(0.1, 2.5 * kHour, kHour, StormShape::uniform);
    EXPECT_EQ(split.steps(), 3);
    EXPECT_EQ(split.step_length(), 3000);
    const UniformRain brief(0.1, 600, kHour, StormShape::uniform);
    EXPECT_EQ(brief.steps(), 1);
    EXPECT_EQ(brief.step_length(), 600) << "the intensity of a brief storm is not diluted";
}

TEST(UniformRain, TriangleRisesToTheMiddleAndFalls) {
    // 80 mm in 4 steps: shares 1/8, 3/8, 3/8, 1/8.
    const auto steps = steps_of(UniformRain(0.08, 4 * kHour, kHour, StormShape::triangular));
    const double expected[] = {0.01, 0.03, 0.03, 0.01};
    ASSERT_EQ(steps.size(), 4U);
    for (std::size_t step = 0; step < 4; ++step) {
        EXPECT_NEAR(steps[step], expected[step], 1e-8);
    }
}

TEST(UniformRainModel, NeedsItsDepthAndDuration) {
    FieldSet fields(testing::plain_grid({2, 2}));
    EXPECT_THROW(testing::run_model("uniform_rain", {{"depth", "100 mm"}}, fields), InputError);
    testing::run_model(
        "uniform_rain",
        {{"depth", "100 mm"}, {"duration", "2 h"}, {"step", "30 min"}, {"shape", "triangular"}},
        fields);
    EXPECT_EQ(fields.series(kRain).steps(), 4);
    EXPECT_NEAR(steps_of(fields.series(kRain))[1], 0.0375, 1e-8);
}

TEST(StepShares, PartsAStepAtTheBeginOfTheEvent) {
    const StepShares before = step_shares(0, kHour, 2 * kHour);
    EXPECT_EQ(before.antecedent, 1);
    EXPECT_EQ(before.event, 0);
    const StepShares across = step_shares(kHour, 2 * kHour, 1.25 * kHour);
    EXPECT_DOUBLE_EQ(across.antecedent, 0.25);
    EXPECT_DOUBLE_EQ(across.event, 0.75);
    const StepShares during = step_shares(0, kHour, 0);
    EXPECT_EQ(during.antecedent, 0);
    EXPECT_EQ(during.event, 1);
    const StepShares long_ago = step_shares(0, kDay, 7 * kDay);
    EXPECT_EQ(long_ago.antecedent, 0);
    EXPECT_EQ(long_ago.event, 0);
}

/// A series made by hand: one value per step, the same in every cell but (0, 1), which is missing
/// at the step `gap` (none when negative).
class HandMadeSeries final : public RainSeries {
public:
    HandMadeSeries(std::vector<float> rain, double step_length, Index gap)
        : rain_(std::move(rain)), step_length_(step_length), gap_(gap) {}

    Index steps() const override { return static_cast<Index>(rain_.size()); }
    double step_length() const override { return step_length_; }
    UtcSeconds start() const override { return 0; }
    void read(Index step, View<float> rain) const override {
        const float value = rain_[static_cast<std::size_t>(step)];
        for_each_cell(rain.extent(), [=, gap = gap_](Index row, Index col) {
            const bool missing = step == gap && row == 0 && col == 1;
            rain(row, col) = missing ? kMissing : value;
        });
    }

private:
    std::vector<float> rain_;
    double step_length_;
    Index gap_;
};

constexpr Extent kExtent{3, 4};
const std::vector<float>& hourly_rain() {
    static const std::vector<float> rain = {0.002F, 0.004F, 0.030F, 0.010F, 0.001F};
    return rain;
}

FieldSet totals(std::shared_ptr<const RainSeries> series, const ParamTexts& settings) {
    FieldSet fields(testing::plain_grid(kExtent));
    fields.put(kRain, std::move(series));
    testing::run_model("event_totals", settings, fields);
    return fields;
}

TEST(EventTotals, SumTheHandMadeSeries) {
    const auto fields = totals(std::make_shared<HandMadeSeries>(hourly_rain(), kHour, -1), {});
    EXPECT_NEAR(fields.read(kEventRain)(1, 1), 0.047, 1e-8);
    EXPECT_NEAR(fields.read(kPeakIntensity)(1, 1), 0.030 / kHour, 1e-12);
    EXPECT_NEAR(fields.read(kAntecedentRain)(1, 1), kAverageAntecedentRain, 1e-8);
}

TEST(EventTotals, CountTheFirstPartAsAntecedent) {
    const auto fields =
        totals(std::make_shared<HandMadeSeries>(hourly_rain(), kHour, -1),
               {{"antecedent_duration", "2.5 h"}, {"initial_antecedent_rain", "48 mm"}});
    // 2 + 4 + half of 30 mm fell before; the series covers 2.5 of 120 hours, the start the others.
    EXPECT_NEAR(fields.read(kAntecedentRain)(0, 0), 0.021 + 0.048 * (117.5 / 120), 1e-8);
    EXPECT_NEAR(fields.read(kEventRain)(0, 0), 0.026, 1e-8);
    EXPECT_NEAR(fields.read(kPeakIntensity)(0, 0), 0.030 / kHour, 1e-12);
}

TEST(EventTotals, ForgetRainOlderThanFiveDays) {
    const std::vector<float> daily = {0.1F, 0.01F, 0.01F, 0.01F, 0.01F, 0.01F, 0.2F};
    const auto fields =
        totals(std::make_shared<HandMadeSeries>(daily, kDay, -1),
               {{"antecedent_duration", "6 d"}, {"initial_antecedent_rain", "500 mm"}});
    EXPECT_NEAR(fields.read(kAntecedentRain)(0, 0), 0.05, 1e-8);
    EXPECT_NEAR(fields.read(kEventRain)(0, 0), 0.2, 1e-8);
    EXPECT_NEAR(fields.read(kPeakIntensity)(0, 0), 0.2 / kDay, 1e-12);
}

/// All three results miss the cell (0, 1) and no other.
void expect_one_missing_cell(const FieldSet& fields) {
    for (const FieldSpec& spec : {kEventRain, kPeakIntensity, kAntecedentRain}) {
        EXPECT_TRUE(is_missing(fields.read(spec)(0, 1))) << spec.name;
        EXPECT_EQ(fields.missing_cells(spec), 1) << spec.name;
    }
}

TEST(EventTotals, MakeACellMissingWhichMissesOneStep) {
    for (Index gap = 0; gap < 5; ++gap) {
        SCOPED_TRACE(gap);
        expect_one_missing_cell(totals(std::make_shared<HandMadeSeries>(hourly_rain(), kHour, gap),
                                       {{"antecedent_duration", "2 h"}}));
    }
}

/// The message with which event_totals refuses the series; empty when it does not.
std::string refusal(std::vector<float> rain, const ParamTexts& settings) {
    try {
        totals(std::make_shared<HandMadeSeries>(std::move(rain), kHour, -1), settings);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(EventTotals, RefuseAnAntecedentPartThatLeavesNoEvent) {
    const std::string text = refusal(hourly_rain(), {{"antecedent_duration", "5 h"}});
    EXPECT_THAT(text, ::testing::HasSubstr("event_totals.antecedent_duration: 5 h"));
    EXPECT_THAT(text, ::testing::HasSubstr("leaves nothing of the rain series, which is 5 h long"));
    EXPECT_NE(refusal({}, {}), "");
    EXPECT_EQ(refusal(hourly_rain(), {{"antecedent_duration", "4.9 h"}}), "");
}

TEST(EventTotals, HaveTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        auto fields = totals(std::make_shared<HandMadeSeries>(hourly_rain(), kHour, 2), {});
        return testing::take_raster(fields, kEventRain);
    }));
}

FieldSet storm_of(const char* peak_ratio) {
    FieldSet fields(testing::plain_grid(kExtent));
    testing::put_constant(fields, kEventRain, 0.288F);
    fields.write(kEventRain)(1, 2) = kMissing;
    testing::run_model(
        "block_storm",
        {{"duration", "8 h"}, {"peak_ratio", peak_ratio}, {"initial_antecedent_rain", "20 mm"}},
        fields);
    return fields;
}

TEST(BlockStorm, GivesThePeakOfABlockAndOfATriangle) {
    EXPECT_FLOAT_EQ(storm_of("1").read(kPeakIntensity)(0, 0), 1e-5F);
    EXPECT_FLOAT_EQ(storm_of("2").read(kPeakIntensity)(0, 0), 2e-5F);
    EXPECT_FLOAT_EQ(storm_of("1").read(kAntecedentRain)(0, 0), 0.02F);
}

TEST(BlockStorm, IsMissingWhereTheEventRainIs) {
    const FieldSet fields = storm_of("1");
    EXPECT_TRUE(is_missing(fields.read(kPeakIntensity)(1, 2)));
    EXPECT_TRUE(is_missing(fields.read(kAntecedentRain)(1, 2)));
}

}  // namespace
}  // namespace hazone::models
