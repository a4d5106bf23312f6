#pragma once

#include <filesystem>
#include <string>

#include "engine/core/field_set.hpp"
#include "engine/core/zones.hpp"
#include "io/map/picture_format.hpp"
#include "io/words.hpp"
#include "io/write/zone_layer.hpp"

namespace hazone::io {

/// What stands on the disaster warning zoning map.
struct MapSheet {
    std::string title;     // empty: the standard title of the language
    std::string subtitle;  // the scenario
    std::string sources;   // one line
    std::string date;
    bool synthetic = false;  // prints the notice across the map
    Language language = Language::english;
    const Grid* grid = nullptr;
    View<const float> elevation;              // for the hillshade
    View<const std::uint8_t> hazard_class;    // 1..5, 0 = no data
    View<const std::uint8_t> stream_network;  // 1 on a stream; an empty view draws none
    const ZoneLayer* layer = nullptr;         // outlines and names
    const ZoneTable* table = nullptr;         // levels, drawn beside the names
};

/// Draws an A3 landscape or portrait sheet (whichever fits the grid): hillshade under the classes,
/// streams, zone outlines with names that do not collide, legend with class colours and shares,
/// scale bar, north arrow, grid ticks with coordinates, sources, date, disclaimer.
void draw_map(const MapSheet& sheet, PictureFormat format, const std::filesystem::path& path);

}  // namespace hazone::io
