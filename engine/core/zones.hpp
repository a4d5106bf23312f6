#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/index.hpp"

namespace hazone {

inline constexpr int kClassCount = 5;

/// What is known of one zone (commune, or drainage basin) after zoning.
struct ZoneSummary {
    std::int32_t label = 0;  // value of the cells in the field `zone`
    std::string code;        // the layer's own code, empty for basins
    std::string name;
    Index cells = 0;
    Index missing_cells = 0;
    std::array<Index, kClassCount> class_cells{};  // cells of hazard_class 1..5
    int level = 0;                                 // 1..5; 0 = no data
    int highest_class = 0;                         // 1..5; 0 = no data
    int deciding_hazard = 0;  // 1 landslide, 2 flash flood, 3 both; 0 = no data
    std::string rule;         // the rule that gave the level, in words

    /// Share of class `number` (1..5) in the cells with data; 0 when there are none.
    double share(int number) const {
        const Index known = cells - missing_cells;
        return known == 0 ? 0.0
                          : static_cast<double>(class_cells[static_cast<std::size_t>(number - 1)]) /
                                static_cast<double>(known);
    }
};

using ZoneTable = std::vector<ZoneSummary>;

}  // namespace hazone
