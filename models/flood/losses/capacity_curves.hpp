#pragma once

// Soils whose capacity to take up water falls with time by a law of their own. Where rain is less
// than the capacity the law waits: it goes on from the time at which the same amount would have
// been taken up under water (time compression; for Horton's law Akan & Houghtalen 2003, Urban
// Hydrology, Hydraulics, and Stormwater Quality, and EPA SWMM 5 Reference Manual I, section 4.2).

namespace hazone::models {

/// Horton (1940), Soil Science Society Proceedings 5, 399-417: f = fc + (f0 - fc) e^(-k t), so that
/// F = fc t + (f0 - fc) / k (1 - e^(-k t)).
struct HortonSoil {
    double initial = 0;   // f0, m/s
    double lasting = 0;   // fc, m/s
    double decay = 0;     // k, 1/s
    double recovery = 0;  // 1/s: the capacity grows back in dry time
};
double horton_infiltration(const HortonSoil& soil, double time);
/// The time at which the curve has taken up that much, s.
double horton_time(const HortonSoil& soil, double infiltrated);
/// Takes up what it can of `rain`, m in `length` seconds; gives what runs off, m. `time`: on the
/// curve, s.
double horton_excess(const HortonSoil& soil, double rain, double length, double& time);

/// Philip (1957), Soil Science 84, 257-264: F = S sqrt(t) + A t.
struct PhilipSoil {
    double sorptivity = 0;    // S, m/sqrt(s)
    double conductivity = 0;  // A, m/s
};
double philip_infiltration(const PhilipSoil& soil, double time);
/// The time at which that much has been taken up under water, s.
double philip_time(const PhilipSoil& soil, double infiltrated);
/// As horton_excess(); `infiltrated`: so far, m.
double philip_excess(const PhilipSoil& soil, double rain, double length, double& infiltrated);

}  // namespace hazone::models
