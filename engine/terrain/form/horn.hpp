#pragma once

#include "engine/core/view.hpp"
#include "engine/terrain/form/neighbourhood.hpp"

namespace hazone {

/// Rise of the ground per metre towards east and towards north; NaN where not known.
using Gradient = GradientOf<double>;

/// Gradient at an inner cell from its eight neighbours, in weights 1, 2, 1 on each side.
/// Horn (1981), Proc. IEEE 69(1), 14-47, doi:10.1109/PROC.1981.11918.
/// `z` in m, `cell_size` in m and above 0; the cell has all eight neighbours inside the view.
/// Missing if any of the nine cells is missing, the middle one included although it has no weight.
Gradient horn_gradient(View<const float> z, Cell cell, double cell_size);

/// Inclination, rad, 0 to pi/2.
double slope_of(Gradient gradient);

/// Direction of steepest descent, rad clockwise from north, 0 (included) to 2 pi (excluded);
/// missing where the ground is level.
double aspect_of(Gradient gradient);

/// Slope of every cell, rad (see horn_gradient), within 1e-6 of that of double arithmetic. Missing
/// where one of the nine cells is missing, infinite or beyond the edge of the grid: the outer ring,
/// and a ring one cell wide around every hole, have no slope and count as missing cells of the
/// result. This is what `gdaldem slope` does; a one-sided estimate there would look measured and is
/// not. `z`, `slope`: same extent; they do not overlap. See surface_form() for more at a time.
void horn_slope(View<const float> z, double cell_size, View<float> slope);

/// Slope and aspect in one pass; both as above, the aspect missing where level too.
void horn_slope_and_aspect(View<const float> z,
                           double cell_size,
                           View<float> slope,
                           View<float> aspect);

}  // namespace hazone
