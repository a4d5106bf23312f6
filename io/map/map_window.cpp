#include "io/map/map_window.hpp"

#include <algorithm>
#include <cmath>

#include <ogr_geometry.h>

namespace hazone::io {
namespace {

constexpr double kMargin = 0.03;       // of the longer side, around all zones
constexpr double kFocusMargin = 0.10;  // around one

/// One direction of a window grown to `wanted` cells, moved and cut to lie in [0, count).
void grow(Index& from, Index& cells, Index wanted, Index count) {
    wanted = std::min(wanted, count);
    if (wanted <= cells) {
        return;
    }
    from = std::clamp<Index>(from - (wanted - cells) / 2, 0, count - wanted);
    cells = wanted;
}

template <class T>
View<const T> part_of(View<const T> view, Window window) {
    return view.extent().empty() ? view : view.window(window.from, window.extent);
}

}  // namespace

std::optional<GroundBox> ground_of_zones(const ZoneLayer& layer,
                                         std::optional<std::int32_t> focus) {
    OGREnvelope around;
    for (const Zone& zone : layer.zones) {
        if (zone.geometry == nullptr || (focus && zone.label != *focus)) {
            continue;
        }
        OGREnvelope own;
        zone.geometry->getEnvelope(&own);
        around.Merge(own);
    }
    if (!around.IsInit()) {
        return std::nullopt;
    }
    return GroundBox{around.MinX, around.MinY, around.MaxX, around.MaxY};
}

ZoneLayer simplified(const ZoneLayer& layer, double tolerance) {
    ZoneLayer simple;
    for (const Zone& zone : layer.zones) {
        GeometryPtr outline;
        if (zone.geometry != nullptr) {
            outline.reset(zone.geometry->SimplifyPreserveTopology(tolerance));
            if (outline == nullptr || outline->IsEmpty()) {
                outline.reset(zone.geometry->clone());
            }
        }
        simple.zones.push_back({zone.label, zone.code, zone.name, std::move(outline)});
    }
    return simple;
}

Window cells_in(const Grid& grid, const GroundBox& ground) {
    const auto row = [&](double y) {
        return std::clamp((grid.north - y) / grid.cell_size, 0.0,
                          static_cast<double>(grid.extent.rows));
    };
    const auto col = [&](double x) {
        return std::clamp((x - grid.west) / grid.cell_size, 0.0,
                          static_cast<double>(grid.extent.cols));
    };
    const auto span = [](double low, double high, Index count) {
        const Index from = std::min(static_cast<Index>(std::floor(low)), count - 1);
        const Index end = std::max(static_cast<Index>(std::ceil(high)), from + 1);
        return std::pair{from, end - from};
    };
    const auto [top, rows] = span(row(ground.north), row(ground.south), grid.extent.rows);
    const auto [left, cols] = span(col(ground.west), col(ground.east), grid.extent.cols);
    return {{top, left}, {rows, cols}};
}

PartOfSheet part_of_sheet(const MapSheet& sheet, Window window) {
    PartOfSheet part{.grid = *sheet.grid, .sheet = sheet};
    part.grid.west += static_cast<double>(window.from.col) * part.grid.cell_size;
    part.grid.north -= static_cast<double>(window.from.row) * part.grid.cell_size;
    part.grid.extent = window.extent;
    part.sheet.grid = nullptr;
    part.sheet.elevation = part_of(sheet.elevation, window);
    part.sheet.hazard_class = part_of(sheet.hazard_class, window);
    part.sheet.stream_network = part_of(sheet.stream_network, window);
    return part;
}

Window window_of_sheet(const MapSheet& sheet, double title_height, double dots_per_inch) {
    const Grid& grid = *sheet.grid;
    const std::optional<GroundBox> zones =
        sheet.layer == nullptr ? std::nullopt : ground_of_zones(*sheet.layer, sheet.focus);
    if (!zones) {
        return whole_window(grid.extent);
    }
    const double margin = (sheet.focus ? kFocusMargin : kMargin) *
                          std::max({zones->width(), zones->height(), grid.cell_size});
    Window window = cells_in(grid, {zones->west - margin, zones->south - margin,
                                    zones->east + margin, zones->north + margin});
    const SheetLayout layout =
        lay_out_sheet(part_of_sheet(sheet, window).grid, title_height, dots_per_inch, sheet.paper);
    const double metres = layout.metres_in_unit();
    const Box room = layout.room();
    const auto cells = [&](double length) {
        return static_cast<Index>(std::floor(length * metres / grid.cell_size));
    };
    grow(window.from.col, window.extent.cols, cells(room.width), grid.extent.cols);
    grow(window.from.row, window.extent.rows, cells(room.height), grid.extent.rows);
    return window;
}

}  // namespace hazone::io
