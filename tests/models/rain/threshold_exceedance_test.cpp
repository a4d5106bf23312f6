#include "models/rain/threshold_exceedance.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr double kHour = 3600;

/// Steps of given lengths; the rain of each cell in each step is drawn once.
class DrawnRain : public RainSeries {
public:
    DrawnRain(std::vector<double> lengths, std::vector<Raster<float>> steps)
        : lengths_(std::move(lengths)), steps_(std::move(steps)) {}
    Index steps() const override { return static_cast<Index>(steps_.size()); }
    double step_length() const override {
        return *std::max_element(lengths_.begin(), lengths_.end());
    }
    double length(Index step) const override { return lengths_[static_cast<std::size_t>(step)]; }
    double begin(Index step) const override {
        return std::accumulate(lengths_.begin(), lengths_.begin() + step, 0.0);
    }
    UtcSeconds start() const override { return 0; }
    void read(Index step, View<float> rain) const override {
        const auto& drawn = steps_[static_cast<std::size_t>(step)];
        for_each_cell(rain.extent(),
                      [&](Index row, Index col) { rain(row, col) = drawn(row, col); });
    }
    std::vector<double> of_cell(Index row, Index col) const {
        std::vector<double> rain;
        for (const auto& step : steps_) {
            rain.push_back(step(row, col));
        }
        return rain;
    }
    const std::vector<double>& lengths() const { return lengths_; }

private:
    std::vector<double> lengths_;
    std::vector<Raster<float>> steps_;
};

std::shared_ptr<const DrawnRain> rain_of_one_cell(const std::vector<double>& millimetres,
                                                  double length = kHour) {
    std::vector<Raster<float>> steps;
    for (const double depth : millimetres) {
        steps.emplace_back(Extent{1, 1}, static_cast<float>(1e-3 * depth));
    }
    return std::make_shared<DrawnRain>(std::vector<double>(millimetres.size(), length),
                                       std::move(steps));
}

/// Showers, drizzle, pauses short and long, and here and there a step which nobody measured.
std::shared_ptr<const DrawnRain> random_rain(Extent extent, Index steps, bool even, double gaps) {
    std::mt19937_64 random(20260);
    std::uniform_real_distribution<double> share(0, 1);
    std::vector<double> lengths;
    std::vector<Raster<float>> all;
    Raster<float> wetness(extent, 0.5F);
    for (Index step = 0; step < steps; ++step) {
        lengths.push_back(even ? kHour : std::floor(600 + 6600 * share(random)));
        Raster<float> rain(extent);
        for (Index cell = 0; cell < extent.size(); ++cell) {
            float& state = wetness.view().data()[cell];
            state = share(random) < 0.12 ? static_cast<float>(share(random)) : state;
            const double fallen = state < 0.35F   ? 0
                                  : state < 0.55F ? 2e-4 * share(random)
                                                  : 0.012 * std::pow(share(random), 3);
            rain.view().data()[cell] = share(random) < gaps ? kMissing : static_cast<float>(fallen);
        }
        all.push_back(std::move(rain));
    }
    return std::make_shared<DrawnRain>(std::move(lengths), std::move(all));
}

/// The definition, window by window: an event lasts from a wet step to the last step before it has
/// been dry for long enough, and every window within it is judged.
double highest_by_definition(const std::vector<double>& rain,
                             const std::vector<double>& lengths,
                             const EventRule& rule) {
    const std::size_t count = rain.size();
    std::vector<int> event(count, 0);
    int number = 0;
    double dry = kInfinity;
    for (std::size_t step = 0; step < count; ++step) {
        if (is_missing(rain[step])) {
            return kMissing;
        }
        if (rain[step] > rule.least_rain * lengths[step]) {
            number += dry >= rule.dry_time ? 1 : 0;
            dry = 0;
        } else {
            dry += lengths[step];
        }
        event[step] = dry < rule.dry_time ? number : 0;
    }
    double highest = 0;
    for (std::size_t first = 0; first < count; ++first) {
        double fallen = 0;
        double duration = 0;
        for (std::size_t last = first;
             last < count && event[last] > 0 && event[last] == event[first]; ++last) {
            fallen += rain[last];
            duration += lengths[last];
            if (duration <= rule.longest * (1 + 1e-9)) {
                const double needed =
                    rule.threshold.rain_of_hour *
                    std::pow(std::max(duration, rule.shortest) / kHour, rule.threshold.exponent);
                highest = std::max(highest, fallen / needed);
            }
        }
    }
    return highest;
}

FieldSet run_exceedance(std::shared_ptr<const RainSeries> rain,
                        Extent extent,
                        const ParamTexts& settings = {}) {
    FieldSet fields(testing::plain_grid(extent));
    fields.put(kRain, std::move(rain));
    testing::run_model("threshold_exceedance", settings, fields);
    return fields;
}

