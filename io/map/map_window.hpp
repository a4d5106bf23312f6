#pragma once

#include <optional>

#include "io/map/map_layout.hpp"
#include "io/map/map_sheet.hpp"

namespace hazone::io {

/// Ground in map coordinates, metres.
struct GroundBox {
    double west = 0;
    double south = 0;
    double east = 0;
    double north = 0;

    double width() const { return east - west; }
    double height() const { return north - south; }
};

/// Around all zones of the layer, or the one with this label; empty when there is none.
std::optional<GroundBox> ground_of_zones(const ZoneLayer& layer, std::optional<std::int32_t> focus);

/// The layer with outlines of as few points as keep them within `tolerance` metres.
ZoneLayer simplified(const ZoneLayer& layer, double tolerance);

/// The cells of a grid which the box touches, within the grid and at least one.
Window cells_in(const Grid& grid, const GroundBox& ground);

/// A sheet of a part of the ground: its own grid, and views into the same cells.
struct PartOfSheet {
    Grid grid;
    MapSheet sheet;  // its grid is not set: it is the one above
};
PartOfSheet part_of_sheet(const MapSheet& sheet, Window window);

/// The cells which the sheet shows: the zones, or the focus, with a margin, made as wide or as high
/// as the frame of the layout; the whole grid where there are no zones.
Window window_of_sheet(const MapSheet& sheet, double title_height, double dots_per_inch);

}  // namespace hazone::io
