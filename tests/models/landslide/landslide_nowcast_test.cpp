#include "models/landslide/landslide_nowcast.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

TEST(LandslideNowcast, IsTheTreeOfThePaper) {
    for (std::uint8_t susceptibility = 1; susceptibility <= 5; ++susceptibility) {
        EXPECT_EQ(nowcast_of(0.02F, 0.03F, susceptibility), 1);
        EXPECT_EQ(nowcast_of(0.03F, 0.03F, susceptibility), 1) << "above, not at";
    }
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, 1), 1);
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, 2), 1);
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, 3), 2);
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, 4), 2);
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, 5), 3);
}

TEST(LandslideNowcast, IsMissingWhereTheAnswerCouldBeAnother) {
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, kNoClass), kNoClass);
    EXPECT_EQ(nowcast_of(kMissing, 0.03F, 3), kNoClass);
    EXPECT_EQ(nowcast_of(0.04F, kMissing, 5), kNoClass);
    EXPECT_EQ(nowcast_of(kMissing, kMissing, 2), 1) << "no rain makes this one more than low";
}

Raster<std::uint8_t> run_nowcast() {
    const Extent extent{9, 11};
    FieldSet fields(testing::plain_grid(extent));
    Raster<float> index(extent);
    Raster<std::uint8_t> susceptibility(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        index(row, col) = 0.004F * static_cast<float>(row);
        susceptibility(row, col) = static_cast<std::uint8_t>(col % 6);
    });
    fields.put(kAntecedentRainfallIndex, std::move(index));
    fields.put(kSusceptibilityClass, std::move(susceptibility));
    testing::put_constant(fields, kAntecedentRainfallLimit, 0.02F);
    testing::run_model("landslide_nowcast", {}, fields);
    return std::get<Raster<std::uint8_t>>(fields.take(kLandslideNowcast));
}

TEST(LandslideNowcastModel, RisesWithRainAndSusceptibility) {
    const auto nowcast = run_nowcast();
    EXPECT_EQ(nowcast(8, 5), 3);
    EXPECT_EQ(nowcast(8, 4), 2);
    EXPECT_EQ(nowcast(8, 2), 1);
    EXPECT_EQ(nowcast(0, 5), 1);
    EXPECT_EQ(nowcast(8, 0), kNoClass);
}

TEST(LandslideNowcastModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count(run_nowcast));
}

/// Three days of an index which rises and falls: what run_nowcast() gives for each day, and for the
/// worst of them.
FieldSet run_in_time() {
    const Extent extent{9, 11};
    FieldSet fields(testing::plain_grid(extent));
    fields.set_times({86400, 2 * 86400, 3 * 86400});
    const auto index = fields.write_frames(kAntecedentRainfallIndexInTime);
    Raster<float> greatest(extent);
    Raster<std::uint8_t> susceptibility(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        index.at(0)(row, col) = 0.01F;
        index.at(1)(row, col) = 0.004F * static_cast<float>(row);
        index.at(2)(row, col) = row == 3 ? kMissing : 0.002F;
        greatest(row, col) =
            row == 3 ? kMissing : std::max(0.01F, 0.004F * static_cast<float>(row));
        susceptibility(row, col) = static_cast<std::uint8_t>(col % 6);
    });
    fields.put(kGreatestAntecedentRainfallIndex, std::move(greatest));
    fields.put(kSusceptibilityClass, std::move(susceptibility));
    testing::put_constant(fields, kAntecedentRainfallLimit, 0.02F);
    testing::run_model("landslide_nowcast_in_time", {}, fields);
    testing::run_model("highest_landslide_nowcast", {}, fields);
    return fields;
}

TEST(LandslideNowcastInTime, IsTheNowcastOfEachTime) {
    const FieldSet fields = run_in_time();
    const auto alone = run_nowcast();
    const auto nowcast = fields.read_frames(kLandslideNowcastInTime);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const auto level = static_cast<float>(alone(row, col));
        EXPECT_TRUE(level == 0 ? is_missing(nowcast.at(1)(row, col))
                               : nowcast.at(1)(row, col) == level);
    });
    EXPECT_EQ(nowcast.at(0)(8, 5), 1) << "before the rain";
    EXPECT_EQ(nowcast.at(1)(8, 5), 3);
    EXPECT_EQ(nowcast.at(2)(8, 5), 1) << "after it";
    EXPECT_TRUE(is_missing(nowcast.at(2)(3, 5)));
    EXPECT_EQ(nowcast.at(2)(3, 1), 1) << "low in any rain";
}

TEST(HighestLandslideNowcast, IsThatOfTheWorstTime) {
    const FieldSet fields = run_in_time();
    const auto nowcast = fields.read_frames(kLandslideNowcastInTime);
    const auto highest = fields.read<std::uint8_t>(kHighestLandslideNowcast);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        float worst = 0;
        for (Index time = 0; time < 3; ++time) {
            const float then = nowcast.at(time)(row, col);
            worst = is_missing(then) || is_missing(worst) ? kMissing : std::max(worst, then);
        }
        EXPECT_EQ(highest(row, col), is_missing(worst) ? kNoClass : static_cast<int>(worst));
    });
    EXPECT_EQ(highest(8, 5), 3);
    EXPECT_EQ(highest(3, 5), kNoClass) << "a day that is not known may have been the worst";
}

TEST(LandslideNowcastInTime, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = run_in_time();
        return testing::take_raster(fields, kLandslideNowcastInTime);
    }));
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = run_in_time();
        return std::get<Raster<std::uint8_t>>(fields.take(kHighestLandslideNowcast));
    }));
}

}  // namespace
}  // namespace hazone::models
