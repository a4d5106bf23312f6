#include "io/level_reason.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace hazone::io {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr double kSquareKilometre = 1e6;

/// 20 km2: 3 of level 3, 15 of level 1, 2 without data.
ZoneSummary commune() {
    ZoneSummary zone{.name = "Y Tý", .area = 20 * kSquareKilometre};
    zone.level = 3;
    zone.hazard = Hazard::flash_flood;
    zone.rule = "46-2-high";
    zone.reason = "level 3: as recorded";
    zone.level_area[3] = 3 * kSquareKilometre;
    zone.level_area[1] = 15 * kSquareKilometre;
    return zone;
}

RuleSet rules() {
    RuleSet set{.name = "test"};
    RuleTable table{.hazard = Hazard::flash_flood};
    table.rows.push_back({.id = "46-2-high",
                          .conditions = {{.field = "rain_days", .text = ">2"},
                                         {.field = "flash_flood_class", .text = "4"}},
                          .level = 3,
                          .article = "Art. 46",
                          .extrapolated = true});
    set.tables.push_back(table);
    return set;
}

TEST(LevelReason, IsAsRecordedInEnglish) {
    const RuleSet set = rules();
    EXPECT_EQ(level_reason(commune(), &set, Language::english), "level 3: as recorded");
}

TEST(LevelReason, IsToldFromTheNumbersInVietnamese) {
    const RuleSet set = rules();
    EXPECT_EQ(
        level_reason(commune(), &set, Language::vietnamese),
        "cấp 3: 16,7 % của 18,00 km² có dữ liệu (3,00 km²) có cấp 3 trở lên; cấp 3 chủ yếu do "
        "lũ quét; dòng quy định 46-2-high (Điều 46, bổ sung chỗ trống của văn bản): Số ngày "
        "mưa liên tiếp >2, Cấp nguy cơ lũ quét 4; 10,0 % diện tích không có dữ liệu");
}

TEST(LevelReason, SaysThatALevelMayBeHigher) {
    ZoneSummary zone = commune();
    zone.lower_bound = true;
    EXPECT_THAT(level_reason(zone, nullptr, Language::vietnamese),
                AllOf(HasSubstr("ít nhất cấp 3: 15,0 % của 20,00 km² ("),
                      HasSubstr("dòng quy định 46-2-high; 10,0 %")));
}

TEST(LevelReason, NeverCallsGroundWithoutDataSafe) {
    ZoneSummary zone{.area = kSquareKilometre};
    zone.reason = "no data: as recorded";
    EXPECT_EQ(level_reason(zone, nullptr, Language::vietnamese),
              "chưa xác định được cấp: 100,0 % diện tích không có dữ liệu");
    zone.area = 0;
    EXPECT_THAT(level_reason(zone, nullptr, Language::vietnamese), HasSubstr("không có dữ liệu"));
}

TEST(LevelReason, TellsWhatReachedALevelBelowTheFirst) {
    ZoneSummary zone = commune();
    zone.level = 0;
    zone.rule.clear();
    zone.level_area = {17 * kSquareKilometre, 0.004 * kSquareKilometre};
    EXPECT_THAT(level_reason(zone, nullptr, Language::vietnamese),
                AllOf(HasSubstr("dưới cấp 1: chỉ 0,0 % của"), HasSubstr("(0,40 ha) có cấp 1")));
}

TEST(LevelReason, IsEmptyWhereNothingWasRecorded) {
    EXPECT_EQ(level_reason({}, nullptr, Language::vietnamese), "");
}

}  // namespace
}  // namespace hazone::io
