// Levels of cells by rules made by hand, and what rules ask for: days of rain, wind, alarm levels.
#include <cmath>
#include <memory>
#include <random>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/rules/rule_set.hpp"
#include "tests/support/run_model.hpp"

namespace hazone::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::uint8_t kUnknown = 255;
constexpr double kInf = std::numeric_limits<double>::infinity();

RuleRow row(int number, int level, std::vector<Condition> conditions) {
    return {.id = "row " + std::to_string(number),
            .conditions = std::move(conditions),
            .level = level,
            .article = "Art. 1",
            .mark = "S",
            .number = number};
}

/// Landslide: class 1-2 level 1, class 3-5 level 3, with 100 mm of rain and more. Heavy rain: 200
/// mm and more level 2; by cold: below 0 level 5.
RuleSet rules() {
    const Band much{0.1F, kInf, true, false};
    RuleTable slide{.hazard = Hazard::landslide, .article = "Art. 1", .title = "slides"};
    slide.axes = {{.field = "event_rain"}, {.field = "landslide_class", .whole = true}};
    slide.rows = {row(1, 1, {{"event_rain", much}, {"landslide_class", {1, 2, true, true}}}),
                  row(2, 3, {{"event_rain", much}, {"landslide_class", {3, 5, true, true}}})};
    RuleTable rain{.hazard = Hazard::heavy_rain, .article = "Art. 2", .title = "rain"};
    rain.axes = {{.field = "event_rain"}, {.field = "lowland", .whole = true, .absent = 0}};
    rain.rows = {
        row(3, 2, {{"event_rain", {0.2F, kInf, true, false}}, {"lowland", {0, 0, true, true}}}),
        row(4, 1, {{"event_rain", {0.2F, kInf, true, false}}, {"lowland", {1, 1, true, true}}})};
    RuleTable cold{.hazard = Hazard::cold, .article = "Art. 3", .title = "cold"};
    cold.axes = {{.field = "daily_mean_temperature", .worse_higher = false}};
    cold.rows = {row(5, 5, {{"daily_mean_temperature", {-kInf, 0, true, false}}})};
    RuleSet set{.name = "by hand"};
    set.tables = {slide, rain, cold};
    return set;
}

struct Place {
    float rain = 0;
    int landslide_class = 0;
    std::optional<float> temperature = {};
};

FieldSet run(const std::vector<Place>& places, const RuleSet& set, bool with_cold = false) {
    const auto count = static_cast<Index>(places.size());
    FieldSet fields(testing::plain_grid({1, count}));
    fields.put(kRules, std::make_shared<const RuleSet>(set));
    for (Index col = 0; col < count; ++col) {
        const Place& place = places[static_cast<std::size_t>(col)];
        fields.write(kEventRain)(0, col) = place.rain;
        fields.write<std::uint8_t>(kLandslideClass)(0, col) =
            static_cast<std::uint8_t>(place.landslide_class);
        if (with_cold) {
            fields.write(kDailyMeanTemperature)(0, col) = place.temperature.value_or(kMissing);
        }
    }
    testing::run_model("risk_level", {}, fields);
    return fields;
}

std::vector<int> codes(const FieldSet& fields, const FieldSpec& field) {
    const auto cells = fields.read<std::uint8_t>(field);
    std::vector<int> values;
    for (Index col = 0; col < cells.cols(); ++col) {
        values.push_back(cells(0, col));
    }
    return values;
}

TEST(RiskLevel, IsTheWorstOfTheHazardsWithItsHazardAndRow) {
    const FieldSet fields =
        run({{0.05F, 5}, {0.1F, 2}, {0.1F, 3}, {0.25F, 1}, {0.25F, 4}}, rules());
    EXPECT_THAT(codes(fields, kRiskLevel), ElementsAre(0, 1, 3, 2, 3));
    EXPECT_THAT(codes(fields, kRiskHazard), ElementsAre(0, 1, 1, 4, 1));
    EXPECT_THAT(codes(fields, kRiskRule), ElementsAre(0, 1, 2, 3, 2));
    EXPECT_THAT(codes(fields, kLandslideLevel), ElementsAre(0, 1, 3, 1, 3));
    EXPECT_THAT(codes(fields, kHeavyRainLevel), ElementsAre(0, 0, 0, 2, 2));
}

