#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone {

/// How streams are burned into the ground. All in metres.
struct StreamBurn {
    double cell_size = 1;
    double depth = 0;        // by which the stream cells are lowered (sharp drop)
    double buffer = 0;       // width on each side of the stream which is given a new shape
    double smooth_drop = 0;  // by which that shape is lowered at the stream; with a buffer only
};

/// Lowers the ground along mapped streams after AGREE (Hellweger 1997, AGREE - DEM surface
/// reconditioning system, University of Texas at Austin). Inside the buffer the ground becomes a
/// straight line from the stream to the nearest ground outside,
///   bed = z(stream) - smooth_drop,   z' = bed + (z(outside) - bed) d / (d + d'),
/// d from the cell to the nearest stream cell and d' to the nearest cell outside the buffer, both
/// between cell centres; at the stream z' = bed - depth. So valleys of the ground beside the mapped
/// stream vanish within the buffer, and ground there may rise. A cell belongs to the buffer where
/// d <= buffer. Where no ground outside lies within a buffer's width and two cells of the cell,
/// between streams close together, the height of the cell itself stands for it at d' = buffer - d.
/// Where an end of the line is infinitely high or deep the cell stays as it is.
///
/// stream: 1 on a stream; any other value is none. Missing stays missing, and a stream cell without
/// a height is no stream. Looks 2 (buffer / cell_size) + 2 cells far, see burn_reach(). Same bits
/// for any number of threads. Scratch: 9 bytes per cell with a buffer, else none.
void burn_streams(View<const float> z,
                  View<const std::uint8_t> stream,
                  const StreamBurn& burn,
                  View<float> burned);

/// How far around a cell burn_streams() looks, in cells.
Index burn_reach(const StreamBurn& burn);

}  // namespace hazone
