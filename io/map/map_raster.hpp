#pragma once

#include <cstdint>
#include <span>

#include "engine/core/raster.hpp"
#include "io/map/map_signs.hpp"
#include "io/map/palette.hpp"

namespace hazone::io {

/// The half-open range of cells that falls on one dot when `cells` cells share `dots` dots. Every
/// cell falls on a dot; where there are more dots than cells a cell covers several dots.
struct CellRange {
    Index begin = 0;
    Index end = 0;
};
CellRange cells_of_dot(Index dot, Index dots, Index cells);

/// Highest class among the cells of each dot: the map never looks safer than the cells. A dot is
/// kNoClass only where every one of its cells is.
Raster<std::uint8_t> highest_class(View<const std::uint8_t> classes, Extent dots);

/// Mean of the cells of each block, m; missing where all of them are. `blocks` is at most as
/// large as the view.
Raster<float> mean_of_blocks(View<const float> elevation, Extent blocks);

/// Illumination 0..1 by a sun in the north-west (315°) at 45°, from the gradients of Horn (1981),
/// Proc. IEEE 69(1), 14-47, doi:10.1109/PROC.1981.11918. Flat ground gets sin 45°. A missing
/// neighbour counts as the middle cell; where that is missing the result is flat ground.
/// Relief is exaggerated up to four times on gentle terrain.
Raster<float> hillshade(View<const float> elevation, double spacing_x, double spacing_y);

/// The dots of the map picture.
struct PictureRequest {
    View<const std::uint8_t> hazard_class;  // 0, then up to one for each colour
    View<const float> elevation;            // same extent, or empty: no shading
    double cell_size = 1;                   // m
    Extent dots;
    double dots_per_inch = 150;  // spaces the hatches
    std::span<const Colour> colours = kLevelColours;
    std::span<const Sign> signs = kLevelSigns;  // as many as colours where it is hatched
    bool hatched = true;
};

/// Premultiplied ARGB as cairo wants it: the class colour darkened and lightened by the hillshade,
/// transparent without a class. Where it is hatched, every class carries its sign, so that they
/// stay apart in print without colours.
Raster<std::uint32_t> compose_picture(const PictureRequest& request);

}  // namespace hazone::io
