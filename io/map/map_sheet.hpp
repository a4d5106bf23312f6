#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/field_set.hpp"
#include "engine/core/zones.hpp"
#include "io/map/level_mark.hpp"
#include "io/map/paper.hpp"
#include "io/map/picture_format.hpp"
#include "io/words.hpp"
#include "io/write/zone_layer.hpp"

namespace hazone::io {

/// What the numbers of the cells on a sheet are.
enum class CellKinds {
    classes,  // of hazard, 1 to 5; 0 = no data
    levels,   // by the rules, plus one: 1 below level 1, 2 level 1 ... 6 level 5; 0 = no data
};

/// Ground of each kind, m2.
struct KindAreas {
    std::array<double, kLevelCount + 1> of_kind{};  // kinds 1 to 5, or 1 to 6
    double missing = 0;
};

/// A paragraph beside the map: a heading, which may be empty, and what stands below it.
struct SheetNote {
    std::string heading = {};
    std::vector<std::string> lines = {};
};

/// What stands on the disaster warning zoning map.
struct MapSheet {
    std::string title = {};     // empty: the standard title of the language
    std::string subtitle = {};  // the scenario
    std::string sources = {};   // one line
    std::string date = {};
    bool synthetic = false;  // prints the notice across the map
    Language language = Language::english;
    const Grid* grid = nullptr;
    View<const float> elevation = {};              // for the hillshade
    View<const std::uint8_t> hazard_class = {};    // kinds of the cells
    View<const std::uint8_t> stream_network = {};  // 1 on a stream; an empty view draws none
    const ZoneLayer* layer = nullptr;              // outlines and names
    const ZoneLayer* inset_layer = nullptr;        // the layer with fewer points; null: the layer
    const ZoneTable* table = nullptr;              // levels, drawn beside the names

    CellKinds kinds = CellKinds::classes;
    std::string kinds_title = {};         // heading of the legend; empty: "Hazard class"
    std::optional<KindAreas> areas = {};  // empty: of the table's classes, else counted
    bool levels = true;                   // whether zones show the levels of the table
    Hazard hazard = Hazard::none;         // whose levels the zones show; none: of all hazards
    LevelColours level_colours = kLevelColours;
    std::vector<std::string> level_names = {};  // of levels 1 to 5, in the language; may be empty
    std::string levels_title = {};              // heading of the levels; empty: the usual one
    std::optional<std::int32_t> focus = {};     // label of the only zone of this sheet
    std::vector<SheetNote> facts = {};          // of that zone
    std::vector<SheetNote> about = {};          // fields, rules, warnings
    Paper paper = Paper::a3;
    double picture_dots = 0;                // per inch inside a PDF or SVG; 0: the usual ones
    std::optional<std::int64_t> made = {};  // seconds since 1970: date of the PDF
};

/// Draws a landscape or portrait sheet (whichever fits the ground): hillshade under the classes,
/// streams, zone outlines with names and levels that do not collide, legend with class and level
/// colours and shares, inset, scale bar, north arrow, grid ticks with coordinates, fields, rules,
/// sources, date, disclaimer. With zones the map shows them with a margin, what lies outside paler;
/// with a focus that zone alone. Safe to call from several threads at once.
void draw_map(const MapSheet& sheet, PictureFormat format, const std::filesystem::path& path);

/// The level of a zone on this sheet; empty where the sheet has none of it.
std::optional<LevelMark> mark_of(const MapSheet& sheet, const ZoneSummary& zone);

}  // namespace hazone::io