TEST(RiskLevel, AMissingValueIsNeverBelowTheLevels) {
    const FieldSet fields = run({{kMissing, 3}, {0.25F, 0}, {0.05F, 0}}, rules());
    // Too little rain for any row: known to be below level 1, whatever the class.
    EXPECT_THAT(codes(fields, kRiskLevel), ElementsAre(255, 255, 0));
    EXPECT_THAT(codes(fields, kRiskHazard), ElementsAre(255, 255, 0));
    EXPECT_THAT(codes(fields, kRiskRule), ElementsAre(255, 255, 0));
    EXPECT_THAT(codes(fields, kLandslideLevel), ElementsAre(255, 255, 0));
    EXPECT_THAT(codes(fields, kHeavyRainLevel), ElementsAre(255, 2, 0));
}

TEST(RiskLevel, TheHighestLevelThereIsStandsWhateverElseIsMissing) {
    const FieldSet fields =
        run({{kMissing, 3, -1.0F}, {0.25F, 4, kMissing}, {0.25F, 4, 1.0F}}, rules(), true);
    EXPECT_THAT(codes(fields, kRiskLevel), ElementsAre(5, 255, 3));
    EXPECT_THAT(codes(fields, kRiskHazard), ElementsAre(8, 255, 1));
}

TEST(RiskLevel, AHazardWithoutItsFieldsIsNotJudgedAndTold) {
    const FieldSet fields = run({{0.25F, 4}}, rules());
    EXPECT_THAT(codes(fields, kColdLevel), ElementsAre(255));
    ASSERT_EQ(fields.notes().size(), 1U);
    EXPECT_THAT(fields.notes()[0], HasSubstr("cold (cold: no daily_mean_temperature)"));
}

TEST(RiskLevel, WhatStandsForAFieldIsTakenWhereItIsNotGiven) {
    RuleSet set = rules();
    set.tables[1].axes[1].absent = 1;
    EXPECT_THAT(codes(run({{0.25F, 1}}, set), kHeavyRainLevel), ElementsAre(1));
    set.tables[1].axes[1].absent.reset();
    EXPECT_THAT(codes(run({{0.25F, 1}}, set), kHeavyRainLevel), ElementsAre(255)) << "not judged";
}

TEST(RiskLevel, AGapInAFieldWhichIsThereIsNotWhatStandsForIt) {
    FieldSet fields(testing::plain_grid({1, 2}));
    fields.put(kRules, std::make_shared<const RuleSet>(rules()));
    testing::put_constant(fields, kEventRain, 0.25F);
    fields.put(kLandslideClass, Raster<std::uint8_t>({1, 2}, 1));
    fields.write<std::uint8_t>(kLowland)(0, 0) = 1;
    fields.write<std::uint8_t>(kLowland)(0, 1) = kUnknown;
    testing::run_model("risk_level", {}, fields);
    EXPECT_THAT(codes(fields, kHeavyRainLevel), ElementsAre(1, 255));
}

TEST(RiskLevel, Level5OfALaterTableCountsWhereAnEarlierOneIsUnknown) {
    RuleSet set = rules();
    set.tables[2].hazard = Hazard::landslide;
    const FieldSet fields = run({{kMissing, 3, -1.0F}}, set, true);
    EXPECT_THAT(codes(fields, kLandslideLevel), ElementsAre(5));
    EXPECT_THAT(codes(fields, kRiskRule), ElementsAre(5));
}

TEST(RiskLevel, WithoutAnyJudgeItRefuses) {
    RuleSet set = rules();
    set.tables = {set.tables[2]};
    try {
        run({{0.25F, 1}}, set);
        FAIL() << "no hazard can be judged";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("no daily_mean_temperature"));
    }
}

TEST(RiskLevel, OfTwoTablesForOneHazardTheWorseCounts) {
    RuleSet set = rules();
    set.tables[1].hazard = Hazard::landslide;
    const FieldSet fields = run({{0.25F, 1}, {0.25F, 4}, {kMissing, 4}, {0.25F, 0}}, set);
    EXPECT_THAT(codes(fields, kLandslideLevel), ElementsAre(2, 3, 255, 255));
    EXPECT_THAT(codes(fields, kRiskRule), ElementsAre(3, 2, 255, 255));
}

