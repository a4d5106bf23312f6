#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/index.hpp"
#include "scenarios/demo/landscape.hpp"

namespace hazone::demo {

inline constexpr int kGaugeCount = 12;
inline constexpr int kQuietHours = 24;  // before the storm
inline constexpr int kStormHours = 24;

struct Gauge {
    std::string name;  // "Demo 01" ...
    Cell cell;
    std::vector<double> rain;  // mm in each hour, quiet hours first
};

/// A quiet day with showers, then a storm of two bursts which comes from the east and rains more on
/// high ground: 200 to 350 mm in a day.
std::vector<Gauge> make_storm(const Landscape& landscape, std::uint64_t seed);

}  // namespace hazone::demo
