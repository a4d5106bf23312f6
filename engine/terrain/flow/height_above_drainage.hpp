#pragma once

#include <cstdint>

#include "engine/core/cell_store.hpp"
#include "engine/core/view.hpp"

namespace hazone {

/// Height above the nearest drainage (HAND): filled elevation of the cell minus that of the stream
/// cell into which it drains along D8, Renno et al. (2008),
/// https://doi.org/10.1016/j.rse.2008.03.018; Nobre et al. (2011),
/// https://doi.org/10.1016/j.jhydrol.2011.03.051. A cell whose water leaves the grid without
/// meeting a stream is measured from the outlet cell by which it leaves. 0 on streams and outlets;
/// never negative where the directions follow the surface.
///
/// filled: m. direction: ESRI codes, 255 missing. stream: 1 on a stream, 0 elsewhere, 255 unknown.
/// height: m. All views have one extent. Missing where filled or direction is missing, and where
/// the water meets a cell of unknown stream or missing elevation before a stream, or runs in a
/// cycle. `height` must not be the same cells as `filled`. Same bits for any number of threads. No
/// scratch.
void height_above_drainage(View<const float> filled,
                           View<const std::uint8_t> direction,
                           View<const std::uint8_t> stream,
                           View<float> height);

/// The same for a grid that does not fit in memory, window by window: same bits for any `window`,
/// the size of the pieces held in memory. In memory: 12 bytes per cell of a window, 8 bytes per
/// cell on the borders of all windows. InputError when the disk fails.
struct StoredDrainage {
    const CellStore<float>& filled;
    const CellStore<std::uint8_t>& direction;
    const CellStore<std::uint8_t>& stream;
};
void height_above_drainage(const StoredDrainage& ground, CellStore<float>& height, Extent window);

}  // namespace hazone
