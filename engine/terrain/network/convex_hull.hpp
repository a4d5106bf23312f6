#pragma once

#include <vector>

#include "engine/core/index.hpp"

namespace hazone {

/// The corners of the convex hull of cells, each once: Andrew (1979), Information Processing
/// Letters 9(5), 216-219, https://doi.org/10.1016/0020-0190(79)90072-3. The cell farthest from any
/// place is one of them. Exact for rows and columns below 2^30.
std::vector<Cell> convex_hull(std::vector<Cell> cells);

}  // namespace hazone
