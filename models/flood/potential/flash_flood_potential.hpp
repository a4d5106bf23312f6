#pragma once

#include <array>
#include <cstddef>

namespace hazone::models {

/// The factors of the flash-flood potential index, in the order of the arrays below.
enum class FloodFactor { slope, cover, soil, confinement, runoff };
inline constexpr std::size_t kFloodFactors = 5;

/// One value per factor.
using PerFactor = std::array<double, kFloodFactors>;

// Each index is 1 (no potential) to 10 (greatest); missing when its argument is missing.

/// Index of the slope, rad: 10^(n/30) with n the slope in per cent, 10 from 30 % upwards. Smith
/// (2003), as written by Zogg & Deitsch (2013).
double slope_index(double slope);

/// Index of soil and cover by the curve number: 1 up to 30, the lowest of the NEH tables, then
/// linear to 10 at 100. Smith (2003) ranks cover classes, forest low and towns 8 to 10.
double cover_index(double curve_number);

/// Index of the soil by its saturated conductivity, m/s: 1 from 40 micrometres per second upwards
/// (hydrologic soil group A), 10 up to 1 (group D), linear in the logarithm between. Limits of the
/// groups: USDA NRCS (2009), National Engineering Handbook Part 630, Chapter 7, table 7-1.
double soil_index(double conductivity);

/// Index of the channel confinement, 0..1: linear, 1 to 10.
double confinement_index(double confinement);

/// Index of the event by its unit peak discharge, m/s (discharge over contributing area): 1 up to
/// 0.5 m3/s per km2, below which Gaume et al. (2009), Journal of Hydrology 367, 70-78,
/// doi:10.1016/j.jhydrol.2008.12.028, count no flash flood; 10 from 10 m3/s per km2 upwards;
/// linear in the logarithm between.
double runoff_index(double unit_peak_discharge);

/// Weighted mean of the indices scaled from 1..10 to 0..1. A factor of weight 0 is not looked at;
/// any other missing index makes the result missing. The sum of the weights is above 0.
double flood_potential(const PerFactor& index, const PerFactor& weight);

/// How far a flood reaches above its drainage.
struct FloodReach {
    double full_height = 0;   // m; up to here the whole potential holds
    double end_height = 0;    // m, above full_height; from here on only upland_share of it
    double upland_share = 0;  // 0..1
};

/// Share of the potential that holds at a height above the nearest drainage, m: 1 up to
/// full_height, upland_share from end_height upwards, linear between. Missing stays missing.
double reach_share(double height, const FloodReach& reach);

}  // namespace hazone::models
