#pragma once

#include <algorithm>

namespace hazone::models {

/// What bounds the ground which a runout takes up.
struct GrowthLimits {
    double depth = 0;           // m3 taken up per m2 of ground which is overrun
    double least_slope = 0;     // rad; gentler ground gives nothing
    double largest_growth = 1;  // volume at the end over that released
    double largest_volume = 0;  // m3
};

/// Depth, m, which a runout would take up in a cell: no more than its soil. NaN where slope or soil
/// are not known.
inline double depth_to_take_up(double slope, double soil_depth, const GrowthLimits& limits) {
    const double taken = slope < limits.least_slope ? 0 : std::min(limits.depth, soil_depth);
    return taken + 0 * (slope + soil_depth);  // NaN stays NaN
}

/// Share of that which the limits leave to a release of this volume, from 0 to 1.
inline double share_within_limits(double released, double taken_up, const GrowthLimits& limits) {
    const double most = std::min(limits.largest_growth * released, limits.largest_volume);
    const double room = std::max(most - released, 0.0);
    return taken_up > room ? room / taken_up : 1;
}

}  // namespace hazone::models
