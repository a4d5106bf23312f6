#include "models/rain/antecedent_index.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr double kHour = 3600;

/// Rain by step, the same in every cell but those of the first row, which miss one step.
class SteppedRain : public RainSeries {
public:
    SteppedRain(std::vector<float> steps, double length, Index missing_step = -1)
        : steps_(std::move(steps)), length_(length), missing_step_(missing_step) {}
    Index steps() const override { return static_cast<Index>(steps_.size()); }
    double step_length() const override { return length_; }
    UtcSeconds start() const override { return 0; }
    void read(Index step, View<float> rain) const override {
        for_each_cell(rain.extent(), [&](Index row, Index col) {
            const float even = steps_[static_cast<std::size_t>(step)];
            rain(row, col) = row == 0 && step == missing_step_
                                 ? kMissing
                                 : even * (1 + 0.1F * static_cast<float>(col));
        });
    }

private:
    std::vector<float> steps_;
    double length_;
    Index missing_step_;
};

FieldSet with_rain(std::shared_ptr<const RainSeries> rain, Extent extent = {2, 3}) {
    FieldSet fields(testing::plain_grid(extent));
    fields.put(kRain, std::move(rain));
    return fields;
}

TEST(AntecedentIndex, WeightsAreThoseOfSevenWholeDays) {
    double all = 0;
    for (int day = 0; day < 7; ++day) {
        all += rainfall_index_share((day + 1) * kDay, day * kDay);
    }
    EXPECT_NEAR(all, 1, 1e-14);
    EXPECT_NEAR(rainfall_index_share(2 * kDay, kDay) / rainfall_index_share(kDay, 0), 0.25, 1e-14);
    EXPECT_NEAR(rainfall_index_share(7 * kDay, 6 * kDay) / rainfall_index_share(kDay, 0), 1.0 / 49,
                1e-14);
    EXPECT_EQ(rainfall_index_share(8 * kDay, 7 * kDay), 0);
    EXPECT_EQ(rainfall_index_share(-kHour, -2 * kHour), 0) << "later than the moment";
    EXPECT_NEAR(precipitation_index_share(4 * kDay, 3 * kDay, 0.9), 0.729, 1e-14);
    EXPECT_EQ(precipitation_index_share(kHour, 0, 0.9), 1);
}

/// 10, 20 .. 70 mm a day: ARI = sum P_t / (t + 1)^2 / sum 1 / (t + 1)^2, API by its recursion.
TEST(AntecedentIndexModel, EqualsTheSumsByHand) {
    const std::vector<float> days{0.01F, 0.02F, 0.03F, 0.04F, 0.05F, 0.06F, 0.07F};
    FieldSet fields = with_rain(std::make_shared<SteppedRain>(days, kDay));
    testing::run_model("antecedent_index", {{"earlier_rain", "0 mm"}, {"daily_share", "0.8"}},
                       fields);
    double sum = 0;
    double weights = 0;
    double index = 0;
    for (int day = 0; day < 7; ++day) {
        sum += 0.01 * (7 - day) / ((day + 1) * (day + 1));
        weights += 1.0 / ((day + 1) * (day + 1));
        index = 0.8 * index + 0.01 * (day + 1);
    }
    EXPECT_NEAR(fields.read(kAntecedentRainfallIndex)(1, 0), sum / weights, 1e-8);
    EXPECT_NEAR(fields.read(kAntecedentPrecipitationIndex)(1, 0), index, 1e-8);
}

TEST(AntecedentIndexModel, IsTheSameForHoursAndDays) {
    std::vector<float> hours;
    for (int hour = 0; hour < 8 * 24; ++hour) {
        hours.push_back(0.001F * static_cast<float>(1 + hour / 24));
    }
    std::vector<float> days;
    for (int day = 0; day < 8; ++day) {
        days.push_back(0.024F * static_cast<float>(1 + day));
    }
    FieldSet fine = with_rain(std::make_shared<SteppedRain>(hours, kHour));
    FieldSet coarse = with_rain(std::make_shared<SteppedRain>(days, kDay));
    testing::run_model("antecedent_index", {}, fine);
    testing::run_model("antecedent_index", {}, coarse);
    for (const FieldSpec& field : {kAntecedentRainfallIndex, kAntecedentPrecipitationIndex}) {
        EXPECT_NEAR(fine.read(field)(1, 2), coarse.read(field)(1, 2), 1e-7) << field.name;
    }
}

