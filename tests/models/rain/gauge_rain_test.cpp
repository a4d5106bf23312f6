#include "models/rain/gauge_rain.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr Extent kExtent{90, 150};

GaugeSet random_gauges(int count, int steps, unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> share(0, 1);
    GaugeSet gauges;
    for (int number = 0; number < count; ++number) {
        GaugeSet::Station station{
            .name = "station",
            .location = {2000 * share(random) - 200, 1200 * share(random) - 100},
            .rain = {}};
        for (int step = 0; step < steps; ++step) {
            station.rain.push_back(0.05 * share(random));
        }
        gauges.stations.push_back(std::move(station));
    }
    return gauges;
}

Raster<float> rain_of(const GaugeSet& gauges, int nearest, double power, Index step = 0) {
    const GaugeRain series(std::make_shared<GaugeSet>(gauges), testing::plain_grid(kExtent),
                           nearest, power);
    Raster<float> rain(kExtent);
    series.read(step, rain);
    return rain;
}

// The definition, without blocks: sort all stations by distance, weigh the nearest.
double plain_value(const GaugeSet& gauges, Point point, std::size_t nearest, double power) {
    std::vector<std::pair<double, double>> stations;
    for (const GaugeSet::Station& station : gauges.stations) {
        stations.emplace_back(
            std::hypot(station.location.x - point.x, station.location.y - point.y),
            station.rain[0]);
    }
    std::stable_sort(stations.begin(), stations.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    double weights = 0;
    double sum = 0;
    for (std::size_t number = 0; number < std::min(nearest, stations.size()); ++number) {
        const double weight = std::pow(stations[number].first, -power);
        weights += weight;
        sum += weight * stations[number].second;
    }
    return sum / weights;
}

TEST(InverseDistance, EqualsTheWorkedExample) {
    // 10 mm at 100 m and 40 mm at 200 m: (10 / 1 + 40 / 4) / (1 + 1/4) = 16 mm.
    const NearStation stations[] = {{100.0 * 100, 0.010}, {200.0 * 200, 0.040}};
    EXPECT_NEAR(inverse_distance_mean(stations, 2), 0.016, 1e-15);
    // With power 1: (10 + 20) / 1.5 = 20 mm.
    EXPECT_NEAR(inverse_distance_mean(stations, 1), 0.020, 1e-15);
}

TEST(GaugeRain, IsExactAtAStation) {
    GaugeSet gauges = random_gauges(12, 1, 1);
    const Grid grid = testing::plain_grid(kExtent);
    gauges.stations[5].location = grid.centre({40, 77});
    const auto rain = rain_of(gauges, 7, 2);
    EXPECT_EQ(rain(40, 77), static_cast<float>(gauges.stations[5].rain[0]));
    EXPECT_NE(rain(40, 78), rain(40, 77));
}

void expect_definition(int nearest, double power) {
    const GaugeSet gauges = random_gauges(60, 1, static_cast<unsigned>(nearest));
    const auto rain = rain_of(gauges, nearest, power);
    const Grid grid = testing::plain_grid(kExtent);
    for (Index number = 0; number < kExtent.size(); number += 73) {
        const Cell cell{number / kExtent.cols, number % kExtent.cols};
        const double expected =
            plain_value(gauges, grid.centre(cell), static_cast<std::size_t>(nearest), power);
        EXPECT_NEAR(rain(cell.row, cell.col), expected, 1e-8) << cell.row << ' ' << cell.col;
    }
}

TEST(GaugeRain, EqualsTheDefinitionWhateverTheNumberOfStations) {
    for (const int nearest : {1, 3, 7, 32}) {
        expect_definition(nearest, 2.0);
        expect_definition(nearest, 3.5);
    }
}

TEST(GaugeRain, StaysBetweenTheLeastAndTheGreatestMeasurement) {
    const GaugeSet gauges = random_gauges(9, 1, 4);
    double least = 1;
    double greatest = 0;
    for (const GaugeSet::Station& station : gauges.stations) {
        least = std::min(least, station.rain[0]);
        greatest = std::max(greatest, station.rain[0]);
    }
    const auto rain = rain_of(gauges, 5, 2);
    EXPECT_GE(*std::min_element(rain.data(), rain.data() + rain.size()), static_cast<float>(least));
    EXPECT_LE(*std::max_element(rain.data(), rain.data() + rain.size()),
              static_cast<float>(greatest));
}

TEST(GaugeRain, GivesTheNearestStationWhenOneWeighs) {
    GaugeSet gauges;
    gauges.stations = {{"west", {300, 450}, {0.01}}, {"east", {1200, 450}, {0.03}}};
    const auto rain = rain_of(gauges, 1, 2);
    EXPECT_EQ(rain(45, 74), 0.01F);  // 745 m from the west edge; the border lies at 750 m
    EXPECT_EQ(rain(45, 75), 0.03F);
}

TEST(GaugeRain, GivesTheStationNamedFirstOfTwoEquallyFar) {
    GaugeSet gauges;
    gauges.stations = {{"a", {305, 455}, {0.01}}, {"b", {705, 455}, {0.03}}};
    EXPECT_EQ(rain_of(gauges, 1, 2)(44, 50), 0.01F);
    std::swap(gauges.stations[0], gauges.stations[1]);
    EXPECT_EQ(rain_of(gauges, 1, 2)(44, 50), 0.03F);
}

TEST(GaugeRain, LeavesOutStationsWithoutAMeasurementInThatStepAlone) {
    GaugeSet all = random_gauges(10, 2, 5);
    GaugeSet fewer = all;
    for (const std::size_t number : {2U, 6U}) {
        all.stations[number].rain[0] = std::nan("");
    }
    fewer.stations.erase(fewer.stations.begin() + 6);
    fewer.stations.erase(fewer.stations.begin() + 2);
    EXPECT_TRUE(testing::same_bits(rain_of(all, 4, 2, 0), rain_of(fewer, 4, 2, 0)));
    EXPECT_FALSE(testing::same_bits(rain_of(all, 4, 2, 1), rain_of(fewer, 4, 2, 1)));
}

TEST(GaugeRain, IsMissingEverywhereAtAStepWithoutAnyMeasurement) {
    GaugeSet gauges = random_gauges(3, 2, 6);
    for (GaugeSet::Station& station : gauges.stations) {
        station.rain[1] = std::nan("");
    }
    const auto with = rain_of(gauges, 2, 2, 0);
    const auto without = rain_of(gauges, 2, 2, 1);
    for (Index cell = 0; cell < with.size(); ++cell) {
        EXPECT_FALSE(is_missing(with.data()[cell]));
        EXPECT_TRUE(is_missing(without.data()[cell]));
    }
}

TEST(GaugeRain, HasTheSameBitsOnAnyNumberOfThreads) {
    const GaugeSet gauges = random_gauges(40, 1, 7);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return rain_of(gauges, 7, 2); }));
}

void expect_series_outlives_the_gauges(const char* model) {
    GaugeSet gauges = random_gauges(5, 3, 8);
    gauges.start = 1725840000;
    gauges.step_length = 1800;
    FieldSet fields(testing::plain_grid(kExtent));
    fields.put(kRainGauges, std::make_shared<const GaugeSet>(gauges));
    testing::run_model(model, {}, fields);
    fields.erase(kRainGauges);
    const RainSeries& series = fields.series(kRain);
    EXPECT_EQ(series.steps(), 3);
    EXPECT_EQ(series.start(), 1725840000);
    EXPECT_EQ(series.step_length(), 1800);
    Raster<float> rain(kExtent);
    series.read(2, rain);
    EXPECT_FALSE(is_missing(rain(0, 0)));
}

TEST(GaugeRainModels, MakeSeriesThatOutliveTheGaugeField) {
    expect_series_outlives_the_gauges("inverse_distance_rain");
    expect_series_outlives_the_gauges("thiessen_rain");
}

}  // namespace
}  // namespace hazone::models
