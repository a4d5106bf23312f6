// Level of a zone (commune, or basin) from the levels of its cells, which rules give: the highest
// that covers a stated share of the zone. A single cell does not raise a commune, and a mean would
// hide a dangerous valley in a wide safe zone. Cells count by the exact share of their area in the
// zone.
#include "models/zoning/zone_levels.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/statistics/zonal.hpp"
#include "models/declarations.hpp"
#include "models/zoning/worst_class.hpp"
#include "models/zoning/zone_exposure.hpp"
#include "models/zoning/zone_reason.hpp"

namespace hazone::models {

int deciding_from(const ClassAreas& areas, int lowest_class) {
    std::array<double, 4> sums{};
    for (int number = lowest_class; number <= kClassCount; ++number) {
        const auto& hazards = areas[static_cast<std::size_t>(number)];
        std::transform(sums.begin(), sums.end(), hazards.begin(), sums.begin(), std::plus<>());
    }
    const double landslide = sums[kDecidedByLandslide];
    const double flash_flood = sums[kDecidedByFlashFlood];
    const double both = sums[kDecidedByBoth];
    if (landslide + flash_flood + both == 0) {
        return 0;
    }
    if (landslide > std::max(flash_flood, both)) {
        return kDecidedByLandslide;
    }
    return flash_flood > std::max(landslide, both) ? kDecidedByFlashFlood : kDecidedByBoth;
}

namespace {

constexpr std::size_t kLevelBins = kLevelCount + 2;  // 0 to 5, and no data
constexpr std::size_t kNoLevel = kLevelCount + 1;
constexpr std::size_t kHazardBins = kHazardCount + 1;
constexpr std::size_t kRuleBins = 256;
constexpr double kSmallest = 1e-9;  // of the area of a zone: less is the rounding of shares

using AreasByHazard = std::array<double, kLevelBins * kHazardBins>;
using AreasByRule = std::array<double, kLevelBins * kRuleBins>;

std::size_t level_bin(std::uint8_t level) { return std::min<std::size_t>(level, kNoLevel); }

double sum_of(const std::array<double, 4>& parts) {
    return parts[0] + parts[1] + parts[2] + parts[3];
}

/// Rows of the rules by their number, and the hazard of each.
class RowIndex {
public:
    explicit RowIndex(const RuleSet& rules) {
        for (const RuleTable& table : rules.tables) {
            for (const RuleRow& row : table.rows) {
                const auto number = static_cast<std::size_t>(row.number);
                if (number > 0 && number < kRuleBins - 1) {
                    rows_[number] = &row;
                    hazards_[number] = table.hazard;
                }
            }
        }
    }
    const RuleRow* row(std::size_t number) const { return rows_[number]; }
    Hazard hazard(std::size_t number) const { return hazards_[number]; }

private:
    std::array<const RuleRow*, kRuleBins> rows_{};
    std::array<Hazard, kRuleBins> hazards_{};
};

/// Id of the row with the largest area among those for which fits(number) holds; of rows with the
/// same area that with the lowest number. "" when there is none.
template <class Fits>
std::string largest_row(const std::array<double, kRuleBins>& areas,
                        const RowIndex& rows,
                        Fits fits) {
    std::size_t best = 0;
    for (std::size_t number = 1; number < kRuleBins; ++number) {
        if (rows.row(number) != nullptr && areas[number] > (best == 0 ? 0 : areas[best]) &&
            fits(number)) {
            best = number;
        }
    }
    return best == 0 ? std::string() : rows.row(best)->id;
}

void add_classes(const ClassAreas& areas, const LevelRule& rule, ZoneSummary& zone) {
    LevelAreas by_class{};
    for (int number = 1; number <= kClassCount; ++number) {
        const auto place = static_cast<std::size_t>(number);
        by_class[place] = sum_of(areas[place]);
        zone.class_area[place - 1] = by_class[place];
        if (by_class[place] > kSmallest * zone.area) {
            zone.highest_class = number;
        }
    }
    zone.missing_area = sum_of(areas[kNoClass]);
    zone.exposed_area = by_class[4] + by_class[5];
    const ReachedLevel reached = reached_level(by_class, zone.missing_area, rule);
    if (reached.level) {
        zone.deciding_hazard = deciding_from(areas, *reached.level);
    }
}

Hazard hazard_at(const AreasByHazard& areas, int level) {
    const auto first = areas.begin() + static_cast<std::ptrdiff_t>(level) * kHazardBins;
    const auto most = std::max_element(first, first + kHazardBins);
    return *most > 0 ? static_cast<Hazard>(most - first) : Hazard::none;
}

std::string rule_at(const AreasByRule& areas, int level, Hazard hazard, const RowIndex& rows) {
    std::array<double, kRuleBins> of_level{};
    std::copy_n(areas.begin() + static_cast<std::ptrdiff_t>(level) * kRuleBins, kRuleBins,
                of_level.begin());
    std::string id = largest_row(of_level, rows, [&](std::size_t number) {
        return hazard == Hazard::none || rows.hazard(number) == hazard;
    });
    return id.empty() ? largest_row(of_level, rows, [](std::size_t) { return true; }) : id;
}

/// Areas of one zone by what decides levels.
struct ZoneAreas {
    AreasByHazard by_hazard;
    AreasByRule by_rule;
};

ZoneAreas level_areas_of(const ZoneCover& cover, std::size_t zone, const LevelFields& fields) {
    return {areas_by_bin<kLevelBins * kHazardBins>(
                cover, zone,
                [&](Index row) {
                    return [levels = fields.risk_level.row(row),
                            hazards = fields.risk_hazard.row(row)](Index col) {
                        const std::size_t hazard = hazards[col] < kHazardBins ? hazards[col] : 0;
                        return level_bin(levels[col]) * kHazardBins + hazard;
                    };
                }),
            areas_by_bin<kLevelBins * kRuleBins>(cover, zone, [&](Index row) {
                return [levels = fields.risk_level.row(row), numbers = fields.risk_rule.row(row)](
                           Index col) { return level_bin(levels[col]) * kRuleBins + numbers[col]; };
            })};
}

LevelAreas sums_by_level(const AreasByHazard& areas) {
    LevelAreas sums{};
    for (std::size_t place = 0; place < kNoLevel * kHazardBins; ++place) {
        sums[place / kHazardBins] += areas[place];
    }
    return sums;
}

void add_level(const ZoneAreas& areas,
               const LevelRule& rule,
               const RuleSet& rules,
               const RowIndex& rows,
               ZoneSummary& zone) {
    zone.level_area = sums_by_level(areas.by_hazard);
    const double missing = std::accumulate(areas.by_hazard.begin() + kNoLevel * kHazardBins,
                                           areas.by_hazard.end(), 0.0);
    const ReachedLevel reached = reached_level(zone.level_area, missing, rule);
    zone.level = reached.level;
    zone.lower_bound = reached.lower_bound && reached.level.has_value();
    if (zone.level.value_or(0) > 0) {
        zone.hazard = hazard_at(areas.by_hazard, *zone.level);
        zone.rule = rule_at(areas.by_rule, *zone.level, zone.hazard, rows);
    }
    zone.reason = reason_of(zone, reached, missing, rule, rules);
}

std::vector<ClassAreas> class_areas(const ZoneCover& cover, const LevelFields& fields) {
    constexpr std::size_t kBins = 4 * (kClassCount + 1);
    const auto flat = zonal_areas<kBins>(cover, [&](Index row) {
        return [classes = fields.hazard_class.row(row),
                hazards = fields.deciding_hazard.row(row)](Index col) -> std::size_t {
            const bool known = classes[col] <= kClassCount && hazards[col] <= 3;
            return known ? std::size_t{4} * classes[col] + hazards[col] : 0;
        };
    });
    std::vector<ClassAreas> areas(flat.size());
    for (std::size_t zone = 0; zone < flat.size(); ++zone) {
        for (std::size_t bin = 0; bin < kBins; ++bin) {
            areas[zone][bin / 4][bin % 4] = flat[zone][bin];
        }
    }
    return areas;
}

}  // namespace

ZoneTable summarise_zones(const ZoneCover& cover,
                          const LevelFields& fields,
                          const RuleSet& rules,
                          const LevelRule& rule) {
    const RowIndex rows(rules);
    const std::vector<ClassAreas> classes = class_areas(cover, fields);
    ZoneTable table(cover.size());
    for_each_block(static_cast<Index>(cover.size()), [&](Index number) {
        const auto place = static_cast<std::size_t>(number);
        ZoneSummary& zone = table[place];
        zone.label = static_cast<std::int32_t>(number + 1);
        zone.area = cover.area_of(place);
        add_classes(classes[place], rule, zone);
        add_level(level_areas_of(cover, place, fields), rule, rules, rows, zone);
    });
    return table;
}

namespace {

constexpr FieldSpec kNeeds[] = {kHazardClass, kDecidingHazard, kZone,     kZoneCover,
                                kRiskLevel,   kRiskHazard,     kRiskRule, kRules};
constexpr FieldSpec kMakes[] = {kZoneLevels};
constexpr std::array kStatisticFields{kLandslideSusceptibility, kFlashFloodSusceptibility,
                                      kEventRain, kGreatestRainOf24Hours};
constexpr FieldSpec kUses[] = {kLandslideLevel,
                               kFlashFloodLevel,
                               kRiverFloodLevel,
                               kHeavyRainLevel,
                               kStormLevel,
                               kHeatLevel,
                               kDroughtLevel,
                               kColdLevel,
                               kConvectionLevel,
                               kPopulationDensity,
                               kBuildings,
                               kLandslideSusceptibility,
                               kFlashFloodSusceptibility,
                               kEventRain,
                               kGreatestRainOf24Hours};

constexpr ParamSpec kAreaShare{
    .name = "area_share",
    .fallback = 0.05,
    .lowest = 0,
    .highest = 1,
    .meaning =
        "share of a zone which a level and the higher ones must cover to be its level: "
        "the valleys and slopes where people live are a small part of a mountain commune, "
        "while single cells are noise of the terrain"};
constexpr ParamSpec kLargestMissingShare{
    .name = "largest_missing_share",
    .fallback = 0.2,
    .lowest = 0,
    .highest = 1,
    .meaning =
        "share of missing area above which a zone has no level, unless its known area "
        "is enough for alarm_from"};
constexpr ParamSpec kAnyCellFrom{
    .name = "any_cell_from",
    .fallback = 6,
    .lowest = 1,
    .highest = 6,
    .meaning = "from this level on least_area is enough, whatever its share; 6: never",
    .whole = true};
constexpr ParamSpec kLeastArea{.name = "least_area",
                               .unit = Unit::square_metre,
                               .fallback = 1000,
                               .lowest = 0,
                               .highest = 1e9,
                               .meaning = "area which is enough for a level from any_cell_from on"};
constexpr ParamSpec kAlarmFrom{
    .name = "alarm_from",
    .fallback = 3,
    .lowest = 1,
    .highest = 6,
    .meaning =
        "from this level on a level which the known area reaches by itself stands, as a lower "
        "bound, where too much is missing; 6: never",
    .whole = true};
constexpr std::string_view kNoYes[] = {"no", "yes"};
constexpr ParamSpec kStatistics{
    .name = "statistics",
    .fallback = 1,
    .highest = 1,
    .meaning =
        "yes: mean, 95th percentile and maximum of susceptibilities and rain in each zone, as far "
        "as they can be had",
    .choices = kNoYes};
constexpr ParamSpec kParams[] = {kAreaShare, kLargestMissingShare, kAnyCellFrom,
                                 kLeastArea, kAlarmFrom,           kStatistics};

bool is_statistic(const FieldSpec& field) {
    return std::any_of(kStatisticFields.begin(), kStatisticFields.end(),
                       [&](const FieldSpec& own) { return own.name == field.name; });
}

bool takes(const Params& params, const FieldSpec& use) {
    return !is_statistic(use) || params[kStatistics] != 0;
}

/// The level of each hazard by itself. The rule of a hazard is known where it decided some cell.
void add_hazard(Hazard hazard,
                View<const std::uint8_t> levels,
                const ZoneCover& cover,
                View<const std::uint8_t> risk_rule,
                const RowIndex& rows,
                const LevelRule& rule,
                ZoneTable& table) {
    for_each_block(static_cast<Index>(cover.size()), [&](Index number) {
        const auto place = static_cast<std::size_t>(number);
        const auto areas = areas_by_bin<kLevelBins>(cover, place, [=](Index row) {
            return [cells = levels.row(row)](Index col) { return level_bin(cells[col]); };
        });
        HazardLevel own{.hazard = hazard};
        std::copy_n(areas.begin(), own.level_area.size(), own.level_area.begin());
        own.level = reached_level(own.level_area, areas[kNoLevel], rule).level;
        for (int level = 1; level <= kLevelCount; ++level) {
            if (own.level_area[static_cast<std::size_t>(level)] > kSmallest * table[place].area) {
                own.highest_level = level;
            }
        }
        if (own.level.value_or(0) > 0) {
            const auto by_rule = areas_by_bin<kRuleBins>(cover, place, [=](Index row) {
                return [numbers = risk_rule.row(row)](Index col) -> std::size_t {
                    return numbers[col];
                };
            });
            own.rule = largest_row(by_rule, rows, [&](std::size_t row) {
                return rows.hazard(row) == hazard && rows.row(row)->level == *own.level;
            });
        }
        table[place].hazards.push_back(std::move(own));
    });
}

void add_statistics(const ZoneCover& cover, const FieldSet& fields, ZoneTable& table) {
    for (const FieldSpec& field : kStatisticFields) {
        if (!fields.has(field)) {
            continue;
        }
        const auto statistics = zonal_statistics(cover, fields.read(field));
        for (std::size_t zone = 0; zone < table.size(); ++zone) {
            table[zone].statistics.push_back({.field = std::string(field.name),
                                              .mean = statistics[zone].mean,
                                              .percentile_95 = statistics[zone].percentile_95,
                                              .highest = statistics[zone].highest});
        }
    }
}

void add_exposure(const ZoneCover& cover, FieldSet& fields, ZoneTable& table) {
    const auto hazard_class = fields.read<std::uint8_t>(kHazardClass);
    if (fields.has(kPopulationDensity)) {
        add_people(cover, fields.read(kPopulationDensity), hazard_class, table);
    }
    if (fields.has(kBuildings)) {
        const FeatureLayer& buildings = fields.features(kBuildings);
        const Index elsewhere = add_buildings(
            buildings, fields.grid(), fields.read<std::int32_t>(kZone), hazard_class, table);
        if (elsewhere > 0) {
            fields.note(fmt::format("{} of {} buildings lie in no zone and are not counted",
                                    elsewhere, buildings.size()));
        }
    }
}

void run(const Params& params, FieldSet& fields) {
    const LevelRule rule{.area_share = params[kAreaShare],
                         .largest_missing_share = params[kLargestMissingShare],
                         .any_cell_from = static_cast<int>(params[kAnyCellFrom]),
                         .least_area = params[kLeastArea],
                         .alarm_from = static_cast<int>(params[kAlarmFrom])};
    const ZoneCover& cover = fields.cover(kZoneCover);
    const RuleSet& rules = fields.rules(kRules);
    const auto risk_rule = fields.read<std::uint8_t>(kRiskRule);
    const auto table = std::make_shared<ZoneTable>(
        summarise_zones(cover,
                        {.hazard_class = fields.read<std::uint8_t>(kHazardClass),
                         .deciding_hazard = fields.read<std::uint8_t>(kDecidingHazard),
                         .risk_level = fields.read<std::uint8_t>(kRiskLevel),
                         .risk_hazard = fields.read<std::uint8_t>(kRiskHazard),
                         .risk_rule = risk_rule},
                        rules, rule));
    const RowIndex rows(rules);
    for (std::size_t number = 0; number < kHazardCount; ++number) {
        if (fields.has(*kLevelOfHazard[number])) {
            add_hazard(kHazards[number], fields.read<std::uint8_t>(*kLevelOfHazard[number]), cover,
                       risk_rule, rows, rule, *table);
        }
    }
    if (params[kStatistics] != 0) {
        add_statistics(cover, fields, *table);
    }
    add_exposure(cover, fields, *table);
    fields.put(kZoneLevels, table);
}

}  // namespace

constinit const Model zone_levels{
    .name = "zone_levels",
    .summary = "level of every zone by the share of its area at each level of the rules",
    .source = "zonal areas by exact shares of cells; the share is a parameter of the scenario",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 1,
    .nanoseconds_per_cell = 10,
    .uses = kUses,
    .takes = takes,
};

}  // namespace hazone::models
