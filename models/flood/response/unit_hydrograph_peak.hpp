#pragma once

namespace hazone::models {

enum class PeakMethod { unit_hydrograph, rational };

/// Peak of the hydrograph, m3/s, which `volume` (m3) of runoff makes when it is shed evenly over
/// `duration` (s) and the basin has the time of concentration `concentration_time` (s):
///   unit_hydrograph  3/4 V / T_p with T_p = D/2 + 0.6 T_c, but at most V/D: a basin gives off no
///                    more than it receives. The triangle is valid for D well below T_c; the bound
///                    takes over where D exceeds 2.4 T_c.
///   rational         V/D, which is C i A.
/// 0 when the volume is 0. Missing when an argument is missing or the duration is not finite.
double peak_of_volume(double volume, double duration, double concentration_time, PeakMethod method);

}  // namespace hazone::models
