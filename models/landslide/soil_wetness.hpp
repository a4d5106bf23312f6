#pragma once

namespace hazone::models {

/// Water and soil of one cell.
struct WetnessInputs {
    double slope = 0;             // rad, 0 to less than pi/2
    double specific_area = 0;     // m
    double transmissivity = 0;    // m2/s
    double soil_depth = 0;        // vertical, m
    double recharge = 0;          // steady recharge before the event, m/s
    double infiltrated_rain = 0;  // of the event, m; below 0 counts as 0
};

/// Share of the soil column which is saturated, 0 to 1: by lateral flow from above before the
/// event, and by the rain of the event which soaks in. Where there is no room for water (level
/// ground for the first, no soil or no pores for the second) any water fills the column, and no
/// water leaves it dry. `porosity` is the share of the soil which rain can fill, 0 to 1. Missing
/// in, missing out.
double saturated_share(const WetnessInputs& cell, double porosity);

/// The part of steady lateral flow alone: min(recharge a / (T sin(slope)), 1), Montgomery &
/// Dietrich (1994). Level ground as above. Missing in, missing out.
double steady_saturated_share(double slope,
                              double specific_area,
                              double transmissivity,
                              double recharge);

}  // namespace hazone::models
