#pragma once

#include <vector>

#include "engine/core/view.hpp"
#include "engine/terrain/conditioning/regions.hpp"

namespace hazone {

/// What missing cells inside the ground do with water. A hole is a region of missing cells, which
/// hang together straight or diagonally, none of them on the grid edge; missing cells which reach
/// the edge are outside the ground, and water always leaves into them.
enum class Holes {
    outlet,   // water leaves into a hole as over the edge
    barrier,  // water goes around it
};

/// The cells of all holes in the ground.
std::vector<CellRun> holes_of(View<const float> z);

/// Sets the cells of the runs.
void set_cells(const std::vector<CellRun>& runs, float value, View<float> z);

}  // namespace hazone
