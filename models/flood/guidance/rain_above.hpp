#pragma once

#include <cstdint>
#include <span>

#include "engine/core/view.hpp"

// The rain which brings a stated depth of runoff from ground that is not the same everywhere. The
// curve number equation is not linear in the retention: ground of mixed retention gives more runoff
// than ground which has their mean everywhere, most of all in a small rain, where a paved tenth of
// a basin gives all of it. A guidance by the mean retention asks for too much rain.

namespace hazone::models {

/// Depth of runoff of the ground above each cell, m, and the rain which brings it, m.
struct RunoffAndRain {
    View<const float> runoff;
    View<float> rain;
};

/// Even rain P on the ground above each cell for which the mean runoff of its cells is `runoff`:
/// mean of Q(P, S_i) = R, Q the curve number equation and `retention` S, m. The mean runoff is
/// summed along `direction` at some thirty depths of rain; between two of them the retention which
/// gives the same runoff on even ground is taken to be linear in the rain. On even ground that is
/// exact, but for runoff so small that no cell gives any at the depth of rain before: there, as
/// everywhere, the rain found is at least that depth. On mixed ground at most 0.5 % too much and 1
/// % too little, more in less than 5 mm of runoff (tests). Missing where the runoff is, and where
/// the retention of any cell above is. Same bits for any number of threads. Scratch: 24 bytes per
/// cell and the order of the flow (3.5 to 10).
void rain_above_for_runoff(View<const std::uint8_t> direction,
                           View<const float> retention,
                           double initial_abstraction_ratio,
                           std::span<const RunoffAndRain> wanted);

/// Retention at which even ground gives that runoff in that rain, m; all in m, runoff at most the
/// rain. Without runoff the least it can be: rain / ratio, which is 0 for the ratio 0.
double retention_for_runoff(double rain, double runoff, double initial_abstraction_ratio);

}  // namespace hazone::models
