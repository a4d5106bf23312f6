#include "engine/terrain/network/drainage_basin.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/downstream.hpp"
#include "engine/terrain/flow/path_codes.hpp"
#include "engine/terrain/tile_roots.hpp"

namespace hazone {
namespace {

struct Network {
    View<const std::uint8_t> direction;
    View<const double> area;
    double minimum_area;

    bool is_channel(Cell cell) const {
        return direction(cell) != kNoDirection && area(cell) >= minimum_area;
    }

    /// True for the last cell of a link: the flow ends there, or the next cell joins several
    /// channels.
    bool ends_link(Cell cell) const {
        if (!is_channel(cell)) {
            return false;
        }
        Cell next = cell;
        if (!flow_on(direction, next)) {
            return true;
        }
        int channels = 0;
        for (const Cell donor : Donors(direction, next)) {
            channels += is_channel(donor) ? 1 : 0;
        }
        return channels > 1;
    }

    /// The flow as codes for TileRoots: it ends where a link ends, and where the water leaves.
    void codes(Cell from, Index cols, std::uint8_t* out) const {
        path_codes(direction, from, cols, out);
        const double* drained = area.row(from.row) + from.col;
        for (Index col = 0; col < cols; ++col) {
            out[col] = is_missing(drained[col]) ? kNoDirection : out[col];
            if (drained[col] >= minimum_area && ends_link({from.row, from.col + col})) {
                out[col] = kRoot;
            }
        }
    }
};

/// Labels of the nodes: links from 1 in the order of their last cells, row by row; the cells where
/// water leaves beside the channels have the label after the last link.
struct Labels {
    std::vector<std::int32_t> of_node;
    BasinCount count;
};

Labels number_links(const Network& network, const TileRoots& roots) {
    std::vector<std::uint32_t> links;
    for (std::uint32_t node = 1; node < roots.node_count(); ++node) {
        if (network.is_channel(roots.root(node))) {
            links.push_back(node);
        }
    }
    const Index cols = network.direction.cols();
    std::sort(links.begin(), links.end(), [&](std::uint32_t a, std::uint32_t b) {
        const Cell one = roots.root(a);
        const Cell other = roots.root(b);
        return one.row * cols + one.col < other.row * cols + other.col;
    });
    const auto link_count = static_cast<std::int32_t>(links.size());
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
    const Network network{direction, area, minimum_area};
    TileRoots roots(basin.extent());
    roots.find([=](Index row, Index col, Index cols, std::uint8_t* out) {
        network.codes({row, col}, cols, out);
    });
    const Labels labels = number_links(network, roots);
    roots.for_each_span<std::int32_t>([&](std::uint32_t node) { return labels.of_node[node]; },
                                      [&](Cell from, Index cols, const auto& label) {
                                          std::int32_t* out = basin.row(from.row) + from.col;
                                          for (Index col = 0; col < cols; ++col) {
                                              out[col] = label(col);
                                          }
                                      });
    return labels.count;
}

}  // namespace hazone
