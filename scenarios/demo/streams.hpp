#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/raster.hpp"
#include "scenarios/demo/drainage_tree.hpp"

namespace hazone::demo {

/// Streams of a terrain and what lies above them. One value per cell, numbered row * cols + col.
struct Streams {
    DrainageTree tree;
    std::vector<double> area;                 // which drains through the cell, m2
    std::vector<double> height_above_stream;  // m; 0 on a stream and at an outlet
};

/// Cells through which at least `smallest_area` (m2) drains are streams. Nothing may be missing.
Streams find_streams(View<const double> elevation,
                     View<const std::uint8_t> outlet,
                     double cell_size,
                     double smallest_area);

/// Fills the valleys of streams (cells with at least `smallest_area` m2) with sediment, the deeper
/// the larger the stream, so that a V-valley gets a floor. Higher ground stays.
void lay_valley_floors(View<double> elevation, const Streams& streams, double smallest_area);

/// Dams one river of middle size in the middle of the sheet and fills the valley behind it to a
/// level 40 m above the bed. The lake is 1, all else 0.
Raster<std::uint8_t> dam_a_lake(View<double> elevation, const Streams& streams);

/// 1 on the outer ring, 0 inside: water leaves a map at its edge.
Raster<std::uint8_t> outlets_at_the_edge(Extent extent);

}  // namespace hazone::demo
