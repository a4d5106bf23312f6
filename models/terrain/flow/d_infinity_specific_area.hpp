#pragma once

namespace hazone::models {

/// Distance (m) between the flow lines through the centres of neighbouring cells, for water which
/// flows at `angle` (rad counter-clockwise from east); the cell size for an outlet (angle below
/// 0). Missing if the angle is.
double width_across_flow(double angle, double cell_size);

}  // namespace hazone::models
