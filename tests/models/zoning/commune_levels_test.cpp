// Levels of the 99 communes of Lào Cai, on hazards made up for the grid: each has a level, the row
// of the rules which gave it, and a reason.
#include <array>
#include <cmath>
#include <filesystem>
#include <memory>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/zone_cover.hpp"
#include "engine/core/zones.hpp"
#include "engine/rules/rule_set.hpp"
#include "io/write/zone_layer.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/shared_data.hpp"

namespace hazone {
namespace {

using ::testing::HasSubstr;

Grid province_grid() {
    return {.extent = {688, 656},
            .west = 348'000,
            .north = 2'528'000,
            .cell_size = 250,
            .crs = "EPSG:32648"};
}

std::shared_ptr<const RuleSet> rules_by_class() {
    auto rules = std::make_shared<RuleSet>();
    int number = 0;
    for (const Hazard hazard : {Hazard::landslide, Hazard::flash_flood}) {
        RuleTable table{.hazard = hazard};
        for (int level = 1; level <= 3; ++level) {
            table.rows.push_back(
                {.id = std::string(hazard_word(hazard)) + "-" + std::to_string(level),
                 .level = level,
                 .article = "Art. 46",
                 .number = ++number});
        }
        rules->tables.push_back(table);
    }
    return rules;
}

/// Hazards in waves of some kilometres: classes 1 to 5, levels 0 to 3, and no data here and there.
void put_hazards(FieldSet& fields) {
    const Extent extent = fields.extent();
    Raster<float> susceptibility(extent);
    Raster<std::uint8_t> classes(extent);
    Raster<std::uint8_t> deciding(extent);
    Raster<std::uint8_t> levels(extent);
    Raster<std::uint8_t> hazards(extent);
    Raster<std::uint8_t> rows(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        const double wave = std::sin(0.05 * static_cast<double>(row)) *
                            std::cos(0.04 * static_cast<double>(col) + 1);
        const bool slide = (row / 20 + col / 30) % 2 == 0;
        const bool known = (row * 31 + col * 17) % 23 != 0;
        const double share = 0.5 + 0.5 * wave;
        const auto number = static_cast<std::uint8_t>(1 + std::min(4.0, 5 * share));
        const auto level = static_cast<std::uint8_t>(std::min(3.0, 4 * share));
        susceptibility(row, col) = known ? static_cast<float>(share) : kMissing;
        classes(row, col) = known ? number : kNoClass;
        deciding(row, col) = static_cast<std::uint8_t>(!known ? 0 : slide ? 1 : 2);
        levels(row, col) = known ? level : kNoDirection;
        hazards(row, col) = static_cast<std::uint8_t>(!known       ? kNoDirection
                                                      : level == 0 ? 0
                                                      : slide      ? 1
                                                                   : 2);
        rows(row, col) = static_cast<std::uint8_t>(!known       ? kNoDirection
                                                   : level == 0 ? 0
                                                   : slide      ? level
                                                                : level + 3);
    });
    fields.put(kLandslideSusceptibility, std::move(susceptibility));
    fields.put(kHazardClass, std::move(classes));
    fields.put(kDecidingHazard, std::move(deciding));
    fields.put(kRiskLevel, std::move(levels));
    fields.put(kRiskHazard, std::move(hazards));
    fields.put(kRiskRule, std::move(rows));
    fields.put(kRules, rules_by_class());
    testing::put_constant(fields, kPopulationDensity, 70e-6F);
}

double sum_of(const std::array<double, kLevelCount + 1>& areas) {
    return std::accumulate(areas.begin(), areas.end(), 0.0);
}

void expect_complete(const ZoneSummary& zone, const std::string& name) {
    ASSERT_TRUE(zone.level) << name;
    EXPECT_FALSE(zone.lower_bound) << name;
    EXPECT_GE(zone.deciding_hazard, 1) << name;
    EXPECT_GE(zone.highest_class, 1) << name;
    EXPECT_NEAR(sum_of(zone.level_area) + zone.missing_area, zone.area, 1e-9 * zone.area) << name;
    EXPECT_NEAR(std::accumulate(zone.class_area.begin(), zone.class_area.end(), 0.0),
                zone.known_area(), 1e-9 * zone.area)
        << name;
    EXPECT_EQ(zone.exposed_area, zone.class_area[3] + zone.class_area[4]) << name;
    EXPECT_EQ(zone.hazard == Hazard::none, *zone.level == 0) << name;
    EXPECT_EQ(zone.rule, *zone.level == 0 ? ""
                                          : std::string(hazard_word(zone.hazard)) + "-" +
                                                std::to_string(*zone.level));
    EXPECT_THAT(zone.reason,
                HasSubstr(*zone.level == 0 ? "below level 1: "
                                           : "level " + std::to_string(*zone.level) + ": "));
    EXPECT_THAT(zone.reason, HasSubstr(zone.rule.empty() ? "needed" : "rule " + zone.rule));
    ASSERT_EQ(zone.statistics.size(), 1U) << name;
    EXPECT_LE(zone.statistics[0].mean, zone.statistics[0].percentile_95) << name;
    EXPECT_LE(zone.statistics[0].percentile_95, zone.statistics[0].highest) << name;
    ASSERT_TRUE(zone.people) << name;
    EXPECT_NEAR(zone.people->all, 70e-6 * zone.area, 1e-6 * zone.people->all) << name;
    EXPECT_NEAR(zone.people->exposed, 70e-6 * (zone.exposed_area + zone.missing_area),
                1e-6 * zone.people->all)
        << name;
}

TEST(CommuneLevels, EachOfThe99HasALevelARuleAndAReason) {
    const auto path = testing::shared_folder() / "data/admin/lao_cai_2025_epsg32648.gpkg";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << path << " is absent: set HAZONE_SHARED";
    }
    FieldSet fields(province_grid());
    const io::ZoneLayer layer = io::read_zones({.path = path, .layer = "communes"}, fields.grid());
    const auto cover = std::make_shared<const ZoneCover>(io::cover_of(layer, fields.grid()));
    fields.put(kZone, io::rasterise_zones(layer, fields.grid()));
    fields.put(kZoneCover, cover);
    put_hazards(fields);
    testing::run_model("zone_levels", {}, fields);
    const ZoneTable& table = fields.zones(kZoneLevels);
    ASSERT_EQ(table.size(), 99U);
    std::set<int> levels;
    double area = 0;
    for (std::size_t zone = 0; zone < table.size(); ++zone) {
        expect_complete(table[zone], layer.zones[zone].name);
        levels.insert(table[zone].level.value_or(-1));
        area += table[zone].area;
    }
    EXPECT_GE(levels.size(), 2U) << "the made-up hazards tell communes apart";
    EXPECT_NEAR(area - cover->excess_area, 13'248.2e6, 0.1e6);
}

}  // namespace
}  // namespace hazone
