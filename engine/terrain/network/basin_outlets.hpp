#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/view.hpp"

namespace hazone {

/// Where the water of a basin leaves it.
struct BasinOutlet {
    std::int32_t label = 0;
    Cell cell;                    // the last cell of the basin
    std::int32_t downstream = 0;  // label of the next cell; 0 where there is none
};

/// The outlets of all basins, by label and then row by row. basin: labels from 1, 0 for none.
/// direction: ESRI codes, 255 missing. Both views have one extent. A basin has one outlet; a label
/// with several stands for ground that is no basin, such as the slopes beside all channels. The
/// same for any number of threads.
std::vector<BasinOutlet> basin_outlets(View<const std::int32_t> basin,
                                       View<const std::uint8_t> direction);

/// Those of the labels which have one outlet alone.
std::vector<BasinOutlet> single_outlets(const std::vector<BasinOutlet>& outlets);

/// The longest flow path to the outlet, from its head down, `outlet` included. length: m, as
/// upstream_path() makes it; direction as above. Of two donors with paths of one length the first
/// in the order of the neighbours is followed.
std::vector<Cell> longest_flow_path(View<const std::uint8_t> direction,
                                    View<const float> length,
                                    double cell_size,
                                    Cell outlet);

}  // namespace hazone
