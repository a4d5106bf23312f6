#pragma once

#include "models/flood/routing/box_cell.hpp"
#include "models/flood/routing/kinematic_wave_routing.hpp"

namespace hazone::models {

/// The cells [begin, end) of a chunk, which do not depend on one another; their donors begin with
/// place first_donor of the chunk.
struct ChunkLevel {
    const std::uint8_t* donors = nullptr;  // how many each place of the chunk has
    Index chunk_first = 0;
    Index begin = 0;
    Index end = 0;
    Index first_donor = 0;
};

/// One step of a level by the box; gives where the donors of the next begin.
Index route_box_level(const WaveCells& cells,
                      const WaveStep& step,
                      const ChunkLevel& level,
                      WaveScratch& scratch);

/// One step of one place of the trunk: `own` has what flows in.
BoxOutflow route_box_cell(const WaveCells& cells, const WaveStep& step, Index place, BoxInflow own);

}  // namespace hazone::models
