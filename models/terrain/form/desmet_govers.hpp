#pragma once

namespace hazone::models {

struct ErosionCell {
    double area;       // m2 which drains through the cell, its own included; at least size^2
    double size;       // m, side of the cell
    double slope;      // rad, 0 to a quarter turn
    double direction;  // rad, aspect; NaN where the ground is level
};

/// Length-slope factor of a cell: length after Desmet & Govers (1996), Journal of Soil and Water
/// Conservation 51(5), 427-433, eq. 9, with the exponent of McCool et al. (1989), Transactions of
/// the ASAE 32(5), 1571-1576, doi:10.13031/2013.31192; steepness after McCool et al. (1987),
/// Transactions of the ASAE 30(5), 1387-1396, doi:10.13031/2013.30576. `rill_ratio`: erosion in
/// rills against that between them, 1 where they are in balance. Missing without area or slope.
double desmet_govers_factor(const ErosionCell& cell, double rill_ratio);

}  // namespace hazone::models
