#include "engine/rules/province_level.hpp"

#include <random>

#include <gtest/gtest.h>

namespace hazone {
namespace {

using Levels = std::vector<std::optional<int>>;

RuleSet rules_of(double share) {
    RuleSet rules;
    rules.tables.push_back({.hazard = Hazard::heavy_rain, .province_share = share});
    return rules;
}

ZoneTable zones_of(const Levels& levels) {
    ZoneTable zones;
    for (const auto& level : levels) {
        ZoneSummary zone;
        zone.hazards.push_back({.hazard = Hazard::heavy_rain, .level = level});
        zones.push_back(zone);
    }
    return zones;
}

ProvinceLevel province_of(double share, const Levels& levels) {
    return province_levels(rules_of(share), zones_of(levels));
}

TEST(ProvinceLevel, ShareReachedExactlyAndJustNot) {
    EXPECT_EQ(province_of(0.5, {3, 3, 1, 0}).level, 3);
    EXPECT_EQ(province_of(0.5, {3, 2, 1, 0, 0}).level, 1);  // 2 of 5 have level 2
    EXPECT_EQ(province_of(0, {3, 0, 0, 0}).level, 3);
}

TEST(ProvinceLevel, TooFewStillGiveLevelOne) {
    const auto province = province_of(0.5, {4, 0, 0, 0});
    EXPECT_EQ(province.level, 1);
    EXPECT_TRUE(province.extrapolated);
    EXPECT_EQ(province.hazards.at(0).highest, 4);
}

TEST(ProvinceLevel, MissingCommunesDoNotDilute) {
    const auto province = province_of(0.5, {3, 0, {}, {}});
    EXPECT_EQ(province.level, 3);  // 1 of the 2 known
    EXPECT_EQ(province.hazards.at(0).missing, 2);
    EXPECT_TRUE(province.lower_bound);
    EXPECT_FALSE(province_of(0.5, {3, 3, 0, 0}).lower_bound);
    EXPECT_FALSE(province_of(0.5, {{}, {}}).level.has_value());
}

TEST(ProvinceLevel, LevelZeroIsKnown) {
    const auto province = province_of(0.5, {0, 0});
    EXPECT_EQ(province.level, 0);
    EXPECT_EQ(province.hazard, Hazard::none);
    EXPECT_EQ(province.hazards.at(0).communes[0], 2);
}

TEST(ProvinceLevel, NeverFallsWhenACommuneRises) {
    std::mt19937 random(7);
    for (int trial = 0; trial < 500; ++trial) {
        Levels levels(1 + random() % 12);
        for (auto& level : levels) {
            level = static_cast<int>(random() % 5);
        }
        const double share = static_cast<double>(random() % 11) / 10;
        const int before = province_of(share, levels).level.value();
        auto& raised = levels[random() % levels.size()];
        raised = *raised + 1;
        EXPECT_GE(province_of(share, levels).level.value(), before);
    }
}

}  // namespace
}  // namespace hazone
