#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone {

/// The two answers of upstream_path(), each of the extent of the grid.
struct UpstreamPath {
    View<float> length;  // m, 0 at a cell without donors
    View<float> drop;    // m, fall from the head of that path to the cell
};

/// Length of the longest D8 flow path which ends in each cell, between cell centres, and the fall
/// along it. Of two paths of one length the one with the higher head counts, and of those the first
/// in the order of the neighbours.
///
/// filled: m. direction: ESRI codes, 255 missing. cell_size: m. All views have one extent.
/// Both answers are missing where the direction is missing and on a cycle of directions; the drop
/// also where the elevation of the cell or of the head is missing. Lengths are summed in double.
/// Same bits for any number of threads. Scratch: 9 bytes per cell.
void upstream_path(View<const float> filled,
                   View<const std::uint8_t> direction,
                   double cell_size,
                   UpstreamPath path);

}  // namespace hazone
