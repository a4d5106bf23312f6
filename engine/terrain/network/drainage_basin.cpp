#include "engine/terrain/network/drainage_basin.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "engine/core/narrow.hpp"
#include "engine/terrain/network/link_ground.hpp"

namespace hazone {
namespace {

/// Labels of the nodes: links from 1 in the order of their last cells, row by row; the cells where
/// water leaves beside the channels have the label after the last link.
struct Labels {
    std::vector<std::int32_t> of_node;
    BasinCount count;
};

Labels number_links(const LinkGround& ground, const TileRoots& roots) {
    std::vector<std::uint32_t> links;
    for (std::uint32_t node = 1; node < roots.node_count(); ++node) {
        if (ground.is_channel(roots.root(node))) {
            links.push_back(node);
        }
    }
    const Index cols = ground.direction.cols();
    std::sort(links.begin(), links.end(), [&](std::uint32_t a, std::uint32_t b) {
        const Cell one = roots.root(a);
        const Cell other = roots.root(b);
        return one.row * cols + one.col < other.row * cols + other.col;
    });
    const std::int32_t link_count =
        label_count(static_cast<Index>(links.size()), "links of channels");
    const bool any_slope = roots.node_count() > links.size() + 1;
    Labels labels{std::vector<std::int32_t>(roots.node_count(), link_count + 1),
                  {link_count, any_slope ? link_count + 1 : 0}};
    labels.of_node[TileRoots::kNoRoot] = kNoLabel;
    for (std::size_t link = 0; link < links.size(); ++link) {
        labels.of_node[links[link]] = static_cast<std::int32_t>(link + 1);
    }
    return labels;
}

}  // namespace

BasinCount drainage_basins(View<const std::uint8_t> direction,
                           View<const double> area,
                           double minimum_area,
                           View<std::int32_t> basin) {
    assert(direction.extent() == area.extent() && direction.extent() == basin.extent());
    const LinkGround ground{direction, area, minimum_area};
    TileRoots roots(basin.extent());
    roots.find([=](Index row, Index col, Index cols, std::uint8_t* out) {
        ground.codes({row, col}, cols, out);
    });
    const Labels labels = number_links(ground, roots);
    write_labels(roots, labels.of_node, basin);
    return labels.count;
}

}  // namespace hazone