TEST(RiskLevel, LevelsAreAddedOnlyWhenAPersonSaysSoAndNeverAbove5) {
    RuleSet set = rules();
    const std::vector<Place> places{{0.25F, 4}, {0.1F, 4}, {0.05F, 4}};
    EXPECT_THAT(codes(run(places, set), kRiskLevel), ElementsAre(3, 3, 0));
    set.joint = {1, "test"};
    EXPECT_THAT(codes(run(places, set), kRiskLevel), ElementsAre(4, 3, 0)) << "two meet in one";
    set.joint = {2, "test"};
    set.tables[1].rows[0].level = 4;
    EXPECT_THAT(codes(run(places, set), kRiskLevel), ElementsAre(5, 3, 0));
    EXPECT_THAT(codes(run(places, set), kLandslideLevel), ElementsAre(3, 3, 0)) << "itself stays";
}

TEST(RiskLevel, TheLowerNumberDecidesADraw) {
    RuleSet set = rules();
    set.tables[1].rows[0].level = 3;
    EXPECT_THAT(codes(run({{0.25F, 4}}, set), kRiskHazard), ElementsAre(1));
}

TEST(RiskLevel, IsTheSameOnAnyNumberOfThreads) {
    const Extent extent{57, 43};
    std::mt19937 random(3);
    Raster<float> rain(extent);
    Raster<std::uint8_t> classes(extent);
    for (Index cell = 0; cell < extent.size(); ++cell) {
        rain.data()[cell] =
            random() % 7 == 0 ? kMissing : 0.001F * static_cast<float>(random() % 300);
        classes.data()[cell] = static_cast<std::uint8_t>(random() % 6);
    }
    std::vector<std::uint8_t> first;
    for (const int count : {1, 2, 3, 8}) {
        const ThreadScope scope(count);
        FieldSet fields(testing::plain_grid(extent));
        fields.put(kRules, std::make_shared<const RuleSet>(rules()));
        fields.put(kEventRain, rain.clone());
        fields.put(kLandslideClass, classes.clone());
        testing::run_model("risk_level", {}, fields);
        const auto level = fields.read<std::uint8_t>(kRiskLevel);
        const std::vector<std::uint8_t> found(level.data(), level.data() + level.size());
        first = first.empty() ? found : first;
        EXPECT_EQ(found, first) << count;
    }
}

/// Rain of equal steps, the same in every cell.
class Steps final : public RainSeries {
public:
    Steps(std::vector<float> rain, double length) : rain_(std::move(rain)), length_(length) {}
    Index steps() const override { return static_cast<Index>(rain_.size()); }
    double step_length() const override { return length_; }
    UtcSeconds start() const override { return 0; }
    void read(Index step, View<float> rain) const override {
        for (Index col = 0; col < rain.cols(); ++col) {
            rain(0, col) = rain_[static_cast<std::size_t>(step)];
        }
    }

private:
    std::vector<float> rain_;
    double length_;
};

/// rain_days and heavy_rain_days of a series.
std::pair<float, float> days_of(const std::vector<float>& rain,
                                double length,
                                const ParamTexts& settings = {}) {
    FieldSet fields(testing::plain_grid({1, 1}));
    fields.put(kRain, std::shared_ptr<const RainSeries>(std::make_shared<Steps>(rain, length)));
    testing::run_model("rain_days", settings, fields);
    return {fields.read(kRainDays)(0, 0), fields.read(kHeavyRainDays)(0, 0)};
}

constexpr double kDay = 86400;

TEST(RainDays, CountsDaysInARowUpToTheWettest) {
    EXPECT_EQ(days_of({0.01F, 0.02F, 0.2F, 0.05F}, kDay), std::pair(3.0F, 2.0F));
    EXPECT_EQ(days_of({0.01F, 0, 0.2F}, kDay), std::pair(1.0F, 1.0F)) << "a dry day between";
    EXPECT_EQ(days_of({0.2F, 0.01F, 0.01F}, kDay).first, 1) << "days after it do not count";
    EXPECT_EQ(days_of({0, 0, 0}, kDay), std::pair(0.0F, 0.0F));
}

