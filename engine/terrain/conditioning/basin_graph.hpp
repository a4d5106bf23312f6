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

/// What a window says of its basins before the levels around it are known: the level of a basin is
/// the higher of `height` and the level of its anchor, a basin that touches the window's border, or
/// basin 0, the outside.
struct AnchoredBasins {
    struct Anchor {
        float height = 0;
        std::uint32_t basin = 0;
    };
    std::vector<Anchor> anchors;  // per basin; that of an anchor is itself at -infinity
    std::vector<Pass> passes;     // between anchors: no others matter for the world outside
};

/// Settles the basins of a window which do not touch its border. passes: as in spill_levels();
/// on_border: per basin, 1 where it touches; basin 0 counts as such. A basin that no pass leads to
/// an anchor has the height +infinity. The levels found through the anchors are those of
/// spill_levels() on the whole graph: a group of inner basins can be left by its lowest pass alone.
AnchoredBasins anchor_basins(std::vector<Pass> passes, const std::vector<std::uint8_t>& on_border);

}  // namespace hazone