TEST(AntecedentIndexModel, TakesTheDaysBeforeTheSeriesFromTheParameter) {
    FieldSet fields =
        with_rain(std::make_shared<SteppedRain>(std::vector<float>(30, 0.0125F), kDay / 2));
    testing::run_model("antecedent_index", {{"earlier_rain", "25 mm"}}, fields);
    EXPECT_NEAR(fields.read(kAntecedentRainfallIndex)(1, 0), 0.025, 1e-8);
    EXPECT_NEAR(fields.read(kAntecedentPrecipitationIndex)(1, 0), 0.025 / 0.1, 1e-7);
    FieldSet brief =
        with_rain(std::make_shared<SteppedRain>(std::vector<float>(4, 0.0125F), kDay / 2));
    testing::run_model("antecedent_index", {{"earlier_rain", "25 mm"}}, brief);
    EXPECT_NEAR(brief.read(kAntecedentRainfallIndex)(1, 0), 0.025, 1e-8);
    EXPECT_NEAR(brief.read(kAntecedentPrecipitationIndex)(1, 0), 0.025 / 0.1, 1e-7);
}

TEST(AntecedentIndexModel, LooksFromTheMomentAndNotBeyond) {
    std::vector<float> days(10, 0.01F);
    std::vector<float> longer = days;
    longer.push_back(0.5F);
    FieldSet then = with_rain(std::make_shared<SteppedRain>(days, kDay));
    FieldSet now = with_rain(std::make_shared<SteppedRain>(longer, kDay));
    testing::run_model("antecedent_index", {}, then);
    testing::run_model("antecedent_index", {{"time_before_end", "1 d"}}, now);
    EXPECT_NEAR(now.read(kAntecedentRainfallIndex)(1, 0), then.read(kAntecedentRainfallIndex)(1, 0),
                1e-9);
    EXPECT_THROW(testing::run_model("antecedent_index", {{"time_before_end", "11 d"}}, now),
                 InputError);
}

TEST(AntecedentIndexModel, IsMissingWhereAStepThatCountsIs) {
    const std::vector<float> days(9, 0.01F);
    FieldSet fields = with_rain(std::make_shared<SteppedRain>(days, kDay, 1));
    testing::run_model("antecedent_index", {}, fields);
    EXPECT_FALSE(is_missing(fields.read(kAntecedentRainfallIndex)(0, 0))) << "eight days ago";
    EXPECT_TRUE(is_missing(fields.read(kAntecedentPrecipitationIndex)(0, 0)));
    EXPECT_FALSE(is_missing(fields.read(kAntecedentPrecipitationIndex)(1, 0)));
}

/// Rain of a year's worth of weather in steps of unequal length, by cell and step at random.
class UnevenRain : public RainSeries {
public:
    explicit UnevenRain(Index steps, bool missing = false) : missing_(missing) {
        for (Index step = 0; step < steps; ++step) {
            begins_.push_back(step == 0 ? 0 : begins_.back() + lengths_.back());
            lengths_.push_back(3600.0 * static_cast<double>(1 + (step * 5) % 9));
        }
    }
    Index steps() const override { return static_cast<Index>(lengths_.size()); }
    double step_length() const override { return 9 * kHour; }
    double length(Index step) const override { return lengths_[static_cast<std::size_t>(step)]; }
    double begin(Index step) const override { return begins_[static_cast<std::size_t>(step)]; }
    UtcSeconds start() const override { return 0; }
    void read(Index step, View<float> rain) const override {
        std::mt19937 random(static_cast<unsigned>(step));
        for (Index row = 0; row < rain.rows(); ++row) {
            for (Index col = 0; col < rain.cols(); ++col) {
                const auto drawn = static_cast<float>(random() % 1000);
                rain(row, col) = missing_ && row == 0 && step == 20 ? kMissing
                                 : drawn < 600                      ? 0.0F
                                                                    : 2e-5F * (drawn - 600);
            }
        }
    }

private:
    bool missing_;
    std::vector<double> lengths_;
    std::vector<double> begins_;
};

/// Both indices of each moment, by the model for one moment.
FieldSet at_moment(const std::shared_ptr<const RainSeries>& rain, double moment, Extent extent) {
    FieldSet fields = with_rain(rain, extent);
    testing::run_model("antecedent_index",
                       {{"time_before_end", fmt::format("{} s", rain->end() - moment)}}, fields);
    return fields;
}

constexpr Extent kSmall{3, 70};

