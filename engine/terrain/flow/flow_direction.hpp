#pragma once

#include <cstdint>

#include "engine/core/cell_store.hpp"
#include "engine/core/view.hpp"

namespace hazone {

/// D8 flow direction on a filled surface: to the neighbour with the steepest fall, the height
/// difference divided by the distance (1 cell straight, sqrt 2 diagonal), O'Callaghan & Mark
/// (1984), doi:10.1016/S0734-189X(84)80011-0. Of equals, straight goes before diagonal, and then
/// the lower code. Codes: 1 E, 2 SE, 4 S, 8 SW, 16 W, 32 NW, 64 N, 128 NE.
///
/// 0: outlet. A cell on the grid edge or beside a missing cell, none of whose neighbours is lower,
/// drains off the grid there. 255 where `filled` is missing; no flow leads into a missing cell.
///
/// A cell in a flat (no lower neighbour, no outlet) drains to the nearest way out and away from
/// higher ground: Barnes, Lehman & Mulla (2014), Computers & Geosciences 62, 128-135,
/// https://doi.org/10.1016/j.cageo.2013.01.009. The heights are not changed; the two gradients are
/// a whole-number mask, 2 x (cells to the nearest draining cell of the flat) - (cells to the
/// nearest higher ground). The constant per flat which the paper adds changes no comparison and is
/// left out.
///
/// On a filled surface every cell drains and there are no cycles. Where the surface is not filled,
/// the bottom of a depression gets 0. Same bits for any number of threads. filled: m; both views
/// have one extent. Scratch: 20 bytes per cell of a flat.
void flow_direction(View<const float> filled, View<std::uint8_t> direction);

/// The first part of flow_direction(), without scratch: cells of flats have the code kInFlat of
/// flats.hpp, all others their final code.
void steepest_direction(View<const float> filled, View<std::uint8_t> direction);

/// The same for a grid that does not fit in memory, window by window: same bits for any `window`,
/// the size of the pieces held in memory. Flats that cross windows are gone over until their
/// distances agree along all borders. In memory: 5 bytes per cell of a window, 20 more per cell of
/// a flat in it, 8 bytes per cell on the borders of all windows. InputError when the disk fails.
void flow_direction(const CellStore<float>& filled,
                    CellStore<std::uint8_t>& direction,
                    Extent window);

}  // namespace hazone
