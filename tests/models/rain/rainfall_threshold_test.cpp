#include "models/rain/rainfall_threshold.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/rain/threshold_exceedance.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr double kHour = 3600;

/// Events which scatter normally in log10 E about 7.7 mm (D/h)^0.39.
std::vector<RainEvent> scattered_events(int count, double deviation) {
    std::mt19937_64 random(77);
    std::uniform_real_distribution<double> log_duration(0, 2.5);
    std::normal_distribution<double> scatter(0, deviation);
    std::vector<RainEvent> events;
    for (int event = 0; event < count; ++event) {
        const double x = log_duration(random);
        events.push_back({kHour * std::pow(10, x),
                          1e-3 * std::pow(10, std::log10(7.7) + 0.39 * x + scatter(random))});
    }
    return events;
}

/// Three events at 1, 10 and 100 h with 10, 40 and 40 mm: by hand, in logs x = 0, 1, 2 and
/// y = 1, 1.602, 1.602, the slope is (1.602 - 1) / 2 and the mean 1.401.
TEST(RainfallThreshold, IsTheLineByHand) {
    const std::vector<RainEvent> events{{kHour, 0.01}, {10 * kHour, 0.04}, {100 * kHour, 0.04}};
    const EventFit fit = fit_events(events);
    const double rise = std::log10(4.0);
    EXPECT_NEAR(fit.exponent, rise / 2, 1e-12);
    EXPECT_NEAR(fit.intercept, 1 + 2 * rise / 3 - rise / 2, 1e-12);
    // distances -rise/6, rise/3, -rise/6 and one degree of freedom
    EXPECT_NEAR(fit.deviation, rise * std::sqrt(1.0 / 36 + 1.0 / 9 + 1.0 / 36), 1e-12);
    EXPECT_NEAR(fit.explained, 0.75, 1e-12);
}