TEST(AntecedentIndexInTime, EqualsTheIndicesOfEachMoment) {
    const auto rain = std::make_shared<UnevenRain>(50);
    // within a step, at the end of one, at the end of all, and after it
    const std::vector<double> times{1800, 6 * kDay, rain->begin(30), rain->end(), rain->end() + 60};
    FieldSet fields = with_rain(rain, kSmall);
    fields.set_times(times);
    testing::run_model("antecedent_index_in_time", {}, fields);
    for (std::size_t time = 0; time < 4; ++time) {
        const FieldSet alone = at_moment(rain, times[time], kSmall);
        for_each_cell(kSmall, [&](Index row, Index col) {
            const auto frame = static_cast<Index>(time);
            EXPECT_EQ(fields.read_frames(kAntecedentRainfallIndexInTime).at(frame)(row, col),
                      alone.read(kAntecedentRainfallIndex)(row, col));
            EXPECT_EQ(fields.read_frames(kAntecedentPrecipitationIndexInTime).at(frame)(row, col),
                      alone.read(kAntecedentPrecipitationIndex)(row, col));
        });
    }
    EXPECT_TRUE(is_missing(fields.read_frames(kAntecedentRainfallIndexInTime).at(4)(1, 1)));
    EXPECT_TRUE(is_missing(fields.read_frames(kAntecedentPrecipitationIndexInTime).at(4)(1, 1)));
    EXPECT_EQ(fields.notes().size(), 1U) << "of the time after the rain";
}

TEST(AntecedentIndexInTime, IsMissingWhileAMissingStepCounts) {
    const auto rain = std::make_shared<UnevenRain>(90, true);
    FieldSet fields = with_rain(rain, {2, 2});
    const double then = rain->begin(20);
    fields.set_times({then, then + kDay, then + 9 * kDay});
    testing::run_model("antecedent_index_in_time", {}, fields);
    const auto rainfall = fields.read_frames(kAntecedentRainfallIndexInTime);
    EXPECT_FALSE(is_missing(rainfall.at(0)(0, 0)));
    EXPECT_TRUE(is_missing(rainfall.at(1)(0, 0)));
    EXPECT_FALSE(is_missing(rainfall.at(2)(0, 0)));
    EXPECT_TRUE(is_missing(fields.read_frames(kAntecedentPrecipitationIndexInTime).at(2)(0, 0)));
    EXPECT_FALSE(is_missing(rainfall.at(1)(1, 0)));
}

TEST(GreatestAntecedentIndex, IsThatOfTheWorstMoment) {
    const auto rain = std::make_shared<UnevenRain>(60);
    FieldSet fields = with_rain(rain, kSmall);
    testing::run_model("greatest_antecedent_index", {}, fields);
    Raster<float> worst(kSmall, 0.0F);
    for (Index step = 0; step < rain->steps(); ++step) {
        const FieldSet then = at_moment(rain, rain->begin(step) + rain->length(step), kSmall);
        for_each_cell(kSmall, [&](Index row, Index col) {
            worst(row, col) =
                std::max(worst(row, col), then.read(kAntecedentRainfallIndex)(row, col));
        });
    }
    const FieldSet last = at_moment(rain, rain->end(), kSmall);
    Index above_the_last = 0;
    for_each_cell(kSmall, [&](Index row, Index col) {
        EXPECT_NEAR(fields.read(kGreatestAntecedentRainfallIndex)(row, col), worst(row, col),
                    1e-6 * worst(row, col));
        above_the_last += worst(row, col) > 1.2F * last.read(kAntecedentRainfallIndex)(row, col);
    });
    EXPECT_GT(above_the_last, kSmall.size() / 2) << "the last moment is not the worst";
}

TEST(GreatestAntecedentIndex, OfAMissingStepIsMissing) {
    FieldSet fields = with_rain(std::make_shared<UnevenRain>(60, true), {2, 2});
    testing::run_model("greatest_antecedent_index", {}, fields);
    EXPECT_TRUE(is_missing(fields.read(kGreatestAntecedentRainfallIndex)(0, 1)));
    EXPECT_FALSE(is_missing(fields.read(kGreatestAntecedentRainfallIndex)(1, 1)));
}

TEST(AntecedentIndicesOfTheRun, HaveTheSameBitsOnAnyNumberOfThreads) {
    const auto made = [](const char* model, const FieldSpec& field) {
        return testing::same_for_any_thread_count([&] {
            FieldSet fields = with_rain(std::make_shared<UnevenRain>(40), {17, 90});
            fields.set_times({kDay, 3 * kDay});
            testing::run_model(model, {}, fields);
            return testing::take_raster(fields, field);
        });
    };
    EXPECT_TRUE(made("antecedent_index_in_time", kAntecedentPrecipitationIndexInTime));
    EXPECT_TRUE(made("greatest_antecedent_index", kGreatestAntecedentRainfallIndex));
}

TEST(AntecedentIndexModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = with_rain(
            std::make_shared<SteppedRain>(std::vector<float>(100, 0.003F), kHour), {17, 23});
        testing::run_model("antecedent_index", {}, fields);
        return testing::take_raster(fields, kAntecedentPrecipitationIndex);
    }));
}

}  // namespace
}  // namespace hazone::models
