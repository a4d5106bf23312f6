#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/hazards.hpp"
#include "engine/core/index.hpp"

namespace hazone {

inline constexpr int kClassCount = 5;
inline constexpr int kLevelCount = 5;  // beside 0, below level 1

/// What the rules say of one hazard in one zone.
struct HazardLevel {
    Hazard hazard = Hazard::none;
    std::optional<int> level = {};                     // 0 below level 1, to 5; empty: no data
    int highest_level = 0;                             // of any cell
    std::array<double, kLevelCount + 1> level_area{};  // m2 at level 0 to 5
    std::string rule = {};                             // id of the row that gave the level, or ""
};

/// Some field in one zone, over the cells with data, each with its share in the zone; SI, NaN where
/// no cell has data.
struct ZoneStatistic {
    std::string field = {};
    double mean = 0;
    double percentile_95 = 0;
    double highest = 0;
};

/// People or buildings in one zone.
struct Exposure {
    double all = 0;           // in the zone
    double exposed = 0;       // where the class is 4 or 5, or there is no data to tell
    double unknown = 0;       // of the exposed, those without data to tell
    double missing_area = 0;  // m2 of the zone where the number of people itself is not known
};

/// What is known of one zone (commune, or drainage basin) after zoning. Areas count every cell by
/// its share in the zone.
struct ZoneSummary {
    std::int32_t label = 0;  // value of the cells in the field `zone`
    std::string code = {};   // the layer's own code, empty for basins
    std::string name = {};
    double area = 0;                               // m2 inside the grid
    double missing_area = 0;                       // m2 without hazard_class
    std::array<double, kClassCount> class_area{};  // m2 of hazard_class 1..5
    int highest_class = 0;                         // 1..5; 0 = no data
    int deciding_hazard = 0;  // of the classes: 1 landslide, 2 flash flood, 3 both; 0 = no data

    std::optional<int> level = {};          // 0 below level 1, to 5; empty: no data
    bool lower_bound = false;               // much is missing: the level may be higher
    Hazard hazard = Hazard::none;           // whose level it is
    std::string rule = {};                  // id of the row of the rules which gave it, or ""
    std::string reason = {};                // in words, with shares and what the rule needed
    std::vector<HazardLevel> hazards = {};  // those which the rules could judge
    std::array<double, kLevelCount + 1> level_area{};  // m2 at risk_level 0 to 5

    std::vector<ZoneStatistic> statistics = {};
    double exposed_area = 0;  // m2 of class 4 and 5
    std::optional<Exposure> people = {};
    std::optional<Exposure> buildings = {};
    /// Of levels 0 to 5 over the members of an ensemble; empty without one.
    std::vector<double> level_probability = {};

    double known_area() const { return area - missing_area; }
    /// Share of class `number` (1..5) in the area with data; 0 when there is none.
    double share(int number) const {
        return known_area() <= 0 ? 0.0
                                 : class_area[static_cast<std::size_t>(number - 1)] / known_area();
    }
};

using ZoneTable = std::vector<ZoneSummary>;

}  // namespace hazone
