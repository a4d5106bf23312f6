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

/// A bed from which runoff can start a debris flow, and the threshold fitted to such beds.
struct DebrisFlowBed {
    double grain_size = 0.1;         // median, m
    double relative_density = 2.65;  // of the grains to the water, above 1
    double coefficient = 0.195;
    double slope_exponent = 1.27;
    double least_slope = 0.138;  // m/m
};

/// Discharge per width of the bed, m2/s, from which runoff starts a debris flow on a bed of this
/// slope, m/m: see debris_flow_discharge.cpp. Infinite below the least slope. Missing in, missing
/// out.
double debris_flow_threshold(double slope, const DebrisFlowBed& bed);

}  // namespace hazone::models
