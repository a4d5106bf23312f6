#pragma once

#include <cstdint>

#include "engine/core/grid.hpp"
#include "engine/core/raster.hpp"

namespace hazone::io {

/// hazard_class made ready for outlines, and how coarse it had to become.
struct HazardPatches {
    Raster<std::uint8_t> classes;
    Grid grid;
    int coarsening = 1;  // cells of the run along one side of a cell of `classes`
};

/// Above this many cells outlines are drawn of blocks of cells.
inline constexpr Index kMostOutlinedCells = 25'000'000;

/// Prepares classes 1..5 (0 = no data) for outlines, never making a place safer:
/// - a grid of more than `most_cells` cells is brought to blocks of k x k cells, k the least that
///   suffices; a block has the highest class in it, and no data only where no cell has any;
/// - a patch of one class (connected by sides and corners) smaller than `smallest_patch` cells
///   takes the class of its largest neighbour (GDALSieveFilter), if that class is higher; a small
///   patch of a high class among lower ones stays;
/// - cells without data stay without and neither grow nor shrink.
HazardPatches hazard_patches(View<const std::uint8_t> hazard_class,
                             const Grid& grid,
                             int smallest_patch,
                             Index most_cells = kMostOutlinedCells);

}  // namespace hazone::io
