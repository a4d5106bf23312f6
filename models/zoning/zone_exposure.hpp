#pragma once

#include <cstdint>

#include "engine/core/features.hpp"
#include "engine/core/grid.hpp"
#include "engine/core/view.hpp"
#include "engine/core/zone_cover.hpp"
#include "engine/core/zones.hpp"

namespace hazone::models {

/// Fills ZoneSummary::people from people per m2. Exposed are those in class 4 or 5, and those where
/// no class tells: missing is never safe. A zone without any known density gets no number of
/// people, and area without density is counted in Exposure::missing_area. Entry k of the table
/// belongs to entry k of the cover.
void add_people(const ZoneCover& cover,
                View<const float> density,
                View<const std::uint8_t> hazard_class,
                ZoneTable& table);

/// Fills ZoneSummary::buildings from points. A building belongs to the zone of the label of its
/// cell, so that it counts once and whole. Gives the number of buildings in no zone.
Index add_buildings(const FeatureLayer& buildings,
                    const Grid& grid,
                    View<const std::int32_t> zone,
                    View<const std::uint8_t> hazard_class,
                    ZoneTable& table);

}  // namespace hazone::models
