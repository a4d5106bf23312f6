#include "models/zoning/level_rule.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace hazone::models {
namespace {

constexpr LevelRule kRule{.area_share = 0.05, .largest_missing_share = 0.2};

std::optional<int> level_of(const LevelAreas& areas, double missing = 0, LevelRule rule = kRule) {
    return reached_level(areas, missing, rule).level;
}

TEST(ReachedLevel, IsTheHighestWhichWithThoseAboveCoversTheShare) {
    EXPECT_EQ(level_of({0, 100, 0, 0, 0, 0}), 1);
    EXPECT_EQ(level_of({0, 95, 0, 0, 0, 5}), 5);
    EXPECT_EQ(level_of({0, 96, 0, 0, 0, 4}), 1);
    EXPECT_EQ(level_of({0, 95, 0, 0, 1, 4}), 4);
    EXPECT_EQ(level_of({0, 90, 2, 3, 1, 4}), 4);
    EXPECT_EQ(level_of({0, 90, 6, 1, 1, 2}), 2);
    EXPECT_EQ(level_of({90, 3, 1, 1, 0, 0}), 1);
}

TEST(ReachedLevel, IsZeroWhereNoLevelCoversTheShare) {
    EXPECT_EQ(level_of({100, 0, 0, 0, 0, 0}), 0);
    EXPECT_EQ(level_of({96, 1, 1, 1, 0.5, 0.5}), 0);
    EXPECT_EQ(level_of({95, 1, 1, 1, 1, 1}), 1);
}

TEST(ReachedLevel, AShareOfZeroNeedsAnyArea) {
    const LevelRule any{.area_share = 0, .largest_missing_share = 0.2};
    EXPECT_EQ(level_of({1000, 0, 0, 1, 0, 0}, 0, any), 3);
    EXPECT_EQ(level_of({1000, 0, 0, 0, 0, 0}, 0, any), 0);
}

TEST(ReachedLevel, AShareIsReachedExactly) {
    const LevelRule rule{.area_share = 0.07, .largest_missing_share = 0.2};
    EXPECT_EQ(level_of({0, 93, 0, 0, 7, 0}, 0, rule), 4);
    EXPECT_EQ(level_of({0, 930, 1, 0, 69, 0}, 0, rule), 2);
    EXPECT_EQ(level_of({0, 930.0002, 0, 0, 69.9998, 0}, 0, rule), 1);
}

TEST(ReachedLevel, MissingAreaDoesNotDilute) {
    // 4 of 80 known are 5 %, 4 of all 100 are not.
    EXPECT_EQ(level_of({0, 76, 0, 0, 4, 0}, 20), 4);
}

TEST(ReachedLevel, TooMuchMissingIsNoDataAndNeverSafe) {
    EXPECT_EQ(level_of({80, 0, 0, 0, 0, 0}, 20), 0);
    EXPECT_EQ(level_of({79, 0, 0, 0, 0, 0}, 21), std::nullopt);
    EXPECT_EQ(level_of({0, 39, 1, 0, 0, 0}, 60), std::nullopt);
    EXPECT_EQ(level_of({0, 0, 40, 0, 0, 0}, 60), std::nullopt) << "level 2 is no alarm";
    EXPECT_TRUE(reached_level({0, 0, 40, 0, 0, 0}, 60, kRule).lower_bound);
}

TEST(ReachedLevel, AnAlarmOfTheKnownAreaStandsWhateverTheRestIs) {
    const ReachedLevel alarm = reached_level({35, 0, 0, 5, 0, 0}, 60, kRule);
    EXPECT_EQ(alarm.level, 3);
    EXPECT_TRUE(alarm.lower_bound);
    EXPECT_EQ(level_of({36, 0, 0, 4, 0, 0}, 60), std::nullopt) << "4 of all 100 is not the share";
    LevelRule rule = kRule;
    rule.alarm_from = 4;
    EXPECT_EQ(level_of({35, 0, 0, 5, 0, 0}, 60, rule), std::nullopt);
    EXPECT_EQ(level_of({35, 0, 0, 0, 5, 0}, 60, rule), 4);
    rule.alarm_from = 6;
    EXPECT_EQ(level_of({0, 0, 0, 0, 0, 40}, 60, rule), std::nullopt);
}

TEST(ReachedLevel, NothingKnownIsNoData) {
    const LevelRule all_may_be_missing{.area_share = 0.05, .largest_missing_share = 1};
    EXPECT_EQ(level_of({0, 0, 0, 0, 0, 0}, 9, all_may_be_missing), std::nullopt);
    EXPECT_EQ(level_of({0, 0, 0, 0, 0, 0}), std::nullopt);
}

TEST(ReachedLevel, FromALevelOnASmallAreaIsEnough) {
    LevelRule rule = kRule;
    rule.any_cell_from = 4;
    rule.least_area = 3;
    const ReachedLevel reached = reached_level({997, 0, 0, 0, 1, 2}, 0, rule);
    EXPECT_EQ(reached.level, 4) << "3 at level 4 or higher, 2 at level 5";
    EXPECT_TRUE(reached.by_any_cell);
    EXPECT_EQ(level_of({998, 0, 0, 0, 0, 2}, 0, rule), 0);
    EXPECT_EQ(level_of({900, 0, 0, 100, 0, 0}, 0, rule), 3) << "by the share";
    EXPECT_FALSE(reached_level({900, 0, 0, 0, 100, 0}, 0, rule).by_any_cell);
    EXPECT_EQ(level_of({0, 0, 0, 0, 3, 0}, 997, rule), 4) << "holds whatever is missing";
    rule.any_cell_from = 6;
    EXPECT_EQ(level_of({997, 0, 0, 0, 0, 3}, 0, rule), 0);
    rule.any_cell_from = 1;
    rule.least_area = 0;
    EXPECT_EQ(level_of({999, 0, 0, 0, 0, 0}, 1, rule), 0);
    EXPECT_EQ(level_of({999, 0.1, 0, 0, 0, 0}, 1, rule), 1);
}

TEST(ReachedLevel, MoreHazardNeverGivesALowerLevel) {
    std::mt19937 random(8);
    std::uniform_real_distribution<double> area(0, 10);
    for (int repeat = 0; repeat < 2000; ++repeat) {
        LevelAreas areas{};
        for (double& own : areas) {
            own = random() % 3 == 0 ? 0 : area(random);
        }
        const LevelRule rule{.area_share = area(random) / 20,
                             .largest_missing_share = area(random) / 20,
                             .any_cell_from = 1 + static_cast<int>(random() % 6),
                             .least_area = area(random),
                             .alarm_from = 1 + static_cast<int>(random() % 6)};
        const double missing = area(random);
        const auto before = level_of(areas, missing, rule);
        const std::size_t from = random() % 5;
        LevelAreas worse = areas;
        worse[from] = 0;
        worse[from + 1] += areas[from];
        const auto after = level_of(worse, missing, rule);
        EXPECT_TRUE(!before || (after && *after >= *before));
        // What is missing turns out to be at the highest level: never a lower one either.
        worse = areas;
        worse[5] += missing;
        EXPECT_GE(level_of(worse, 0, rule).value_or(5), before.value_or(0));
    }
}

}  // namespace
}  // namespace hazone::models
