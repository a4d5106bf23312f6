#pragma once

#include <array>

#include <cairo.h>

#include "io/map/map_layout.hpp"
#include "io/map/map_panel.hpp"
#include "io/map/map_sheet.hpp"
#include "io/map/map_signs.hpp"

namespace hazone::io {

/// Ground of the kinds of the sheet: those it was given, else of its zones by the table, else of
/// all cells.
KindAreas kind_areas(const MapSheet& sheet);

/// The same as shares for the legend.
struct ClassShares {
    std::array<double, kLevelCount + 1> of_known{};  // of the ground with data; all 0 without any
    double missing = 0;                              // of all ground
};
ClassShares class_shares(const MapSheet& sheet);

/// Colours and signs of the kinds of the cells of the sheet, kind 1 first.
struct KindStyle {
    std::vector<Colour> colours;
    std::vector<Sign> signs;
};
KindStyle kind_style(const MapSheet& sheet);

/// Whether the sheet shows levels of zones.
bool shows_levels(const MapSheet& sheet);

/// The blocks of the legend, in the order of reading. `shown` is the ground of the main map.
void add_classes(PanelContent& content, const MapSheet& sheet);
void add_levels(PanelContent& content, const MapSheet& sheet);
void add_symbols(PanelContent& content, const MapSheet& sheet);

/// Blocks of map_notes.cpp: facts of the focus, notes, and the list of the highest zones.
void add_facts(PanelContent& content, const MapSheet& sheet);
void add_notes(PanelContent& content, const MapSheet& sheet);
void add_highest_zones(PanelContent& content, const MapSheet& sheet);

/// The legend beside or below the map: classes with shares, levels with numbers of zones, symbols,
/// scale, north, inset, notes, and the zones of the highest levels where room is left. `part` is
/// the sheet of the ground which is drawn.
void draw_legend(cairo_t* context, const MapSheet& part, const SheetLayout& layout);

}  // namespace hazone::io
