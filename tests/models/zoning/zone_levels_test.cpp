#include "models/zoning/zone_levels.hpp"

#include <cmath>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/threads.hpp"
#include "tests/support/run_model.hpp"

namespace hazone::models {
namespace {

/// A count of cells all decided by one hazard; classes 0 (missing) to 5.
ZoneCount cells_of(const std::array<Index, 6>& by_class, std::size_t hazard = 1) {
    ZoneCount count;
    for (std::size_t number = 0; number < by_class.size(); ++number) {
        count.cells[number][number == 0 ? 0 : hazard] = by_class[number];
    }
    return count;
}

const double kCellArea = std::pow(testing::plain_grid({1, 1}).cell_size, 2);
constexpr LevelRule kRule{.area_share = 0.05, .largest_missing_share = 0.2};

TEST(SummariseZone, LevelIsTheHighestClassThatWithThoseAboveCoversTheShare) {
    EXPECT_EQ(summarise_zone(1, cells_of({0, 100, 0, 0, 0, 0}), kRule).level, 1);
    EXPECT_EQ(summarise_zone(1, cells_of({0, 95, 0, 0, 0, 5}), kRule).level, 5);
    EXPECT_EQ(summarise_zone(1, cells_of({0, 96, 0, 0, 0, 4}), kRule).level, 1);
    EXPECT_EQ(summarise_zone(1, cells_of({0, 95, 0, 0, 1, 4}), kRule).level, 4);
    EXPECT_EQ(summarise_zone(1, cells_of({0, 90, 2, 3, 1, 4}), kRule).level, 4);
    EXPECT_EQ(summarise_zone(1, cells_of({0, 90, 6, 1, 1, 2}), kRule).level, 2);
}

TEST(SummariseZone, AShareOfZeroNeedsOneCell) {
    const LevelRule any{.area_share = 0, .largest_missing_share = 0.2};
    EXPECT_EQ(summarise_zone(1, cells_of({0, 1000, 0, 1, 0, 0}), any).level, 3);
    EXPECT_EQ(summarise_zone(1, cells_of({0, 1000, 0, 0, 0, 0}), any).level, 1);
}

TEST(SummariseZone, AShareIsReachedExactly) {
    const LevelRule rule{.area_share = 0.07, .largest_missing_share = 0.2};
    EXPECT_EQ(summarise_zone(1, cells_of({0, 93, 0, 0, 7, 0}), rule).level, 4);
    EXPECT_EQ(summarise_zone(1, cells_of({0, 930, 1, 0, 69, 0}), rule).level, 2);
}

TEST(SummariseZone, MissingCellsDoNotDilute) {
    // 4 of 80 known cells are 5 %, 4 of all 100 are not.
    EXPECT_EQ(summarise_zone(1, cells_of({20, 76, 0, 0, 4, 0}), kRule).level, 4);
}

TEST(SummariseZone, TooManyMissingCellsAreNoDataAndNeverSafe) {
    EXPECT_EQ(summarise_zone(1, cells_of({20, 80, 0, 0, 0, 0}), kRule).level, 1);
    const ZoneSummary unknown = summarise_zone(1, cells_of({21, 79, 0, 0, 0, 0}), kRule);
    EXPECT_EQ(unknown.level, std::nullopt);
    EXPECT_EQ(unknown.deciding_hazard, 0);
    EXPECT_EQ(unknown.reason, "no data: 21.0 % of 100 cells are missing, at most 20 % may be");
    EXPECT_EQ(summarise_zone(1, cells_of({60, 0, 0, 40, 0, 0}), kRule).level, std::nullopt);
}

TEST(SummariseZone, AnAlarmOfTheKnownCellsStandsWhateverTheMissingOnesAre) {
    const ZoneSummary alarm = summarise_zone(1, cells_of({60, 35, 0, 0, 5, 0}), kRule);
    EXPECT_EQ(alarm.level, 4);
    EXPECT_EQ(alarm.reason,
              "at least level 4: 5.0 % of 100 cells are class 4 or higher, 5 % needed; most of "
              "them by landslide; 60.0 % of the zone is missing");
    EXPECT_EQ(summarise_zone(1, cells_of({60, 36, 0, 0, 4, 0}), kRule).level, std::nullopt);
}

TEST(SummariseZone, AllMissingOrEmptyIsNoData) {
    const LevelRule all_may_be_missing{.area_share = 0.05, .largest_missing_share = 1};
    const ZoneSummary missing = summarise_zone(3, cells_of({9, 0, 0, 0, 0, 0}), all_may_be_missing);
    EXPECT_EQ(missing.level, std::nullopt);
    EXPECT_EQ(missing.highest_class, 0);
    EXPECT_EQ(missing.missing_area, 9);
    const ZoneSummary empty = summarise_zone(4, {}, kRule);
    EXPECT_EQ(empty.level, std::nullopt);
    EXPECT_EQ(empty.reason, "no data: the zone has no cell in the grid");
}

TEST(SummariseZone, TellsTheCountsAndTheRule) {
    const ZoneSummary zone = summarise_zone(7, cells_of({10, 60, 10, 10, 8, 2}, 2), kRule);
    EXPECT_EQ(zone.label, 7);
    EXPECT_EQ(zone.area, 100);
    EXPECT_EQ(zone.missing_area, 10);
    EXPECT_EQ(zone.class_area, (std::array<double, kClassCount>{60, 10, 10, 8, 2}));
    EXPECT_EQ(zone.highest_class, 5);
    EXPECT_EQ(zone.level, 4);
    EXPECT_EQ(zone.deciding_hazard, 2);
    EXPECT_EQ(zone.reason,
              "level 4: 11.1 % of 90 cells with data are class 4 or higher, 5 % needed; most of "
              "them by flash flood; 10.0 % of the zone is missing");
}

TEST(ZoneCountOf, DecidingHazardIsThatOfMostCellsAtOrAboveTheLevel) {
    ZoneCount count;
    count.cells[1] = {0, 900, 0, 0};
    count.cells[4] = {0, 5, 6, 0};
    count.cells[5] = {0, 0, 2, 7};
    EXPECT_EQ(count.deciding_from(4), 2);  // 5, 8, 7
    EXPECT_EQ(count.deciding_from(5), 3);  // 0, 2, 7
    EXPECT_EQ(count.deciding_from(1), 1);  // 905, 8, 7
    count.cells[4] = {0, 8, 6, 0};
    EXPECT_EQ(count.deciding_from(4), 3);  // a draw
    EXPECT_EQ(ZoneCount{}.deciding_from(1), 0);
}

/// Two zones by hand: 1 in the left half, 3 in the right one, one cell of no zone.
FieldSet two_zones() {
    const Extent extent{4, 10};
    FieldSet fields(testing::plain_grid(extent));
    Raster<std::int32_t> zone(extent);
    Raster<std::uint8_t> hazard_class(extent);
    Raster<std::uint8_t> deciding(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        zone(row, col) = col < 5 ? 1 : 3;
        hazard_class(row, col) = col < 5 ? 2 : 4;
        deciding(row, col) = col < 5 ? 1 : 2;
    });
    zone(0, 9) = 0;
    hazard_class(1, 0) = 5;
    deciding(1, 0) = 3;
    hazard_class(2, 9) = 0;
    deciding(2, 9) = 0;
    fields.put(kZone, std::move(zone));
    fields.put(kHazardClass, std::move(hazard_class));
    fields.put(kDecidingHazard, std::move(deciding));
    return fields;
}

ZoneTable levels(FieldSet fields, const ParamTexts& settings) {
    testing::run_model("zone_levels", settings, fields);
    return fields.zones(kZoneLevels);
}

TEST(ZoneLevels, EqualATableMadeByHand) {
    const ZoneTable table = levels(two_zones(), {});
    ASSERT_EQ(table.size(), 3U);
    EXPECT_EQ(table[0].label, 1);
    EXPECT_EQ(table[0].area, 20 * kCellArea);
    EXPECT_EQ(table[0].class_area,
              (std::array<double, kClassCount>{0, 19 * kCellArea, 0, 0, kCellArea}));
    EXPECT_EQ(table[0].level, 5);  // 1 of 20 is 5 %
    EXPECT_EQ(table[0].deciding_hazard, 3);
    EXPECT_EQ(table[1].label, 2);
    EXPECT_EQ(table[1].area, 0);
    EXPECT_EQ(table[1].level, std::nullopt);
    EXPECT_EQ(table[2].area, 19 * kCellArea);
    EXPECT_EQ(table[2].missing_area, kCellArea);
    EXPECT_EQ(table[2].level, 4);
    EXPECT_EQ(table[2].deciding_hazard, 2);
    EXPECT_DOUBLE_EQ(table[2].share(4), 1);
}

TEST(ZoneLevels, UseTheirParameters) {
    EXPECT_EQ(levels(two_zones(), {{"area_share", "6 %"}})[0].level, 2);
    EXPECT_EQ(levels(two_zones(), {{"area_share", "6 %"}})[0].deciding_hazard, 1);
    FieldSet low = two_zones();
    for_each_cell(low.extent(), [c = low.write<std::uint8_t>(kHazardClass)](Index row, Index col) {
        c(row, col) = std::min<std::uint8_t>(c(row, col), 2);
    });
    EXPECT_EQ(levels(std::move(low), {{"largest_missing_share", "5 %"}})[2].level, std::nullopt);
    EXPECT_EQ(levels(two_zones(), {{"largest_missing_share", "5 %"}})[2].level, 4);
}

TEST(ZoneLevels, WithoutAZoneTheTableIsEmpty) {
    FieldSet fields = two_zones();
    fields.put(kZone, Raster<std::int32_t>(fields.extent(), 0));
    EXPECT_TRUE(levels(std::move(fields), {}).empty());
}

TEST(CountZones, IsExactOnAnyNumberOfThreadsAndEqualsThePlainLoop) {
    const Extent extent{101, 67};
    std::mt19937 random(5);
    Raster<std::int32_t> zone(extent);
    Raster<std::uint8_t> hazard_class(extent);
    Raster<std::uint8_t> deciding(extent);
    std::vector<ZoneCount> expected(40);
    for (Index cell = 0; cell < extent.size(); ++cell) {
        const auto label = static_cast<std::int32_t>(random() % 42) - 1;  // -1 .. 40
        const std::size_t number = random() % 6;
        const std::size_t hazard = number == 0 ? 0 : 1 + random() % 3;
        zone.data()[cell] = label;
        hazard_class.data()[cell] = static_cast<std::uint8_t>(number);
        deciding.data()[cell] = static_cast<std::uint8_t>(hazard);
        if (label > 0) {
            ++expected[static_cast<std::size_t>(label - 1)].cells[number][hazard];
        }
    }
    for (const int count : {1, 2, 3, 8}) {
        const ThreadScope scope(count);
        const std::vector<ZoneCount> counts = count_zones(zone, hazard_class, deciding);
        ASSERT_EQ(counts.size(), expected.size());
        for (std::size_t label = 0; label < counts.size(); ++label) {
            EXPECT_EQ(counts[label].cells, expected[label].cells);
        }
    }
}

TEST(CountZones, CodesOutOfRangeAreMissing) {
    const Raster<std::int32_t> zone({1, 2}, 1);
    Raster<std::uint8_t> hazard_class({1, 2}, 3);
    Raster<std::uint8_t> deciding({1, 2}, 1);
    hazard_class(0, 0) = 6;
    deciding(0, 1) = 200;
    EXPECT_EQ(count_zones(zone, hazard_class, deciding).front().missing(), 2);
}

TEST(BasinZones, AreTheBasins) {
    const Extent extent{9, 5};
    FieldSet fields(testing::plain_grid(extent));
    Raster<std::int32_t> basin(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        basin(row, col) = static_cast<std::int32_t>(row * 3 + col % 2);
    });
    const Raster<std::int32_t> expected = basin.clone();
    fields.put(kDrainageBasin, std::move(basin));
    testing::run_model("basin_zones", {}, fields);
    EXPECT_TRUE(std::equal(expected.data(), expected.data() + expected.size(),
                           fields.read<std::int32_t>(kZone).data()));
}

}  // namespace
}  // namespace hazone::models
