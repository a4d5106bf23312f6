#pragma once

namespace hazone::models {

/// Topographic wetness index ln(a / tan slope); the slope is taken as no less than `least_slope`,
/// so that level ground has a finite index. Beven & Kirkby (1979), doi:10.1080/02626667909491834.
/// `specific_area` in m and above 0, angles in rad, 0 < least_slope. Missing in, missing out.
double wetness_index_of(double specific_area, double slope, double least_slope);

}  // namespace hazone::models
