#pragma once

#include "engine/core/view.hpp"
#include "engine/terrain/form/cell_window.hpp"

namespace hazone {

struct LocalReliefSpec {
    double cell_size = 1;  // m
    double radius = 500;   // m, at least one cell is looked at in each direction
    WindowShape shape = WindowShape::disc;
};

/// Difference between the highest and the lowest cell of a window around each cell, m: the local
/// relief of Smith (1935), The relative relief of Ohio, Geographical Review 25(2), 272-284,
/// doi:10.2307/209602.
/// Missing where the elevation is missing or infinite. Such cells elsewhere in the window, and what
/// of it lies outside the grid, are left out: the relief is then that of the known part, a lower
/// bound. Same bits for any number of threads.
/// Cost per cell: of a square independent of the radius but for its logarithm; of a disc
/// proportional to the radius.
void local_relief(View<const float> elevation, const LocalReliefSpec& spec, View<float> relief);

}  // namespace hazone
