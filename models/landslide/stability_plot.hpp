#pragma once

#include "models/landslide/sinmap.hpp"

namespace hazone::models {

/// The slope, rad, at which the stability index of ground with this specific catchment area, m,
/// falls below `index`; for an index of 0 the slope from which it is 0. The index falls as slopes
/// steepen, and so there is one.
double slope_of_index(double index, double specific_area, const SinmapRanges& ranges);

}  // namespace hazone::models
