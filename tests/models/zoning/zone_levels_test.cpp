#include "models/zoning/zone_levels.hpp"

#include <cmath>
#include <memory>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/threads.hpp"
#include "tests/support/run_model.hpp"

namespace hazone::models {
namespace {

using ::testing::HasSubstr;

constexpr double kCellSize = 10;
constexpr double kCellArea = kCellSize * kCellSize;

Condition condition(const FieldSpec& field, std::string text) {
    return {.field = std::string(field.name), .band = {}, .text = std::move(text)};
}

RuleRow row(int number, std::string id, int level, std::vector<Condition> conditions) {
    return {.id = std::move(id),
            .conditions = std::move(conditions),
            .level = level,
            .article = "Art. 46",
            .number = number};
}

/// Landslide: rows 1 to 3 of levels 1 to 3, row 4 of level 3 too. Flash flood: row 5 of level 2.
std::shared_ptr<const RuleSet> test_rules() {
    auto rules = std::make_shared<RuleSet>();
    RuleTable landslide{.hazard = Hazard::landslide};
    landslide.rows = {
        row(1, "slide-low", 1, {}), row(2, "slide-medium", 2, {}),
        row(3, "slide-high", 3,
            {condition(kGreatestRainOf24Hours, ">200-400 mm"), condition(kLandslideClass, "4")}),
        row(4, "slide-hole", 3, {condition(kLandslideClass, "5")})};
    landslide.rows.back().extrapolated = true;
    RuleTable flood{.hazard = Hazard::flash_flood};
    flood.rows = {row(5, "flood-medium", 2, {})};
    rules->tables = {landslide, flood};
    return rules;
}

/// A grid whose cells all are class 2 by landslide, and below level 1, in one zone.
FieldSet quiet_fields(Extent extent) {
    FieldSet fields(testing::plain_grid(extent, kCellSize));
    fields.put(kZone, Raster<std::int32_t>(extent, 1));
    fields.put(kHazardClass, Raster<std::uint8_t>(extent, 2));
    fields.put(kDecidingHazard, Raster<std::uint8_t>(extent, 1));
    fields.put(kRiskLevel, Raster<std::uint8_t>(extent, 0));
    fields.put(kRiskHazard, Raster<std::uint8_t>(extent, 0));
    fields.put(kRiskRule, Raster<std::uint8_t>(extent, 0));
    fields.put(kRules, test_rules());
    return fields;
}

/// Gives cells first .. end - 1, in the order of rows, a level by a rule.
void set_level(FieldSet& fields, Index first, Index end, int level, Hazard hazard, int rule) {
    for (Index cell = first; cell < end; ++cell) {
        fields.write<std::uint8_t>(kRiskLevel).data()[cell] = static_cast<std::uint8_t>(level);
        fields.write<std::uint8_t>(kRiskHazard).data()[cell] = static_cast<std::uint8_t>(hazard);
        fields.write<std::uint8_t>(kRiskRule).data()[cell] = static_cast<std::uint8_t>(rule);
    }
}

void set_missing(FieldSet& fields, Index first, Index end) {
    set_level(fields, first, end, kNoDirection, static_cast<Hazard>(kNoDirection), kNoDirection);
}

/// Runs the model, with the whole cells of `zone` where no cover is given.
ZoneTable levels(FieldSet& fields, const ParamTexts& settings = {}) {
    if (!fields.has(kZoneCover)) {
        testing::run_model("zone_cells", {}, fields);
    }
    testing::run_model("zone_levels", settings, fields);
    return fields.zones(kZoneLevels);
}

TEST(ZoneLevels, TellTheLevelTheRuleAndTheReason) {
    FieldSet fields = quiet_fields({10, 10});
    set_level(fields, 0, 4, 3, Hazard::landslide, 3);
    set_level(fields, 4, 7, 3, Hazard::landslide, 4);
    set_level(fields, 7, 9, 2, Hazard::flash_flood, 5);
    const ZoneTable table = levels(fields);
    ASSERT_EQ(table.size(), 1U);
    const ZoneSummary& zone = table.front();
    EXPECT_EQ(zone.label, 1);
    EXPECT_EQ(zone.area, 100 * kCellArea);
    EXPECT_EQ(zone.level, 3);
    EXPECT_FALSE(zone.lower_bound);
    EXPECT_EQ(zone.hazard, Hazard::landslide);
    EXPECT_EQ(zone.rule, "slide-high");
    EXPECT_EQ(zone.level_area, (LevelAreas{91 * kCellArea, 0, 2 * kCellArea, 7 * kCellArea, 0, 0}));
    EXPECT_EQ(zone.reason,
              "level 3: 7.0 % of 1.00 ha with data (0.07 ha) is at level 3 or higher, 5 % needed; "
              "most of level 3 by landslide; rule slide-high (Art. 46): greatest rain of 24 hours "
              ">200-400 mm, landslide class 4; 0.0 % of the zone has no data");
}

TEST(ZoneLevels, TheHazardIsThatOfMostAreaAtTheLevelAndTheRuleIsOneOfItsRows) {
    FieldSet fields = quiet_fields({10, 10});
    // Level 2: 5 cells of landslide by one row, 6 of flash flood; the row of the hazard is named.
    set_level(fields, 0, 5, 2, Hazard::landslide, 2);
    set_level(fields, 5, 11, 2, Hazard::flash_flood, 5);
    set_level(fields, 11, 15, 3, Hazard::landslide, 4);
    const ZoneSummary zone = levels(fields).front();
    EXPECT_EQ(zone.level, 2);
    EXPECT_EQ(zone.hazard, Hazard::flash_flood);
    EXPECT_EQ(zone.rule, "flood-medium");
    const ZoneSummary higher = levels(fields, {{"area_share", "4 %"}}).front();
    EXPECT_EQ(higher.level, 3);
    EXPECT_EQ(higher.rule, "slide-hole");
    EXPECT_THAT(higher.reason,
                HasSubstr("rule slide-hole (Art. 46, extrapolated): landslide class 5"));
    set_level(fields, 0, 1, 2, Hazard::flash_flood, 5);
    set_level(fields, 5, 7, 2, Hazard::landslide, 2);
    EXPECT_EQ(levels(fields).front().hazard, Hazard::landslide) << "6 cells of 11";
}

TEST(ZoneLevels, BelowLevelOneIsAKnownAnswer) {
    FieldSet fields = quiet_fields({10, 10});
    set_level(fields, 0, 4, 1, Hazard::landslide, 1);
    const ZoneSummary zone = levels(fields).front();
    EXPECT_EQ(zone.level, 0);
    EXPECT_EQ(zone.hazard, Hazard::none);
    EXPECT_EQ(zone.rule, "");
    EXPECT_EQ(
        zone.reason,
        "below level 1: only 4.0 % of 1.00 ha with data (0.04 ha) is at level 1 or higher, 5 % "
        "needed; 0.0 % of the zone has no data");
}

TEST(ZoneLevels, MissingIsNeverSafe) {
    FieldSet fields = quiet_fields({10, 10});
    set_missing(fields, 0, 21);
    const ZoneSummary unknown = levels(fields).front();
    EXPECT_EQ(unknown.level, std::nullopt);
    EXPECT_FALSE(unknown.lower_bound);
    EXPECT_EQ(unknown.hazard, Hazard::none);
    EXPECT_EQ(unknown.reason, "no data: 21.0 % of the zone has no data, at most 20 % may");
    EXPECT_EQ(levels(fields, {{"largest_missing_share", "30 %"}}).front().level, 0);

    set_level(fields, 95, 100, 3, Hazard::landslide, 3);
    const ZoneSummary alarm = levels(fields).front();
    EXPECT_EQ(alarm.level, 3);
    EXPECT_TRUE(alarm.lower_bound);
    EXPECT_THAT(alarm.reason,
                HasSubstr("at least level 3: 5.0 % of 1.00 ha (0.05 ha) is at level"));
    EXPECT_EQ(levels(fields, {{"alarm_from", "4"}}).front().level, std::nullopt);
}

TEST(ZoneLevels, ClassesKeepTheirDecidingHazard) {
    FieldSet fields = quiet_fields({10, 10});
    const auto classes = fields.write<std::uint8_t>(kHazardClass);
    const auto deciding = fields.write<std::uint8_t>(kDecidingHazard);
    for (Index cell = 0; cell < 6; ++cell) {
        classes.data()[cell] = 4;
        deciding.data()[cell] = 2;
    }
    classes.data()[6] = 5;
    classes.data()[7] = 0;
    deciding.data()[7] = 0;
    classes.data()[8] = 6;  // out of range: missing
    const ZoneSummary zone = levels(fields).front();
    EXPECT_EQ(zone.class_area, (std::array<double, kClassCount>{0, 91 * kCellArea, 0, 6 * kCellArea,
                                                                1 * kCellArea}));
    EXPECT_EQ(zone.missing_area, 2 * kCellArea);
    EXPECT_EQ(zone.exposed_area, 7 * kCellArea);
    EXPECT_EQ(zone.highest_class, 5);
    EXPECT_EQ(zone.deciding_hazard, 2) << "most of class 4 or higher, which covers 5 %";
    EXPECT_EQ(levels(fields, {{"area_share", "8 %"}}).front().deciding_hazard, 1);
}

TEST(ZoneLevels, AnyCellFromALevelOnIsEnoughWhereAsked) {
    FieldSet fields = quiet_fields({100, 100});
    set_level(fields, 0, 12, 3, Hazard::landslide, 3);
    EXPECT_EQ(levels(fields).front().level, 0);
    const ZoneSummary zone = levels(fields, {{"any_cell_from", "3"}}).front();
    EXPECT_EQ(zone.level, 3);
    EXPECT_THAT(zone.reason, HasSubstr("0.10 ha of a level from 3 on are enough"));
    EXPECT_EQ(levels(fields, {{"any_cell_from", "3"}, {"least_area", "0.13 ha"}}).front().level, 0);
}

TEST(ZoneLevels, CutCellsCountByTheirShare) {
    // A zone of 9 whole cells and one cell of which 0.6 lies inside: 0.6 of 9.6 is 6.25 %.
    FieldSet fields = quiet_fields({1, 10});
    auto cover = std::make_shared<ZoneCover>();
    cover->cell_area = kCellArea;
    const CellRun runs[] = {{0, 0, 9}};
    const CellPart parts[] = {{0, 9, 0.6}};
    cover->add(runs, parts, 0);
    fields.put(kZoneCover, std::shared_ptr<const ZoneCover>(cover));
    set_level(fields, 9, 10, 2, Hazard::flash_flood, 5);
    EXPECT_EQ(levels(fields, {{"area_share", "6.24 %"}}).front().level, 2);
    EXPECT_EQ(levels(fields, {{"area_share", "6.25 %"}}).front().level, 2);
    EXPECT_EQ(levels(fields, {{"area_share", "6.26 %"}}).front().level, 0);
    EXPECT_DOUBLE_EQ(levels(fields).front().area, 9.6 * kCellArea);
    EXPECT_DOUBLE_EQ(levels(fields).front().level_area[2], 0.6 * kCellArea);
}

TEST(ZoneLevels, EachHazardHasALevelByTheSameRule) {
    FieldSet fields = quiet_fields({10, 10});
    Raster<std::uint8_t> slides(fields.extent(), 0);
    Raster<std::uint8_t> floods(fields.extent(), kNoDirection);
    std::fill_n(slides.data(), 8, std::uint8_t{3});
    fields.put(kLandslideLevel, std::move(slides));
    fields.put(kFlashFloodLevel, std::move(floods));
    set_level(fields, 0, 8, 3, Hazard::landslide, 3);
    const ZoneSummary zone = levels(fields).front();
    ASSERT_EQ(zone.hazards.size(), 2U);
    EXPECT_EQ(zone.hazards[0].hazard, Hazard::landslide);
    EXPECT_EQ(zone.hazards[0].level, 3);
    EXPECT_EQ(zone.hazards[0].highest_level, 3);
    EXPECT_EQ(zone.hazards[0].level_area[3], 8 * kCellArea);
    EXPECT_EQ(zone.hazards[0].rule, "slide-high");
    EXPECT_EQ(zone.hazards[1].hazard, Hazard::flash_flood);
    EXPECT_EQ(zone.hazards[1].level, std::nullopt);
    EXPECT_EQ(zone.hazards[1].rule, "");
}

TEST(ZoneLevels, StatisticsAreOfTheFieldsWhichAreThere) {
    FieldSet fields = quiet_fields({10, 10});
    Raster<float> susceptibility(fields.extent(), 0.25F);
    susceptibility(0, 0) = 1;
    susceptibility(0, 1) = kMissing;
    fields.put(kLandslideSusceptibility, std::move(susceptibility));
    const ZoneSummary zone = levels(fields).front();
    ASSERT_EQ(zone.statistics.size(), 1U);
    EXPECT_EQ(zone.statistics[0].field, "landslide_susceptibility");
    EXPECT_DOUBLE_EQ(zone.statistics[0].mean, (98 * 0.25 + 1) / 99);
    EXPECT_EQ(zone.statistics[0].percentile_95, 0.25);
    EXPECT_EQ(zone.statistics[0].highest, 1);
    EXPECT_TRUE(levels(fields, {{"statistics", "no"}}).front().statistics.empty());
}

TEST(ZoneLevels, PeopleWithoutDataAboutTheHazardAreExposed) {
    FieldSet fields = quiet_fields({10, 10});
    const auto classes = fields.write<std::uint8_t>(kHazardClass);
    classes(0, 0) = 4;
    classes(0, 1) = 5;
    classes(0, 2) = 3;
    classes(0, 3) = 0;
    Raster<float> density(fields.extent(), 0);
    density(0, 0) = 0.01F;
    density(0, 1) = 0.02F;
    density(0, 2) = 0.04F;
    density(0, 3) = 0.08F;
    density(9, 9) = kMissing;
    fields.put(kPopulationDensity, std::move(density));
    const auto people = levels(fields).front().people;
    ASSERT_TRUE(people);
    EXPECT_NEAR(people->all, 15, 1e-5);
    EXPECT_NEAR(people->exposed, 11, 1e-5);
    EXPECT_NEAR(people->unknown, 8, 1e-5);
    EXPECT_EQ(people->missing_area, kCellArea);
    testing::put_constant(fields, kPopulationDensity, kMissing);
    EXPECT_FALSE(levels(fields).front().people) << "no data is not nobody";
}

TEST(ZoneLevels, BuildingsCountOnceAndThoseInNoZoneAreNoted) {
    FieldSet fields = quiet_fields({10, 10});
    const auto classes = fields.write<std::uint8_t>(kHazardClass);
    const auto zone = fields.write<std::int32_t>(kZone);
    classes(0, 0) = 4;
    classes(0, 1) = 0;
    zone(5, 5) = 0;
    zone(9, 9) = 2;
    FeatureLayer layer{.name = "buildings"};
    layer.attributes = {{"number", Unit::one, "", std::vector<std::int32_t>{1, 2, 3, 4, 5, 6}}};
    for (const Point place :
         {Point{1, 99}, Point{11, 99}, Point{21, 99}, Point{55, 45}, Point{-5, 50}, Point{95, 5}}) {
        layer.places.push_back(place);
        layer.first.push_back(layer.places.size());
    }
    fields.put(kBuildings, std::make_shared<const FeatureLayer>(std::move(layer)));
    const ZoneTable table = levels(fields);
    EXPECT_EQ(table[0].buildings->all, 3);
    EXPECT_EQ(table[0].buildings->exposed, 2);
    EXPECT_EQ(table[0].buildings->unknown, 1);
    EXPECT_EQ(table[1].buildings->all, 1);
    EXPECT_EQ(table[1].buildings->exposed, 0);
    EXPECT_THAT(fields.notes().back(), HasSubstr("2 of 6 buildings lie in no zone"));
}

TEST(ZoneLevels, ALabelWithoutCellsHasNoData) {
    FieldSet fields = quiet_fields({4, 4});
    for_each_cell(fields.extent(), [zone = fields.write<std::int32_t>(kZone)](Index r, Index c) {
        zone(r, c) = c < 2 ? 1 : 3;
    });
    const ZoneTable table = levels(fields);
    ASSERT_EQ(table.size(), 3U);
    EXPECT_EQ(table[1].label, 2);
    EXPECT_EQ(table[1].area, 0);
    EXPECT_EQ(table[1].level, std::nullopt);
    EXPECT_EQ(table[1].reason, "no data: no part of the zone lies in the grid");
    EXPECT_EQ(table[2].area, 8 * kCellArea);
}

TEST(ZoneLevels, WithoutAZoneTheTableIsEmpty) {
    FieldSet fields = quiet_fields({4, 4});
    fields.put(kZone, Raster<std::int32_t>(fields.extent(), 0));
    EXPECT_TRUE(levels(fields).empty());
}

/// Random zones, classes and levels, some missing, all codes valid.
FieldSet random_fields(Extent extent) {
    FieldSet fields = quiet_fields(extent);
    std::mt19937 random(5);
    for (Index cell = 0; cell < extent.size(); ++cell) {
        fields.write<std::int32_t>(kZone).data()[cell] =
            static_cast<std::int32_t>(random() % 42) - 1;
        const auto number = static_cast<std::uint8_t>(random() % 6);
        fields.write<std::uint8_t>(kHazardClass).data()[cell] = number;
        fields.write<std::uint8_t>(kDecidingHazard).data()[cell] =
            static_cast<std::uint8_t>(number == 0 ? 0 : 1 + random() % 3);
        const int level = static_cast<int>(random() % 7);
        if (level == 6) {
            set_missing(fields, cell, cell + 1);
        } else {
            set_level(fields, cell, cell + 1, level % 4,
                      level % 4 == 0 ? Hazard::none : Hazard::landslide, level % 4);
        }
    }
    return fields;
}

TEST(SummariseZones, HasTheAreasOfAPlainLoopOnAnyNumberOfThreads) {
    const Extent extent{101, 67};
    const FieldSet fields = random_fields(extent);
    const auto zone = fields.read<std::int32_t>(kZone);
    const ZoneCover cover = cover_of_labels(zone, 1);
    std::vector<LevelAreas> expected(40);
    std::vector<std::array<double, 6>> classes(40);
    for (Index cell = 0; cell < extent.size(); ++cell) {
        if (zone.data()[cell] > 0) {
            const auto place = static_cast<std::size_t>(zone.data()[cell] - 1);
            const std::uint8_t level = fields.read<std::uint8_t>(kRiskLevel).data()[cell];
            classes[place][fields.read<std::uint8_t>(kHazardClass).data()[cell]] += 1;
            if (level <= 5) {
                expected[place][level] += 1;
            }
        }
    }
    for (const int count : {1, 2, 3, 8}) {
        const ThreadScope scope(count);
        const ZoneTable table =
            summarise_zones(cover,
                            {.hazard_class = fields.read<std::uint8_t>(kHazardClass),
                             .deciding_hazard = fields.read<std::uint8_t>(kDecidingHazard),
                             .risk_level = fields.read<std::uint8_t>(kRiskLevel),
                             .risk_hazard = fields.read<std::uint8_t>(kRiskHazard),
                             .risk_rule = fields.read<std::uint8_t>(kRiskRule)},
                            *test_rules(), {});
        ASSERT_EQ(table.size(), expected.size());
        for (std::size_t place = 0; place < table.size(); ++place) {
            EXPECT_EQ(table[place].level_area, expected[place]);
            EXPECT_EQ(table[place].missing_area, classes[place][0]);
            for (std::size_t number = 1; number <= 5; ++number) {
                EXPECT_EQ(table[place].class_area[number - 1], classes[place][number]);
            }
            EXPECT_FALSE(table[place].reason.empty());
        }
    }
}

TEST(DecidingHazard, IsThatOfMostAreaAtOrAboveTheClass) {
    ClassAreas areas{};
    areas[1] = {0, 900, 0, 0};
    areas[4] = {0, 5, 6, 0};
    areas[5] = {0, 0, 2, 7};
    EXPECT_EQ(deciding_from(areas, 4), 2);  // 5, 8, 7
    EXPECT_EQ(deciding_from(areas, 5), 3);  // 0, 2, 7
    EXPECT_EQ(deciding_from(areas, 1), 1);  // 905, 8, 7
    areas[4] = {0, 8, 6, 0};
    EXPECT_EQ(deciding_from(areas, 4), 3);  // a draw
    EXPECT_EQ(deciding_from(ClassAreas{}, 1), 0);
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
