#pragma once

#include <array>

#include <cairo.h>

#include "io/map/map_layout.hpp"
#include "io/map/map_sheet.hpp"

namespace hazone::io {

/// Shares of the classes for the legend. With a zone table: of the cells inside zones; else of the
/// whole grid.
struct ClassShares {
    std::array<double, kClassCount> of_known{};  // of the cells with data; all 0 without any
    double missing = 0;                          // of all cells
};
ClassShares class_shares(const MapSheet& sheet);

/// The legend beside or below the map: classes with shares, symbols, scale, north, notes, and the
/// zones of the highest levels where room is left.
void draw_legend(cairo_t* context, const MapSheet& sheet, const SheetLayout& layout);

}  // namespace hazone::io
