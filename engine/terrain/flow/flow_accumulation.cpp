#include "engine/terrain/flow/flow_accumulation.hpp"

#include <cassert>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/flow_sums.hpp"
#include "engine/terrain/flow/flow_tile.hpp"
#include "engine/terrain/flow/flow_trunk.hpp"

namespace hazone {
namespace {

struct Scratch {
    FlowTile tile;
    TileSums sums;
};

/// total = scale x (own(row, col) + the totals of its donors), for every cell.
template <class Own>
void accumulate_own(View<const std::uint8_t> direction,
                    View<double> total,
                    JoinOrder order,
                    double scale,
                    Own own) {
    assert(direction.extent() == total.extent());
    const Windows tiles(total.extent(), {FlowTile::kSide, FlowTile::kSide});
    std::vector<FlowTile::Rest> rests(static_cast<std::size_t>(tiles.count()));
    NodeSums node_sums(rests.size());
    for_each_block_with<Scratch>(tiles.count(), [&](Index number, Scratch& scratch) {
        const Window window = tiles.at(number);
        scratch.tile.load(direction, window, order);
        scratch.sums.start(window, own);
        double* sum = scratch.sums.data();
        scratch.tile.run([sum](FlowTile::Place from, FlowTile::Place to) { sum[to] += sum[from]; });
        FlowTile::Rest& rest = rests[static_cast<std::size_t>(number)];
        rest = scratch.tile.rest();
        node_sums[static_cast<std::size_t>(number)] = scratch.sums.of_nodes(rest);
        scratch.sums.write(window, scale, total);
    });
    add_up_trunk(FlowTrunk(tiles, std::move(rests)), scale, node_sums, total);
}

template <class Weight>
void accumulate_weights(View<const std::uint8_t> direction,
                        View<const Weight> weight,
                        View<double> total) {
    assert(direction.extent() == weight.extent());
    accumulate_own(direction, total, JoinOrder::neighbours, 1.0, [=](Index row, Index col) {
        return direction(row, col) == kNoDirection ? double{kMissing} : double{weight(row, col)};
    });
}

}  // namespace

void flow_accumulation(View<const std::uint8_t> direction, View<double> area, double cell_area) {
    accumulate_own(direction, area, JoinOrder::any, cell_area, [=](Index row, Index col) {
        return direction(row, col) == kNoDirection ? double{kMissing} : 1.0;
    });
}

void accumulate(View<const std::uint8_t> direction, View<const float> weight, View<double> total) {
    accumulate_weights(direction, weight, total);
}

void accumulate(View<const std::uint8_t> direction, View<const double> weight, View<double> total) {
    accumulate_weights(direction, weight, total);
}

}  // namespace hazone
