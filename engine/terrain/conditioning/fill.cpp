#include "engine/terrain/conditioning/fill.hpp"

#include <cassert>

#include "engine/terrain/conditioning/basin_graph.hpp"
#include "engine/terrain/conditioning/pit_basins.hpp"

namespace hazone {

void fill_depressions(View<const float> z, View<float> filled) {
    assert(z.extent() == filled.extent());
    if (z.extent().empty()) {
        return;
    }
    const TileRoots basins = find_basins(z, whole_window(z.extent()));
    const std::vector<float> level = spill_levels(lowest_passes(z, basins), basins.node_count());
    raise_to(z, basins, level, filled);
}

}  // namespace hazone
