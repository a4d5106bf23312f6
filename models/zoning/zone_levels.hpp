#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/core/zones.hpp"

namespace hazone::models {

/// Cells of one zone by class and by the hazard that decided, [class 0..5][hazard 0..3]; 0 stands
/// for missing.
struct ZoneCount {
    std::array<std::array<Index, 4>, kClassCount + 1> cells{};

    Index all() const;
    Index missing() const;
    Index of_class(int number) const;
    /// Cells of the class or a higher one.
    Index from_class(int lowest) const;
    /// Hazard that decided most cells of the class or a higher one: 1 landslide, 2 flash flood,
    /// 3 both; 3 also when none of them has the most. 0 when there are no such cells.
    int deciding_from(int lowest) const;
};

/// Counts the cells of every zone; entry `label - 1` belongs to `label`, labels run from 1 to the
/// highest in `zone`. Cells with a label of 0 or less belong to no zone. Classes above 5 and
/// hazards above 3 count as missing. All views have one extent. Exact; the same for any number of
/// threads. Scratch: 192 bytes per label and thread.
std::vector<ZoneCount> count_zones(View<const std::int32_t> zone,
                                   View<const std::uint8_t> hazard_class,
                                   View<const std::uint8_t> deciding_hazard);

/// What makes the level of a zone.
struct LevelRule {
    double area_share = 0.05;            // of the cells with data
    double largest_missing_share = 0.2;  // of all cells
};

/// Summary of one zone: its counts, level, deciding hazard and the rule in words.
/// Level: the highest class c such that cells of class c or higher make up `area_share` of the
/// cells with data. Where more than `largest_missing_share` of the cells are missing that would be
/// a guess; the level is then the one the known cells give of all cells of the zone, as if no
/// missing cell were hazardous - a lower bound. It stands when it is 4 or 5, since an alarm holds
/// whatever the missing cells are; below that the level is empty, no data, for a lower bound read
/// as a level would call an unknown zone safe.
ZoneSummary summarise_zone(std::int32_t label,
                           const ZoneCount& count,
                           const LevelRule& rule,
                           double cell_area = 1);

}  // namespace hazone::models
