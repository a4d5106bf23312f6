#pragma once

namespace hazone::models {

/// Power of flowing water per area of the bed, W/m2: rho g Q S / w, of a discharge in m3/s, a slope
/// in m/m and a width in m. Missing in, missing out.
double unit_stream_power(double discharge, double slope, double width);

/// What a bed which feeds a debris flow is made of.
struct BedSediment {
    double relative_density = 2.65;   // of the grains to the water, above 1
    double tan_friction = 0.7;        // tangent of their angle of repose
    double bed_concentration = 0.65;  // share of the volume of the bed which is grains
};

/// Concentration by volume of the flow which neither takes from nor leaves on a bed of this slope,
/// m/m: see bulked_discharge.cpp. Missing in, missing out.
double equilibrium_concentration(double slope, const BedSediment& bed);

}  // namespace hazone::models