TEST(RainfallThreshold, LeavesItsShareOfTheEventsBelow) {
    const auto events = scattered_events(20'000, 0.25);
    const EventFit fit = fit_events(events);
    EXPECT_NEAR(fit.exponent, 0.39, 0.01);
    EXPECT_NEAR(std::pow(10, fit.intercept), 7.7, 0.2);
    for (const double probability : {0.01, 0.05, 0.2, 0.5}) {
        const RainThreshold threshold = threshold_of(fit, probability);
        const auto below = std::count_if(events.begin(), events.end(), [&](const RainEvent& event) {
            return event.rain < threshold_rain(threshold, event.duration);
        });
        EXPECT_NEAR(static_cast<double>(below) / 20'000, probability, 0.01);
    }
}

TEST(RainfallThreshold, UncertaintyIsThatOfTheTheoryAndFallsWithMoreEvents) {
    const auto few = scattered_events(100, 0.25);
    const auto many = scattered_events(1600, 0.25);
    const RainThreshold wide = threshold_uncertainty(few, 0.05, 1000, 5);
    const RainThreshold narrow = threshold_uncertainty(many, 0.05, 1000, 5);
    // Standard error of a slope: s / sqrt(n var(x)), x even on 0..2.5.
    EXPECT_NEAR(wide.exponent, 0.25 / std::sqrt(100 * 2.5 * 2.5 / 12), 0.009);
    EXPECT_NEAR(wide.exponent / narrow.exponent, 4, 0.8);
    EXPECT_EQ(threshold_uncertainty(few, 0.05, 50, 9).exponent,
              threshold_uncertainty(few, 0.05, 50, 9).exponent);
    EXPECT_NE(threshold_uncertainty(few, 0.05, 50, 9).exponent,
              threshold_uncertainty(few, 0.05, 50, 10).exponent);
}

TEST(RainfallThreshold, OfTooFewOrEqualEventsIsMissing) {
    EXPECT_TRUE(is_missing(fit_events({}).exponent));
    const std::vector<RainEvent> two{{kHour, 0.01}, {2 * kHour, 0.02}};
    EXPECT_TRUE(is_missing(fit_events(two).exponent));
    const std::vector<RainEvent> one_duration(9, {kHour, 0.01});
    EXPECT_TRUE(is_missing(fit_events(one_duration).exponent));
}

std::shared_ptr<const FeatureLayer> layer_of(const std::vector<RainEvent>& events) {
    std::vector<double> durations;
    std::vector<double> rains;
    for (const RainEvent& event : events) {
        durations.push_back(event.duration);
        rains.push_back(event.rain);
    }
    FeatureLayer layer{.name = "rainfall_events", .shape = FeatureShape::none};
    layer.attributes = {{"duration", Unit::second, "", std::move(durations)},
                        {"rain", Unit::metre, "", std::move(rains)}};
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

TEST(RainfallThresholdModel, MakesATableWhichTheExceedanceReads) {
    const auto events = scattered_events(200, 0.2);
    FieldSet fields(testing::plain_grid({1, 1}));
    fields.put(kRainfallEvents, layer_of(events));
    testing::run_model("rainfall_threshold", {{"samples", "200"}}, fields);
    const FeatureLayer& table = fields.features(kRainfallThreshold);
    ASSERT_EQ(table.size(), 6U);
    const RainThreshold expected = threshold_of(fit_events(events), 0.05);
    EXPECT_EQ(table.values<double>("probability")[1], 0.05);
    EXPECT_EQ(table.values<double>("rain_of_hour")[1], expected.rain_of_hour);
    EXPECT_EQ(table.values<std::int32_t>("events")[1], 200);
    EXPECT_EQ(fields.notes().size(), 1U);
    FieldSet none(testing::plain_grid({1, 1}));
    none.put(kRainfallEvents, layer_of({{kHour, 0.01}}));
    EXPECT_THROW(testing::run_model("rainfall_threshold", {}, none), InputError);
}

/// The worldwide thresholds at one hour and at one day.
TEST(ThresholdExceedance, WorldwideThresholdsAreThoseOfThePapers) {
    const RainThreshold caine{0.01482, 0.61};
    EXPECT_NEAR(threshold_rain(caine, 24 * kHour), 24 * 14.82e-3 * std::pow(24, -0.39), 1e-12);
    const RainThreshold guzzetti{0.0022, 0.56};
    EXPECT_NEAR(threshold_rain(guzzetti, 24 * kHour), 24 * 2.20e-3 * std::pow(24, -0.44), 1e-12);
}

TEST(ThresholdExceedance, AnEventGoesOnOverABriefPauseAndEndsAfterALongOne) {
    const EventRule rule{.threshold = {0.01, 0.5}, .dry_time = 2 * kHour, .least_rain = 1e-8};
    CellEvent event;
    event = after_step(event, 0.02, kHour, rule);
    EXPECT_DOUBLE_EQ(event.highest, 2);
    event = after_step(event, 0, kHour, rule);
    EXPECT_EQ(event.duration, kHour);
    event = after_step(event, 0.02, kHour, rule);
    EXPECT_EQ(event.duration, 3 * kHour);
    EXPECT_DOUBLE_EQ(event.rain, 0.04);
    EXPECT_DOUBLE_EQ(event.highest, 4 / std::sqrt(3));
    event = after_step(after_step(event, 0, kHour, rule), 0, kHour, rule);
    EXPECT_EQ(event.duration, 0);
    event = after_step(event, 0.005, kHour, rule);
    EXPECT_EQ(event.duration, kHour);
    EXPECT_DOUBLE_EQ(event.highest, 4 / std::sqrt(3));
}

TEST(ThresholdExceedance, ABurstAfterDrizzleIsSeen) {
    const EventRule rule{.threshold = {0.01, 0.5}, .dry_time = 48 * kHour, .least_rain = 1e-8};
    CellEvent event;
    for (int hour = 0; hour < 100; ++hour) {
        event = after_step(event, 0.0005, kHour, rule);
    }
    event = after_step(event, 0.03, kHour, rule);
    EXPECT_DOUBLE_EQ(event.highest, 3);
}

/// Hours of rain which differ by cell; the first cell misses one.
class HourlyRain : public RainSeries {
public:
    Index steps() const override { return 30; }
    double step_length() const override { return kHour; }
    UtcSeconds start() const override { return 0; }
    void read(Index step, View<float> rain) const override {
        for_each_cell(rain.extent(), [&](Index row, Index col) {
            rain(row, col) = row == 0 && col == 0 && step == 7
                                 ? kMissing
                                 : 1e-3F * static_cast<float>((step * 7 + row * 3 + col) % 11);
        });
    }
};

FieldSet run_exceedance(const ParamTexts& settings, bool with_events = false) {
    FieldSet fields(testing::plain_grid({12, 15}));
    fields.put(kRain, std::shared_ptr<const RainSeries>(std::make_shared<HourlyRain>()));
    if (with_events) {
        fields.put(kRainfallEvents, layer_of(scattered_events(200, 0.2)));
        testing::run_model("rainfall_threshold", {{"samples", "10"}}, fields);
    }
    testing::run_model("threshold_exceedance", settings, fields);
    return fields;
}

TEST(ThresholdExceedanceModel, FollowsTheChosenThreshold) {
    const auto of = [](const ParamTexts& settings, bool with_events = false) {
        const FieldSet fields = run_exceedance(settings, with_events);
        EXPECT_TRUE(is_missing(fields.read(kThresholdExceedance)(0, 0)));
        return fields.read(kThresholdExceedance)(5, 6);
    };
    const float guzzetti = of({});
    EXPECT_GT(guzzetti, of({{"threshold", "caine"}}));
    EXPECT_NEAR(of({{"threshold", "own"}}), guzzetti, 1e-6);
    EXPECT_NEAR(of({{"threshold", "own"}, {"rain_of_hour", "4.4 mm"}}), guzzetti / 2, 1e-5);
    const float five = of({{"threshold", "fitted"}}, true);
    EXPECT_GT(five, of({{"threshold", "fitted"}, {"probability", "0.5"}}, true));
    EXPECT_THROW(run_exceedance({{"threshold", "fitted"}}), InputError);
    EXPECT_THROW(run_exceedance({{"threshold", "fitted"}, {"probability", "0.3"}}, true),
                 InputError);
}

TEST(ThresholdExceedanceModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count(
        [] { return std::get<Raster<float>>(run_exceedance({}).take(kThresholdExceedance)); }));
}

}  // namespace
}  // namespace hazone::models
