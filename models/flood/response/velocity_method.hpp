#pragma once

namespace hazone::models {

// Travel times of the velocity method of the NRCS, in SI. Missing where an argument is.

/// Sheet flow at the head of a path: what its time depends on beside length and slope.
struct SheetFlow {
    double roughness = 0;  // Manning n of sheet flow, s m-1/3
    double rain = 0;       // of 24 h, return period 2 years, m
};

/// Time, s, over `length` m of a slope (m/m) in sheet flow:
///   T = 0.007 (n L)^0.8 / (P^0.5 s^0.4)  (h; L in ft, P in in)
/// USDA SCS (1986), Technical Release 55, eq. 3-3. The form in metres of FHWA HEC-22 rounds its
/// constant to 5.5 (min; m, mm), 0.2 % above.
double sheet_flow_time(const SheetFlow& sheet, double length, double slope);

/// Velocity, m/s, of shallow concentrated flow: k s^0.5, k in m/s. USDA NRCS (2010), National
/// Engineering Handbook Part 630, Chapter 15, table 15-3.
double shallow_velocity(double coefficient, double slope);

/// k, m/s, of ground of that Manning n by which the table was made: a depth of 0.2 ft (0.4 ft for
/// grassed waterways alone) as the hydraulic radius in Manning's law.
double shallow_coefficient(double roughness);

/// Velocity of Manning's law, m/s, with the hydraulic radius in m.
double manning_velocity(double radius, double slope, double roughness);

}  // namespace hazone::models
