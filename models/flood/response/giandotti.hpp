#pragma once

namespace hazone::models {

/// Time of concentration, s, of `area` m2 with a main path of `length` m and a mean height above
/// the outlet of `mean_height` m, `least_height` at least.
double giandotti_time(double area, double length, double mean_height, double least_height);

}  // namespace hazone::models
