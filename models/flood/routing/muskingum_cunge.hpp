#pragma once

// Muskingum-Cunge routing of one reach with parameters that follow the flow and storage that
// closes: Cunge (1969), Journal of Hydraulic Research 7(2), 205-230,
// https://doi.org/10.1080/00221686909500264, with the steady storage of Todini (2007), Hydrology
// and Earth System Sciences 11, 1645-1659, https://doi.org/10.5194/hess-11-1645-2007:
//   V = K (X I + (1 - X) O),  K = L A / Q,  X = 1/2 (1 - D / b),  b = c A / Q = 5/3 (Manning,
//   wide).
// The wave is to spread by the diffusion of the momentum balance, Q / (2 B S), and by nothing else.
// A step backward in time, V + dt O = V_old + dt (I + q), adds c^2 dt / 2 of its own, which D
// leaves out: D = Q / (B S c L) - c dt / L. So the state is the volume alone, and water neither
// comes nor goes.

#include <vector>

#include "models/flood/routing/kinematic_wave_routing.hpp"

namespace hazone::models {

struct MuskingumReach {
    double storage_factor = 0;  // beta: V = beta Q^0.6 in steady flow
    double length = 0;          // m
    double width = 0;           // m
    double slope = 0;
    double side_slope = 0;  // of the banks, m outwards for each m upwards
};

/// K, s, and X for a reference discharge above 0 and a step of `dt` s.
struct MuskingumParameters {
    double time = 0;
    double weight = 0;
};
MuskingumParameters muskingum_parameters(const MuskingumReach& reach, double dt, double discharge);

/// The reach with so much water, m3, and the storage factor it then has: its width is that of the
/// water, where that of `bed` is the bed's.
MuskingumReach filled_reach(const MuskingumReach& bed, double storage_factor, double volume);

/// Outflow of a step, m3/s, of a reach which gets `inflow` m3/s from above and holds `content` m3
/// with all that comes in the step. Never more than there is, and never back.
double muskingum_outflow(const MuskingumReach& reach, double dt, double inflow, double content);

/// As route() of the kinematic wave, for a network whose supply, m3/s, is known by place. `reaches`
/// have the widths of their beds; their storage factors stand in `cells`.
void route_muskingum(const RoutingNetwork& network,
                     const std::vector<MuskingumReach>& reaches,
                     const WaveCells& cells,
                     const WaveStep& step,
                     const double* supply,
                     std::vector<double>& leaving);

}  // namespace hazone::models
