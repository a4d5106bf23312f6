#include "engine/terrain/flow/height_above_drainage.hpp"

#include <cassert>
#include <vector>

#include "engine/terrain/flow/drainage_ground.hpp"

namespace hazone {
void height_above_drainage(View<const float> filled,
                           View<const std::uint8_t> direction,
                           View<const std::uint8_t> stream,
                           View<float> height) {
    assert(filled.extent() == direction.extent() && filled.extent() == stream.extent());
    assert(filled.extent() == height.extent());
    const DrainageGround ground{filled, direction, stream};
    TileRoots roots(filled.extent());
    roots.find([=](Index row, Index col, Index cols, std::uint8_t* out) {
        ground.codes({row, col}, cols, out);
    });
    std::vector<float> drainage(roots.node_count(), kMissing);
    for (std::uint32_t node = 1; node < roots.node_count(); ++node) {
        drainage[node] = ground.drainage(roots.root(node));
    }
    write_heights(filled, roots, drainage, height);
}

}  // namespace hazone
