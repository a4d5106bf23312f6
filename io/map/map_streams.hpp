#pragma once

#include <vector>

#include <cairo.h>

#include "engine/core/raster.hpp"
#include "io/map/map_layout.hpp"

namespace hazone::io {

/// Middle of the stream cells in each block of `blocks`, as (row, col) in cells; missing without.
struct StreamNodes {
    Raster<float> row;
    Raster<float> col;
};
StreamNodes stream_nodes(View<const std::uint8_t> streams, Extent blocks);

/// Thin blue lines from block to block; paler where streams lie so close that they would cover the
/// classes. Nothing for an empty view.
void draw_streams(cairo_t* context, View<const std::uint8_t> streams, const Box& map);

}  // namespace hazone::io
