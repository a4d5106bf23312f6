#pragma once

#include "engine/core/view.hpp"

namespace hazone {

/// Fills every depression to its spill level: the plain method, one thread and a heap of cells,
/// after Barnes, Lehman & Mulla (2014), Computers & Geosciences 62, 117-127, algorithm 2,
/// https://doi.org/10.1016/j.cageo.2013.04.024. It is what fill_depressions() must equal and the
/// measure of its speed; use that one.
/// Water leaves over the grid edge and into missing cells: a cell on the edge or beside a missing
/// cell keeps its height. Missing stays missing. Infinite heights are compared like any other. z
/// and filled (m) have one extent and are different cells.
void priority_flood(View<const float> z, View<float> filled);

}  // namespace hazone
