#pragma once

#include "engine/core/raster.hpp"

namespace hazone::bench {

/// The triad of McCalpin (1995), STREAM, https://www.cs.virginia.edu/stream/: a = b + 3 c.
void triad(View<const double> b, View<const double> c, View<double> a);

/// Bytes which STREAM counts for one cell: two read, one written.
inline constexpr double kTriadBytesPerCell = 3 * sizeof(double);

/// The limit which memory sets on this machine, bytes per second, measured once for each number of
/// threads in this process. As STREAM does, it is the best of ten runs after a first; compiled as
/// the kernels are, so that the lines which are written are read before, uncounted.
double triad_bytes_per_second(int threads);

}  // namespace hazone::bench
