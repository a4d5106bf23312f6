#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone {

// Along the D8 way down from each cell. direction: ESRI codes, 0 outlet, 255 missing; a code which
// leads off the grid or into missing ground is an outlet. All views have one extent. The answers
// are missing where the direction is and on cycles. Sums in double, each cell adding to what its
// receiver has: same bits for any number of threads. Scratch: 10 bytes per cell.

/// Length (m) of the way to the outlet by which the water leaves the grid, between cell centres.
void downstream_length(View<const std::uint8_t> direction, double cell_size, View<float> length);

/// Length (m) of the way to the first stream cell; to the outlet where none comes first. stream: 1
/// on a stream, 0 elsewhere, 255 unknown: from there up to all that drains to it, missing.
void distance_to_stream(View<const std::uint8_t> direction,
                        View<const std::uint8_t> stream,
                        double cell_size,
                        View<float> length);

/// Time (s) to the outlet, where each step takes its length over the velocity (m/s) in the cell
/// which it leaves: Maidment (1993), HydroGIS 93, IAHS Publ. 211, 181-192. Infinite above a
/// velocity of 0, missing above a missing one; the velocity in an outlet does not count.
void travel_time(View<const std::uint8_t> direction,
                 View<const float> velocity,
                 double cell_size,
                 View<float> time);

}  // namespace hazone
