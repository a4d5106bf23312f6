#include "models/zoning/zone_exposure.hpp"

#include <cstddef>
#include <numeric>

#include "engine/core/missing.hpp"
#include "engine/statistics/zonal.hpp"

namespace hazone::models {
namespace {

constexpr int kExposedFrom = 4;  // class
enum Bin : std::size_t { kSafer, kExposed, kUnknown, kBins };

Bin bin_of(std::uint8_t hazard_class) {
    if (hazard_class == kNoClass || hazard_class > kClassCount) {
        return kUnknown;
    }
    return hazard_class >= kExposedFrom ? kExposed : kSafer;
}

}  // namespace

void add_people(const ZoneCover& cover,
                View<const float> density,
                View<const std::uint8_t> hazard_class,
                ZoneTable& table) {
    const auto zones = zonal_sums<kBins>(cover, density, [=](Index row) {
        return [classes = hazard_class.row(row)](Index col) -> std::size_t {
            return bin_of(classes[col]);
        };
    });
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
        const auto& [people, missing] = zones[zone];
        const double missing_area = std::accumulate(missing.begin(), missing.end(), 0.0);
        const double area = cover.area_of(zone);
        if (area - missing_area <= 1e-9 * area) {
            continue;
        }
        table[zone].people = Exposure{.all = people[kSafer] + people[kExposed] + people[kUnknown],
                                      .exposed = people[kExposed] + people[kUnknown],
                                      .unknown = people[kUnknown],
                                      .missing_area = missing_area};
    }
}

Index add_buildings(const FeatureLayer& buildings,
                    const Grid& grid,
                    View<const std::int32_t> zone,
                    View<const std::uint8_t> hazard_class,
                    ZoneTable& table) {
    for (ZoneSummary& summary : table) {
        summary.buildings = Exposure{};
    }
    Index elsewhere = 0;
    for (std::size_t number = 0; number < buildings.size(); ++number) {
        const Cell cell = grid.cell_at(buildings.places[buildings.first[number]]);
        const std::int32_t label =
            zone.extent().contains(cell.row, cell.col) ? zone(cell) : kNoLabel;
        if (label <= kNoLabel || static_cast<std::size_t>(label) > table.size()) {
            ++elsewhere;
            continue;
        }
        Exposure& own = *table[static_cast<std::size_t>(label) - 1].buildings;
        const Bin bin = bin_of(hazard_class(cell));
        own.all += 1;
        own.exposed += bin == kSafer ? 0 : 1;
        own.unknown += bin == kUnknown ? 1 : 0;
    }
    return elsewhere;
}

}  // namespace hazone::models
