#include "engine/terrain/network/basins.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/narrow.hpp"
#include "engine/core/raster.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/path_codes.hpp"
#include "engine/terrain/network/link_paths.hpp"
#include "engine/terrain/network/stream_order.hpp"
#include "engine/terrain/tile_roots.hpp"

namespace hazone {
namespace {

bool before(Cell one, Cell other) {
    return one.row < other.row || (one.row == other.row && one.col < other.col);
}

/// Labels each cell by its root; label_of[node].
void write_labels(const TileRoots& roots,
                  const std::vector<std::int32_t>& label_of,
                  View<std::int32_t> basin) {
    roots.for_each_span<std::int32_t>([&](std::uint32_t node) { return label_of[node]; },
                                      [&](Cell from, Index cols, const auto& label) {
                                          std::int32_t* out = basin.row(from.row) + from.col;
                                          for (Index col = 0; col < cols; ++col) {
                                              out[col] = label(col);
                                          }
                                      });
}

/// An outlet and the label of its basin.
struct Outlet {
    Cell cell;
    std::int32_t label;
};

/// The outlets row by row, each cell once.
std::vector<Outlet> sorted_outlets(std::span<const Cell> cells) {
    std::vector<Outlet> outlets;
    for (const Cell cell : cells) {
        outlets.push_back({cell, static_cast<std::int32_t>(outlets.size() + 1)});
    }
    std::stable_sort(outlets.begin(), outlets.end(),
                     [](const Outlet& a, const Outlet& b) { return before(a.cell, b.cell); });
    const auto last =
        std::unique(outlets.begin(), outlets.end(),
                    [](const Outlet& a, const Outlet& b) { return a.cell == b.cell; });
    outlets.erase(last, outlets.end());
    return outlets;
}

std::vector<Outlet>::const_iterator first_from(const std::vector<Outlet>& outlets, Cell cell) {
    return std::lower_bound(
        outlets.begin(), outlets.end(), cell,
        [](const Outlet& outlet, Cell wanted) { return before(outlet.cell, wanted); });
}

}  // namespace

std::int32_t outlet_basins(View<const std::uint8_t> direction, View<std::int32_t> basin) {
    assert(direction.extent() == basin.extent());
    TileRoots roots(basin.extent());
    roots.find([=](Index row, Index col, Index cols, std::uint8_t* out) {
        path_codes(direction, {row, col}, cols, out);
    });
    label_count(Index{roots.node_count()}, "outlets");
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t node = 1; node < roots.node_count(); ++node) {
        nodes.push_back(node);
    }
    std::sort(nodes.begin(), nodes.end(), [&](std::uint32_t a, std::uint32_t b) {
        return before(roots.root(a), roots.root(b));
    });
    std::vector<std::int32_t> label_of(roots.node_count(), kNoLabel);
    for (std::size_t place = 0; place < nodes.size(); ++place) {
        label_of[nodes[place]] = static_cast<std::int32_t>(place + 1);
    }
    write_labels(roots, label_of, basin);
    return static_cast<std::int32_t>(nodes.size());
}

std::int32_t order_basins(View<const std::uint8_t> direction,
                          View<const std::uint8_t> order,
                          int least,
                          View<std::int32_t> basin) {
    const LinkPaths links(direction, order, least);
    std::vector<Cell> ends;
    for (std::int32_t link = 1; link <= links.count(); ++link) {
        ends.push_back(links.cells(link).back());
    }
    const Raster<std::uint8_t> known = stream_directions(direction, order, 0);
    basins_above(known, ends, basin);
    return links.count();
}

void basins_above(View<const std::uint8_t> direction,
                  std::span<const Cell> outlets,
                  View<std::int32_t> basin) {
    assert(direction.extent() == basin.extent());
    const std::vector<Outlet> sorted = sorted_outlets(outlets);
    TileRoots roots(basin.extent());
    roots.find([&](Index row, Index col, Index cols, std::uint8_t* out) {
        path_codes(direction, {row, col}, cols, out);
        for (auto outlet = first_from(sorted, {row, col});
             outlet != sorted.end() && before(outlet->cell, {row, col + cols}); ++outlet) {
            std::uint8_t& code = out[outlet->cell.col - col];
            code = code == kNoDirection ? code : kRoot;
        }
    });
    std::vector<std::int32_t> label_of(roots.node_count(), kNoLabel);
    for (std::uint32_t node = 1; node < roots.node_count(); ++node) {
        const auto outlet = first_from(sorted, roots.root(node));
        const bool is_outlet = outlet != sorted.end() && outlet->cell == roots.root(node);
        label_of[node] = is_outlet ? outlet->label : kNoLabel;
    }
    write_labels(roots, label_of, basin);
}

}  // namespace hazone
