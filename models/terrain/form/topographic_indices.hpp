#pragma once

namespace hazone::models {

// The indices of one cell in double, the references of topographic_indices(). `specific_area` in m
// and 0 or more, angles in rad. Missing in, missing out.

/// Topographic wetness index ln(a / tan slope); the slope is taken as no less than `least_slope`,
/// so that level ground has a finite index. Beven & Kirkby (1979), doi:10.1080/02626667909491834.
double wetness_index_of(double specific_area, double slope, double least_slope);

/// Stream power index a tan slope, m. Moore, Grayson & Ladson (1991), doi:10.1002/hyp.3360050103.
double stream_power_index_of(double specific_area, double slope);

/// LS factor 1.4 (a / 22.13)^0.4 (sin slope / 0.0896)^1.3: Moore & Wilson (1992), Journal of Soil
/// and Water Conservation 47(5), 423-428.
double length_slope_factor_of(double specific_area, double slope);

}  // namespace hazone::models
