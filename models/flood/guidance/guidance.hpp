#pragma once

#include "engine/core/raster.hpp"

// The rain which it takes to fill a stream to its banks, by the way of the threshold runoff:
// Carpenter, Sperfslage, Georgakakos, Sweeney & Fread (1999), National threshold runoff estimation
// utilizing GIS in support of operational flash flood warning systems, Journal of Hydrology 224,
// 21-44, https://doi.org/10.1016/S0022-1694(99)00115-8.

namespace hazone::models {

/// Runoff of `duration` s, m, whose peak at the outlet of `area` m2 is `discharge`: R = Q_f / (q_p
/// A) (eq. 1), q_p the peak of the SCS triangular unit hydrograph of the duration per metre and
/// square metre, as in unit_hydrograph_peak: min(3/4 / (D/2 + 0.6 T_c), 1/D).
double threshold_runoff(double discharge, double area, double concentration_time, double duration);

/// Rain, m, of which so much runs off on ground of that retention, m: the inverse of the SCS
/// equation, P = l S + (R + sqrt(R^2 + 4 R S)) / 2.
double rain_for_runoff(double runoff, double retention, double initial_abstraction_ratio);

/// Channel as a rectangle, for the discharge which fills it by Manning's law, m3/s.
struct BankfullSection {
    double width = 0;  // m
    double depth = 0;  // m
    double slope = 0;
    double roughness = 0;
};
double bankfull_discharge(const BankfullSection& section);

/// The same discharges, m3/s, to be the threshold of a guidance.
Raster<float> discharge_as_threshold(View<const float> discharge);

}  // namespace hazone::models