TEST(RainDays, HoursMakeDaysFromTheStart) {
    std::vector<float> hours(60, 0.0F);  // two days and a half
    hours[0] = 0.001F;                   // just a wet day
    hours[47] = 0.06F;
    hours[48] = 0.07F;  // the half day is the wettest
    EXPECT_EQ(days_of(hours, 3600), std::pair(3.0F, 2.0F));
    hours[0] = 0.0009F;
    EXPECT_EQ(days_of(hours, 3600).first, 2) << "less than wet_day is dry";
    EXPECT_EQ(days_of(hours, 3600, {{"wet_day", "0.5 mm"}}).first, 3);
    EXPECT_EQ(days_of(hours, 3600, {{"heavy_day", "65 mm"}}).second, 1);
}

TEST(RainDays, AStepOfSeveralDaysCountsAsSoMany) {
    EXPECT_EQ(days_of({0.2F, 0.05F}, 2 * kDay), std::pair(2.0F, 2.0F)) << "100 and 25 mm a day";
}

TEST(RainDays, AMissingStepIsNoDry) {
    const auto [days, heavy] = days_of({0.01F, kMissing, 0.2F}, kDay);
    EXPECT_TRUE(is_missing(days));
    EXPECT_TRUE(is_missing(heavy));
}

TEST(WindForce, ChangesAtTheSpeedsOfTheTable) {
    const std::vector<std::pair<float, float>> expected{
        {0, 0},      {0.2F, 0},   {0.3F, 1},   {10.7F, 5},  {10.8F, 6},          {17.1F, 7},
        {17.2F, 8},  {24.4F, 9},  {24.5F, 10}, {32.6F, 11}, {32.7F, 12},         {41.4F, 13},
        {41.5F, 14}, {51.0F, 16}, {56.1F, 17}, {80, 17},    {kMissing, kMissing}};
    FieldSet fields(testing::plain_grid({1, static_cast<Index>(expected.size())}));
    for (std::size_t k = 0; k < expected.size(); ++k) {
        fields.write(kWindSpeed)(0, static_cast<Index>(k)) = expected[k].first;
    }
    testing::run_model("wind_force", {}, fields);
    for (std::size_t k = 0; k < expected.size(); ++k) {
        const float force = fields.read(kWindForce)(0, static_cast<Index>(k));
        EXPECT_TRUE(force == expected[k].second ||
                    (is_missing(force) && is_missing(expected[k].second)))
            << expected[k].first << " m/s: " << force;
    }
}

TEST(RiverAlarm, CountsTheLevelsReachedAndMeasuresAboveThem) {
    const std::vector<float> stages{29.9F, 30, 31, 31.99F, 32, 32.3F, 33.87F, kMissing};
    const std::vector<float> passed{0, 1, 2, 2, 3, 3, 3, kMissing};
    FieldSet fields(testing::plain_grid({1, static_cast<Index>(stages.size())}));
    for (std::size_t k = 0; k < stages.size(); ++k) {
        fields.write(kGaugeStage)(0, static_cast<Index>(k)) = stages[k];
    }
    testing::put_constant(fields, kAlarmStage1, 30);
    testing::put_constant(fields, kAlarmStage2, 31);
    testing::put_constant(fields, kAlarmStage3, 32);
    testing::run_model("river_alarm", {}, fields);
    for (std::size_t k = 0; k + 1 < stages.size(); ++k) {
        EXPECT_EQ(fields.read(kAlarmPassed)(0, static_cast<Index>(k)), passed[k]) << stages[k];
        EXPECT_EQ(fields.read(kStageAboveRecord)(0, static_cast<Index>(k)), -kInf)
            << "no record: below any";
    }
    EXPECT_TRUE(is_missing(fields.read(kAlarmPassed)(0, 7)));
    EXPECT_EQ(fields.read(kStageAboveAlarm3)(0, 5), 0.3F) << "32.3 over 32 is 0.3 m, no less";
    testing::put_constant(fields, kRecordStage, 34);
    testing::run_model("river_alarm", {}, fields);
    EXPECT_FLOAT_EQ(fields.read(kStageAboveRecord)(0, 6), -0.13F);
}

}  // namespace
}  // namespace hazone::models
