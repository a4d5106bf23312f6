#pragma once

#include "scenarios/demo/ground.hpp"

namespace hazone::demo {

/// People per m2: 400 on a km2 beside the streams, fewer the higher above them, none on the lake.
/// The same bits for a seed on any machine with any number of threads.
Raster<float> make_population(const Landscape& landscape, const Ground& ground);

}  // namespace hazone::demo
