#pragma once

namespace hazone::models {

/// How the velocity of water grows with slope and area; see slope_area_velocity.cpp.
struct VelocityLaw {
    double mean_velocity = 0.1;  // m/s
    double slope_exponent = 0.5;
    double area_exponent = 0.5;
    double least = 0.02;  // m/s
    double most = 2.0;    // m/s
};

/// s^b A^c, slope as a tangent, area in m2. Missing if either is.
double slope_area_term(const VelocityLaw& law, double slope, double area);

/// Velocity (m/s) from the term of a cell and its mean over all cells. Missing if either is; the
/// mean velocity where all terms are 0.
double velocity_of(const VelocityLaw& law, double term, double mean_term);

}  // namespace hazone::models
