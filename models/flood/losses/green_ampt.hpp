#pragma once

#include "engine/core/index.hpp"

// Infiltration behind a sharp front, f = K (1 + psi D / F), D = moisture deficit: Green & Ampt
// (1911), Journal of Agricultural Science 4, 1-24, https://doi.org/10.1017/S0021859600001441. Time
// of ponding: Mein & Larson (1973), Water Resources Research 9(2), 384-394,
// https://doi.org/10.1029/WR009i002p00384; uneven rain: Chow, Maidment & Mays (1988), Applied
// Hydrology, section 5.4 and fig. 5.4.2. Between rains the water of the profile spreads downwards
// and the soil takes up more again: Ogden & Saghafian (1997), Journal of Irrigation and Drainage
// Engineering 123(5), 386-393, https://doi.org/10.1061/(ASCE)0733-9437(1997)123:5(386), with the
// conductivity and the capillary drive of Brooks & Corey.

namespace hazone::models {

struct GreenAmptSoil {
    double conductivity = 0;     // K, m/s
    double suction = 0;          // psi, m
    double deficit = 0;          // theta_s - theta_i
    double porosity = 0.4;       // effective: theta_s - theta_r
    double pore_size_index = 0;  // lambda; 0: no redistribution
};

/// Infiltration in all after `length` seconds under water, m, from `before` at their beginning:
/// F - psi D ln((F + psi D) / (F0 + psi D)) = F0 + K t (Chow et al., eq. 5.4.4), within 1e-12.
double ponded_infiltration(double before, double conductivity, double front_head, double length);

/// The same for many cells under `rain`, m in `length` seconds, in a loop without branches. `after`
/// is not a number where the short way does not hold: not under water from the beginning, or the
/// front moves far.
void ponded_infiltrations(Index count,
                          double length,
                          const double* rain,
                          const double* conductivity,
                          const double* front_head,
                          const double* before,
                          double* after);

/// Infiltration in all after `length` seconds of even rain, m in all, ponding or not, with the
/// front's psi D.
double rain_infiltration(
    double before, double rain, double conductivity, double front_head, double length);

/// Seconds of rain at `intensity` m/s on dry soil until it ponds: K psi D / (i (i - K)); infinite
/// where it never does.
double ponding_time(double intensity, double conductivity, double front_head);

/// What a cell remembers. Of its infiltration the part `resting` lies in an older profile, which is
/// filled to the share `filled` of the deficit.
struct GreenAmptProfile {
    double infiltrated = 0;  // m
    double resting = 0;      // m
    double filled = 0;
};

/// Change of `filled` in `length` seconds for a profile of `water` m which gets `supply` m/s:
/// dD/dt = D (r - K_i - K(theta) - K G D / F) / F, Ogden & Saghafian (1997), implicit in D.
double redistributed(
    const GreenAmptSoil& soil, double filled, double water, double supply, double length);

/// Takes up what it can of `rain`, m in `length` seconds; gives what runs off, m.
double green_ampt_excess(const GreenAmptSoil& soil,
                         double rain,
                         double length,
                         GreenAmptProfile& profile);

}  // namespace hazone::models
