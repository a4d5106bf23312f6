#pragma once

#include "engine/core/view.hpp"
#include "engine/terrain/form/cell_window.hpp"

namespace hazone {

struct TopographicPositionSpec {
    double cell_size = 1;     // m
    double radius = 500;      // m, at least one cell is looked at in each direction
    double inner_radius = 0;  // m, cells as near as this do not count: a ring is left
    WindowShape shape = WindowShape::disc;
};

/// Cells of a radius above this are not counted any more: see topographic_position().
inline constexpr Index kLargestPositionRadius = 20000;

/// Whether the window has a cell beside the middle one.
bool has_cells(const TopographicPositionSpec& spec);

/// Height of a cell above the mean of a window around it, itself left out, m; positive on ridges,
/// negative in valleys, about 0 on plains and even slopes. Guisan, Weiss & Weiss (1999), GLM versus
/// CCA spatial modeling of plant species distribution, Plant Ecology 143, 107-122,
/// doi:10.1023/A:1009841519580; the ring: Weiss (2001), Topographic position and landforms
/// analysis, ESRI User Conference. A square of one cell has the value of `gdaldem TPI`.
/// Missing where the elevation is missing, or nothing else in the window is known. Cells which are
/// missing, beyond 32 km in height or outside the grid are left out of the mean.
/// Heights are cut to 2^-16 m (1.5e-5 m; exact from 128 m on) and added as whole numbers: same bits
/// for any number of threads and windows. The sums hold for windows of 2^32 cells; a radius in
/// cells is at most kLargestPositionRadius.
/// Cost per cell: of a square independent of the radius, of a disc proportional to it.
void topographic_position(View<const float> elevation,
                          const TopographicPositionSpec& spec,
                          View<float> position);

}  // namespace hazone
