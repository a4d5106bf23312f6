#pragma once

namespace hazone::models {

/// Constants of the relation between slope and soil depth.
struct DepthBySlope {
    double level_depth = 5;      // depth on level ground, m
    double decay_slope = 0.436;  // slope over which the depth falls to 1/e, rad
    double least = 0.1;          // m
    double greatest = 5;         // m
};

/// Soil depth, m, measured vertically: level_depth exp(-slope / decay_slope), kept within least and
/// greatest. DeRose (1996), Salciarini et al. (2006). `slope` in rad. Missing in, missing out.
double soil_depth_on(double slope, const DepthBySlope& relation);

/// Transmissivity of a saturated soil column, m2/s: conductivity times the thickness of the soil
/// measured normal to the slope. `depth` is vertical, m. Missing in, missing out.
double transmissivity_of(double conductivity, double depth, double slope);

}  // namespace hazone::models
