#pragma once

#include <vector>

#include "engine/core/view.hpp"
#include "engine/terrain/conditioning/least_step.hpp"
#include "engine/terrain/conditioning/regions.hpp"

namespace hazone {

/// Raises a filled surface as little as possible so that every cell drains by at least the least
/// step: W is the lowest surface on or above `surface` on which each cell that is no outlet has a
/// neighbour n with W(cell) >= step above W(n). Outlets (cells on the edge or beside a missing
/// cell), missing cells and infinite heights stay as they are.
///
/// The lowest such surface is unique, so it does not depend on order or threads. In a flat it is
/// the level of the flat plus one step for each cell on the shortest way to where the flat drains;
/// where these steps rise above lower ground beside the flat, that ground is raised too, and where
/// another way out is cheaper, it is taken. Barnes, Lehman & Mulla (2014), algorithm 3 (Priority-
/// Flood + epsilon), doi:10.1016/j.cageo.2013.04.024, asks for the same with the next float as the
/// step; as it takes the cells of a depression in the order of a queue without looking at their
/// heights, it may raise a cell higher than this, never less. A least slope in place of a step is
/// that of Wang & Liu (2006), doi:10.1080/13658810500433453.
///
/// What a float cannot hold is rounded up: the fall is never less than asked for. At 1000 m floats
/// are 0.00006 m apart, so on cells of 10 m every slope below 6e-6 gives the same surface.
/// `surface` must be filled, see fill_depressions(). Scratch: 1 byte per cell, and some 20 bytes
/// for each cell which is raised.
void slope_flats(View<float> surface, const LeastStep& step);

/// The same for those flats alone which touch one of the runs of cells (holes, walled off); the
/// cells of other flats keep their level as long as none of these rises above them.
void slope_flats_beside(const std::vector<CellRun>& holes,
                        View<float> surface,
                        const LeastStep& step);

}  // namespace hazone
