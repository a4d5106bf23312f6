#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone {

/// Height above the nearest drainage along D-infinity directions: the mean of the heights which the
/// water of a cell falls to the streams it reaches, each way weighted by its share,
///   h(c) = sum over the receivers k of share(k) (h(k) + z(c) - z(k)),  0 on a stream.
/// Tarboton (1997), doi:10.1029/96WR03137, for the shares; Nobre et al. (2011),
/// doi:10.1016/j.jhydrol.2011.03.051, for the height. What leaves the grid without meeting a stream
/// is measured from the cell by which it leaves; of a cell which shares with missing ground only
/// what is known counts.
///
/// filled: m. angle: see d_infinity_direction(). stream: 1 on a stream, 0 elsewhere, 255 unknown.
/// height: m, never negative where the directions follow the surface. All views have one extent.
/// Missing where filled, angle or stream is, where any share of the water meets a cell of unknown
/// stream or elevation before a stream, and on cycles. Same bits for any number of threads.
/// Scratch: 10 bytes per cell.
void d_infinity_height_above_drainage(View<const float> filled,
                                      View<const float> angle,
                                      View<const std::uint8_t> stream,
                                      View<float> height);

}  // namespace hazone
