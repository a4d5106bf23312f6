#include "models/rain/rainfall_threshold.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"

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

TEST(RainfallThresholdModel, MakesATableWithTheRangeOfItsEvents) {
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
    const auto [shortest, longest] = std::minmax_element(
        events.begin(), events.end(),
        [](const RainEvent& one, const RainEvent& other) { return one.duration < other.duration; });
    EXPECT_EQ(table.values<double>("shortest_duration")[1], shortest->duration);
    EXPECT_EQ(table.values<double>("longest_duration")[1], longest->duration);
    EXPECT_EQ(fields.notes().size(), 1U);
    FieldSet none(testing::plain_grid({1, 1}));
    none.put(kRainfallEvents, layer_of({{kHour, 0.01}}));
    EXPECT_THROW(testing::run_model("rainfall_threshold", {}, none), InputError);
}

}  // namespace
}  // namespace hazone::models
