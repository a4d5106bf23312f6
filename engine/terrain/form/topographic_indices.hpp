#pragma once

#include "engine/core/view.hpp"

namespace hazone {

/// What topographic_indices() writes; a view of nothing is left out and costs nothing.
struct TopographicIndexOutputs {
    /// ln(a / tan b): Beven & Kirkby (1979), doi:10.1080/02626667909491834.
    View<float> wetness_index = {};
    /// a tan b, m: Moore, Grayson & Ladson (1991), doi:10.1002/hyp.3360050103.
    View<float> stream_power_index = {};
    /// 1.4 (a / 22.13 m)^0.4 (sin b / 0.0896)^1.3: Moore & Wilson (1992), Journal of Soil and Water
    /// Conservation 47(5), 423-428; on one slope the LS factor of the Universal Soil Loss Equation.
    View<float> length_slope_factor = {};
};

/// Indices of how much water a cell gets against how steeply it leaves, in one pass over the
/// specific catchment area a (m, 0 or more) and the slope b (rad, 0 to less than a quarter turn).
/// For the wetness index alone, ground gentler than `least_slope` (rad, above 0) counts as that
/// steep, since level ground has none. Missing where an input is. Within 3e-6 of the values of
/// double arithmetic: the wetness index absolutely, the others relatively. All views have one
/// extent and none overlaps another. Same bits for any number of threads and in any window.
void topographic_indices(View<const float> specific_area,
                         View<const float> slope,
                         double least_slope,
                         const TopographicIndexOutputs& outputs);

}  // namespace hazone
