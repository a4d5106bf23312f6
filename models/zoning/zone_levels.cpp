// Level of a zone (commune, or basin) from the hazard classes of its cells: the highest class that
// covers a stated share of the zone. A single cell does not raise a commune, and a mean would hide
// a dangerous valley in a wide safe zone.
#include "models/zoning/zone_levels.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/threads.hpp"
#include "models/declarations.hpp"
#include "models/zoning/worst_class.hpp"

namespace hazone::models {

Index ZoneCount::of_class(int number) const {
    const auto& hazards = cells[static_cast<std::size_t>(number)];
    return std::accumulate(hazards.begin(), hazards.end(), Index{0});
}

Index ZoneCount::missing() const { return of_class(kNoClass); }

Index ZoneCount::from_class(int lowest) const {
    Index sum = 0;
    for (int number = lowest; number <= kClassCount; ++number) {
        sum += of_class(number);
    }
    return sum;
}

Index ZoneCount::all() const { return from_class(kNoClass); }

int ZoneCount::deciding_from(int lowest) const {
    std::array<Index, 4> sums{};
    for (int number = lowest; number <= kClassCount; ++number) {
        const auto& hazards = cells[static_cast<std::size_t>(number)];
        std::transform(sums.begin(), sums.end(), hazards.begin(), sums.begin(), std::plus<>());
    }
    const Index landslide = sums[kDecidedByLandslide];
    const Index flash_flood = sums[kDecidedByFlashFlood];
    const Index both = sums[kDecidedByBoth];
    if (landslide + flash_flood + both == 0) {
        return 0;
    }
    if (landslide > std::max(flash_flood, both)) {
        return kDecidedByLandslide;
    }
    return flash_flood > std::max(landslide, both) ? kDecidedByFlashFlood : kDecidedByBoth;
}

namespace {

std::int32_t highest_label(View<const std::int32_t> zone) {
    std::vector<std::int32_t> highest(static_cast<std::size_t>(zone.rows()), 0);
    for_each_row(zone.rows(), [&](Index row) {
        std::int32_t most = 0;
        for (Index col = 0; col < zone.cols(); ++col) {
            most = std::max(most, zone(row, col));
        }
        highest[static_cast<std::size_t>(row)] = most;
    });
    return highest.empty() ? 0 : *std::max_element(highest.begin(), highest.end());
}

/// Adds the cells of one row to the counts.
void count_row(const std::int32_t* zone,
               const std::uint8_t* hazard_class,
               const std::uint8_t* deciding_hazard,
               Index cols,
               ZoneCount* counts) {
    for (Index col = 0; col < cols; ++col) {
        if (zone[col] <= kNoLabel) {
            continue;
        }
        const bool known = hazard_class[col] <= kClassCount && deciding_hazard[col] <= 3;
        ++counts[zone[col] - 1]
              .cells[known ? hazard_class[col] : kNoClass][known ? deciding_hazard[col] : 0];
    }
}

void add(const ZoneCount& part, ZoneCount& sum) {
    for (std::size_t number = 0; number < sum.cells.size(); ++number) {
        for (std::size_t hazard = 0; hazard < sum.cells[number].size(); ++hazard) {
            sum.cells[number][hazard] += part.cells[number][hazard];
        }
    }
}

/// The highest class whose cells, with those of higher classes, reach `share` of `cells`; class 1
/// when none does.
int highest_class_covering(const ZoneCount& count, double share, Index cells) {
    // A product such as 0.07 * 100 can be one rounding above the whole number it stands for.
    const double needed = share * static_cast<double>(cells) * (1.0 - 1e-12);
    for (int number = kClassCount; number > 1; --number) {
        const Index covered = count.from_class(number);
        if (covered > 0 && static_cast<double>(covered) >= needed) {
            return number;
        }
    }
    return 1;
}

constexpr int kAlarm = 4;  // from this class a lower bound is a level: see summarise_zone()
constexpr std::string_view kHazardWords[] = {"an unknown hazard", "landslide", "flash flood",
                                             "landslide and flash flood"};

double per_cent(double part, double whole) { return 100.0 * part / whole; }

std::string no_level_rule(const ZoneSummary& zone, Index cells, const LevelRule& rule) {
    if (zone.area == 0) {
        return "no data: the zone has no cell in the grid";
    }
    return fmt::format("no data: {:.1f} % of {} cells are missing, at most {:g} % may be",
                       per_cent(zone.missing_area, zone.area), cells,
                       100 * rule.largest_missing_share);
}

std::string level_rule(const ZoneSummary& zone,
                       const ZoneCount& count,
                       const LevelRule& rule,
                       bool lower_bound) {
    const Index whole = lower_bound ? count.all() : count.all() - count.missing();
    const Index covered = count.from_class(*zone.level);
    const std::string cover =
        fmt::format("{:.1f} % of {} {} are class {} or higher, {:g} % needed",
                    per_cent(static_cast<double>(covered), static_cast<double>(whole)), whole,
                    lower_bound ? "cells" : "cells with data", *zone.level, 100 * rule.area_share);
    return fmt::format("{}level {}: {}; most of them by {}; {:.1f} % of the zone is missing",
                       lower_bound ? "at least " : "", *zone.level, cover,
                       kHazardWords[zone.deciding_hazard], per_cent(zone.missing_area, zone.area));
}

void set_level(const ZoneCount& count, const LevelRule& rule, ZoneSummary& zone) {
    const Index all = count.all();
    const Index known = all - count.missing();
    const bool lower_bound = static_cast<double>(count.missing()) >
                             rule.largest_missing_share * static_cast<double>(all);
    const int level = highest_class_covering(count, rule.area_share, lower_bound ? all : known);
    if (known == 0 || (lower_bound && level < kAlarm)) {
        zone.reason = no_level_rule(zone, all, rule);
        return;
    }
    zone.level = level;
    zone.deciding_hazard = count.deciding_from(level);
    zone.lower_bound = lower_bound;
    zone.reason = level_rule(zone, count, rule, lower_bound);
}

}  // namespace

std::vector<ZoneCount> count_zones(View<const std::int32_t> zone,
                                   View<const std::uint8_t> hazard_class,
                                   View<const std::uint8_t> deciding_hazard) {
    const auto labels = static_cast<std::size_t>(highest_label(zone));
    const Index blocks = threads();
    std::vector<std::vector<ZoneCount>> parts(static_cast<std::size_t>(blocks));
    for (auto& part : parts) {
        part.resize(labels);
    }
    for_each_block(blocks, [&](Index block) {
        ZoneCount* const counts = parts[static_cast<std::size_t>(block)].data();
        const Index end = zone.rows() * (block + 1) / blocks;
        for (Index row = zone.rows() * block / blocks; row < end; ++row) {
            count_row(zone.row(row), hazard_class.row(row), deciding_hazard.row(row), zone.cols(),
                      counts);
        }
    });
    for (std::size_t part = 1; part < parts.size(); ++part) {
        for (std::size_t label = 0; label < labels; ++label) {
            add(parts[part][label], parts.front()[label]);
        }
    }
    return std::move(parts.front());
}

ZoneSummary summarise_zone(std::int32_t label,
                           const ZoneCount& count,
                           const LevelRule& rule,
                           double cell_area) {
    ZoneSummary zone;
    zone.label = label;
    zone.area = cell_area * static_cast<double>(count.all());
    zone.missing_area = cell_area * static_cast<double>(count.missing());
    for (int number = 1; number <= kClassCount; ++number) {
        const Index cells = count.of_class(number);
        zone.class_area[static_cast<std::size_t>(number - 1)] =
            cell_area * static_cast<double>(cells);
        if (cells > 0) {
            zone.highest_class = number;
        }
    }
    set_level(count, rule, zone);
    return zone;
}

namespace {

constexpr FieldSpec kNeeds[] = {kHazardClass, kDecidingHazard, kZone};
constexpr FieldSpec kMakes[] = {kZoneLevels};

constexpr ParamSpec kAreaShare{
    .name = "area_share",
    .fallback = 0.05,
    .lowest = 0,
    .highest = 1,
    .meaning =
        "share of a zone which a class and the higher ones must cover to set its level: "
        "the valleys and slopes where people live are a small part of a mountain commune, "
        "while single cells are noise of the terrain"};
constexpr ParamSpec kLargestMissingShare{
    .name = "largest_missing_share",
    .fallback = 0.2,
    .lowest = 0,
    .highest = 1,
    .meaning =
        "share of missing cells above which a zone has no level, unless its known cells "
        "are enough for level 4 or 5"};
constexpr ParamSpec kParams[] = {kAreaShare, kLargestMissingShare};

void run(const Params& params, FieldSet& fields) {
    const LevelRule rule{params[kAreaShare], params[kLargestMissingShare]};
    const std::vector<ZoneCount> counts =
        count_zones(fields.read<std::int32_t>(kZone), fields.read<std::uint8_t>(kHazardClass),
                    fields.read<std::uint8_t>(kDecidingHazard));
    const auto table = std::make_shared<ZoneTable>();
    table->reserve(counts.size());
    const double cell_area = fields.grid().cell_size * fields.grid().cell_size;
    for (const ZoneCount& count : counts) {
        const auto label = static_cast<std::int32_t>(table->size() + 1);
        table->push_back(summarise_zone(label, count, rule, cell_area));
    }
    fields.put(kZoneLevels, table);
}

}  // namespace

constinit const Model zone_levels{
    .name = "zone_levels",
    .summary = "level of every zone by the share of its area in each class",
    .source = "zonal counts; the share is a parameter of the scenario",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 1,
    .nanoseconds_per_cell = 1,
};

}  // namespace hazone::models
