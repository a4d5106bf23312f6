#pragma once

namespace hazone::models {

/// Where the formula of Kirpich gives no answer of its own.
struct KirpichLimits {
    double minimum_slope = 0;  // tangent; stands for a flatter path
    double shortest_time = 0;  // s; stands for a shorter time, and for a cell without a path
};

/// Time of concentration, s, of the area above a cell whose longest flow path has `length` (m) and
/// falls by `drop` (m): Kirpich (1940), t = 0.0195 L^0.77 S^-0.385 min with L in m, S = drop/L.
/// Missing when `length` or `drop` is missing.
double kirpich_time(double length, double drop, const KirpichLimits& limits);

}  // namespace hazone::models
