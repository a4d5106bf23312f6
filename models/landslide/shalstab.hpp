#pragma once

#include "models/landslide/infinite_slope.hpp"

namespace hazone::models {

/// Steady rain, m/s, which raises the water in the soil until the infinite slope fails; 0 where it
/// fails dry (unconditionally unstable), +infinity where it stands even when saturated
/// (unconditionally stable), on level ground and where there is no soil. `slope` in rad,
/// `transmissivity` in m2/s, `specific_area` in m and above 0; the soil's surcharge is not used.
/// Without cohesion that is tan(slope) > tan(phi) for 0, and tan(slope) <= (1 - g_w / g) tan(phi)
/// for +infinity. Missing in, missing out. Montgomery & Dietrich (1994), doi:10.1029/93WR02979,
/// with cohesion.
double critical_rainfall_of(const SoilColumn& soil,
                            double slope,
                            double transmissivity,
                            double specific_area);

}  // namespace hazone::models
