#pragma once

#include <cstdint>
#include <vector>

namespace hazone {

/// The way from one basin into a neighbouring one: `height` is that of the higher of the two cells
/// between which the water passes.
struct Pass {
    float height = 0;
    std::uint32_t basin = 0;
    std::uint32_t neighbour = 0;
};

/// Level up to which each basin fills before it spills to the outside: the least possible highest
/// pass on the way from basin 0, which is the outside and has the level -infinity. passes: each
/// pair of adjacent basins at least once with its lowest pass, in any order; higher ones beside it
/// do no harm. basin_count includes basin 0. A basin which no pass leads out of gets +infinity.
/// Kruskal (1956), doi:10.1090/S0002-9939-1956-0078686-7: passes from the lowest to the highest
/// join basins, and what joins the outside by a pass has that pass as its level.
std::vector<float> spill_levels(std::vector<Pass> passes, std::uint32_t basin_count);

}  // namespace hazone