float exceedance_of(const std::shared_ptr<const DrawnRain>& rain, const ParamTexts& settings) {
    return run_exceedance(rain, {1, 1}, settings).read(kThresholdExceedance)(0, 0);
}

const ParamTexts kOwn{{"threshold", "own"}, {"rain_of_hour", "10 mm"}, {"exponent", "0.5"}};

ParamTexts own_with(ParamTexts more) {
    more.insert(kOwn.begin(), kOwn.end());
    return more;
}

void expect_definition(const std::shared_ptr<const DrawnRain>& rain,
                       Extent extent,
                       const ParamTexts& settings,
                       const EventRule& rule) {
    const FieldSet fields = run_exceedance(rain, extent, settings);
    const auto found = fields.read(kThresholdExceedance);
    Index judged = 0;
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            const double expected =
                highest_by_definition(rain->of_cell(row, col), rain->lengths(), rule);
            ASSERT_EQ(is_missing(found(row, col)), is_missing(expected)) << row << ", " << col;
            if (!is_missing(expected)) {
                ASSERT_NEAR(found(row, col), expected, 1e-6 * expected + 1e-12)
                    << row << ", " << col;
                judged += expected > 0 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(judged, extent.size() / 4);
}

TEST(ThresholdExceedance, IsTheWorstOfAllWindowsByDefinition) {
    EventRule rule{.threshold = {0.01, 0.5},
                   .shortest = 600,
                   .longest = 1000 * kHour,
                   .dry_time = 6 * kHour,
                   .least_rain = 2e-4 / kHour};
    for (const bool even : {true, false}) {
        const auto rain = random_rain({3, 150}, 130, even, 0.001);
        expect_definition(rain, {3, 150}, own_with({{"dry_time", "6 h"}}), rule);
        // windows of 2 to 20 hours only: the ring is shorter than the events
        EventRule narrow = rule;
        narrow.shortest = 2 * kHour;
        narrow.longest = 20 * kHour;
        expect_definition(
            rain, {3, 150},
            own_with(
                {{"dry_time", "6 h"}, {"shortest_duration", "2 h"}, {"longest_duration", "20 h"}}),
            narrow);
    }
}

TEST(ThresholdExceedance, WorldwideThresholdsAreThoseOfThePapers) {
    const auto day = rain_of_one_cell(std::vector<double>(24, 10));
    // Even rain of one day is worst at its end: I over a D^-b, with I 10 mm/h.
    EXPECT_NEAR(exceedance_of(day, {{"threshold", "caine"}}), 10 / (14.82 * std::pow(24, -0.39)),
                1e-6);
    EXPECT_NEAR(exceedance_of(day, {{"threshold", "guzzetti"}}), 10 / (2.20 * std::pow(24, -0.44)),
                1e-5);
}

/// A burst of six hours amid sixty hours of drizzle: neither the whole event nor any single hour
/// reaches the threshold, 10 mm (D / 1 h)^0.5, but the six hours do.
TEST(ThresholdExceedance, SeesABurstOfHoursWithinALongEvent) {
    std::vector<double> hours(60, 0.3);
    for (std::size_t hour = 40; hour < 46; ++hour) {
        hours[hour] = 6;
    }
    const double whole = (54 * 0.3 + 36) / (10 * std::sqrt(60));
    ASSERT_LT(whole, 1);
    EXPECT_NEAR(exceedance_of(rain_of_one_cell(hours), kOwn), 36 / (10 * std::sqrt(6)), 1e-6);
    EXPECT_GT(36 / (10 * std::sqrt(6)), 1);
}

TEST(ThresholdExceedance, AnEventGoesOnOverABriefPauseAndEndsAfterALongOne) {
    const ParamTexts settings = own_with({{"dry_time", "2 h"}});
    EXPECT_NEAR(exceedance_of(rain_of_one_cell({20, 0, 20}), settings), 4 / std::sqrt(3), 1e-6);
    EXPECT_NEAR(exceedance_of(rain_of_one_cell({20, 0, 0, 20}), settings), 2, 1e-6);
    // Drizzle counts, but keeps no event alive: 0.1 mm/h is less than one tip of a gauge.
    EXPECT_NEAR(exceedance_of(rain_of_one_cell({20, 0.1, 20}), settings), 4.01 / std::sqrt(3),
                1e-6);
    EXPECT_NEAR(exceedance_of(rain_of_one_cell({20, 0.1, 0.1, 20}), settings), 2, 1e-6);
}

TEST(ThresholdExceedance, KeepsToTheDurationsOfTheThreshold) {
    const ParamTexts settings =
        own_with({{"shortest_duration", "4 h"}, {"longest_duration", "6 h"}});
    EXPECT_NEAR(exceedance_of(rain_of_one_cell({40}), settings), 4 / std::sqrt(4), 1e-6)
        << "as the rain of four hours";
    EXPECT_NEAR(exceedance_of(rain_of_one_cell(std::vector<double>(12, 10)), settings),
                6 / std::sqrt(6), 1e-6)
        << "as the worst six hours";
    EXPECT_THROW(exceedance_of(rain_of_one_cell({40}, 7 * kHour), settings), InputError)
        << "a step which is longer than any window";
}

TEST(ThresholdExceedance, OfNoRainIsZeroAndOfAMissingStepMissing) {
    EXPECT_EQ(exceedance_of(rain_of_one_cell({0, 0, 0}), kOwn), 0);
    for (std::size_t step = 0; step < 4; ++step) {
        std::vector<double> hours{50, 0, 0, 50};
        hours[step] = kMissing;
        EXPECT_TRUE(is_missing(exceedance_of(rain_of_one_cell(hours), kOwn)))
            << "also where what is known is above the threshold, step " << step;
    }
}

TEST(ThresholdExceedance, NeverFallsWithMoreRain) {
    const Extent extent{2, 70};
    const auto less = random_rain(extent, 60, true, 0);
    std::vector<Raster<float>> steps;
    for (Index step = 0; step < less->steps(); ++step) {
        Raster<float> rain(extent);
        less->read(step, rain.view());
        for (Index cell = 0; cell < extent.size(); ++cell) {
            rain.view().data()[cell] += cell % 7 == step % 7 ? 0.003F : 0.0F;
        }
        steps.push_back(std::move(rain));
    }
    const auto more = std::make_shared<DrawnRain>(less->lengths(), std::move(steps));
    const FieldSet dry = run_exceedance(less, extent);
    const FieldSet wet = run_exceedance(more, extent);
    for (Index cell = 0; cell < extent.size(); ++cell) {
        EXPECT_GE(wet.read(kThresholdExceedance).data()[cell],
                  dry.read(kThresholdExceedance).data()[cell]);
    }
}

TEST(ThresholdExceedance, SaysWhenStepsAreLongerThanTheThresholdAllows) {
    const auto notes = [](double length) {
        return run_exceedance(rain_of_one_cell({5}, length), {1, 1}, {{"threshold", "caine"}})
            .notes()
            .size();
    };
    EXPECT_EQ(notes(600), 0U);
    EXPECT_EQ(notes(86400), 1U);
}

std::shared_ptr<const FeatureLayer> events_of(double exponent) {
    FeatureLayer layer{.name = "rainfall_events", .shape = FeatureShape::none};
    std::vector<double> durations;
    std::vector<double> rains;
    for (const double hours : {3.0, 6.0, 12.0, 24.0, 48.0, 96.0}) {
        durations.push_back(hours * kHour);
        rains.push_back(1e-3 * 8 * std::pow(hours, exponent) * (hours > 20 ? 1.1 : 0.95));
    }
    layer.attributes = {{"duration", Unit::second, "", std::move(durations)},
                        {"rain", Unit::metre, "", std::move(rains)}};
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

float fitted_exceedance(double exponent, const ParamTexts& settings) {
    FieldSet fields(testing::plain_grid({1, 1}));
    fields.put(kRain,
               std::shared_ptr<const RainSeries>(rain_of_one_cell(std::vector<double>(30, 9))));
    fields.put(kRainfallEvents, events_of(exponent));
    testing::run_model("rainfall_threshold", {{"samples", "10"}}, fields);
    testing::run_model("threshold_exceedance", settings, fields);
    return fields.read(kThresholdExceedance)(0, 0);
}

TEST(ThresholdExceedance, FollowsTheFittedThreshold) {
    const float five = fitted_exceedance(0.4, {{"threshold", "fitted"}});
    const float half = fitted_exceedance(0.4, {{"threshold", "fitted"}, {"probability", "0.5"}});
    EXPECT_GT(five, half);
    EXPECT_THROW(fitted_exceedance(0.4, {{"threshold", "fitted"}, {"probability", "0.3"}}),
                 InputError);
    EXPECT_THROW(fitted_exceedance(-0.5, {{"threshold", "fitted"}}), InputError)
        << "longer rain cannot need less";
    EXPECT_THROW(exceedance_of(rain_of_one_cell({5}), {{"threshold", "fitted"}}), InputError);
}

TEST(ThresholdExceedance, HasTheSameBitsOnAnyNumberOfThreads) {
    const auto rain = random_rain({17, 90}, 50, false, 0.001);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        FieldSet fields = run_exceedance(rain, {17, 90});
        return testing::take_raster(fields, kThresholdExceedance);
    }));
}

}  // namespace
}  // namespace hazone::models
