#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/view.hpp"
#include "engine/terrain/flow/flow_tile.hpp"
#include "engine/terrain/flow/flow_trunk.hpp"

namespace hazone {

/// The sums of the cells of one tile, by place.
class TileSums {
public:
    double* data() { return sums_.data(); }

    /// Sets each cell of the tile to own(row, col) of the grid.
    template <class Own>
    void start(Window tile, Own own) {
        sums_.resize(std::max(sums_.size(), FlowTile::places_of(tile.extent)));
        for (Index row = 0; row < tile.extent.rows; ++row) {
            double* sum = sums_.data() + FlowTile::place(row, 0);
            for (Index col = 0; col < tile.extent.cols; ++col) {
                sum[col] = own(tile.from.row + row, tile.from.col + col);
            }
        }
    }

    /// The sums of the cells which are left for the trunk.
    std::vector<double> of_nodes(const FlowTile::Rest& rest) const {
        std::vector<double> values(rest.size());
        for (std::size_t node = 0; node < values.size(); ++node) {
            values[node] = sums_[rest.place[node]];
        }
        return values;
    }

    /// total = scale x sum.
    void write(Window tile, double scale, View<double> total) const {
        for (Index row = 0; row < tile.extent.rows; ++row) {
            const double* sum = sums_.data() + FlowTile::place(row, 0);
            double* out = total.row(tile.from.row + row) + tile.from.col;
            for (Index col = 0; col < tile.extent.cols; ++col) {
                out[col] = total_of(sum[col], scale);
            }
        }
    }

    /// scale x sum; of all NaN the one, whatever sums of missing and infinite weights made.
    static double total_of(double sum, double scale) {
        return is_missing(sum) ? double{kMissing} : sum * scale;
    }

private:
    std::vector<double> sums_;
};

/// By tile and node of the trunk.
using NodeSums = std::vector<std::vector<double>>;

/// Adds up the flow between the tiles and writes the cells it goes through, scale x their sum.
void add_up_trunk(const FlowTrunk& trunk, double scale, NodeSums& sums, View<double> total);

/// total = scale x (own(row, col) + the sums of its donors) for every cell. `own` must be missing
/// where the direction is; it may read the same cell of `total`.
template <class Own>
void add_up_flow(View<const std::uint8_t> direction,
                 JoinOrder order,
                 double scale,
                 Own own,
                 View<double> total) {
    struct Scratch {
        FlowTile tile;
        TileSums sums;
    };
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

}  // namespace hazone
