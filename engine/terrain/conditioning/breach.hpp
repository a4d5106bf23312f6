#pragma once

#include "engine/core/view.hpp"
#include "engine/terrain/conditioning/holes.hpp"

namespace hazone {

/// What a breach may do to the ground. The depth is how far a cell is lowered, the length how much
/// of the way is lowered, cell centre to cell centre.
struct BreachLimits {
    double cell_size = 1;       // m
    double maximum_length = 0;  // m
    double maximum_depth = 0;   // m
    Holes holes = Holes::outlet;
};

/// Cuts a channel from the bottom of each depression to where water leaves, as far as the limits
/// allow; other depressions stay as they are. No cell is raised, and only the cells of channels are
/// lowered, each to the height of the pit from which its channel starts. After it,
/// fill_depressions() raises nothing but the depressions that stayed.
///
/// The channel takes the way of least cost, the area of the cut seen from the side: for each cell
/// how far it is lowered times the length of the step which leads to it (Lindsay & Dhun 2015,
/// doi:10.1080/13658816.2014.975715; Lindsay 2016, doi:10.1002/hyp.10648, with limits, and filling
/// what is left). It ends at an outlet, at ground not above the pit which drains, or where the
/// water of a depression that stays would stand no higher than the pit. Water of a depression which
/// would stand higher is no way out, and is not crossed. Among ways of one cost the cell that comes
/// first in row-major order goes on first. Both limits are finite. A way that is cheapest so far
/// and longer than allowed is given up even where a dearer one would be shorter (as in both papers'
/// programs).
///
/// Pits are breached from the lowest to the highest, of equals in row-major order: the higher ones
/// may use the channels of the lower ones. Searches run in parallel and are repeated where an
/// earlier channel touches what they looked at: same bits for any number of threads.
///
/// z: m; missing stays missing. `breached` (m) may be the same cells as z. Cells of infinite height
/// are never breached. Scratch: that of fill_depressions(), and 6 bytes per cell.
/// group: pits searched for at a time; it makes no difference to the result.
void breach_depressions(View<const float> z,
                        const BreachLimits& limits,
                        View<float> breached,
                        Index group = 512);

}  // namespace hazone
