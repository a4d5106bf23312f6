#include "engine/terrain/flow/flow_accumulation.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/flow_tile.hpp"
#include "engine/terrain/flow/flow_trunk.hpp"

namespace hazone {
namespace {

/// A tile and the sums of its cells, by place.
struct TileSums {
    TileSums() : sums(FlowTile::kPlaces) {}

    /// Sets the sum of each cell to its own, missing where the direction is.
    template <class Own>
    void start(Window window, Own own) {
        for (Index row = 0; row < window.extent.rows; ++row) {
            const FlowTile::Place first = FlowTile::place(row, 0);
            const std::uint8_t* codes = tile.codes() + first;
            for (Index col = 0; col < window.extent.cols; ++col) {
                const double value = own(window.from.row + row, window.from.col + col);
                sums[static_cast<std::size_t>(first + col)] =
                    codes[col] == kNoDirection ? double{kMissing} : value;
            }
        }
    }

    void add_up() {
        double* sum = sums.data();
        tile.run([sum](FlowTile::Place from, FlowTile::Place to) { sum[to] += sum[from]; });
    }

    std::vector<double> of_nodes(const FlowTile::Rest& rest) const {
        std::vector<double> values(rest.size());
        for (std::size_t node = 0; node < values.size(); ++node) {
            values[node] = sums[rest.place[node]];
        }
        return values;
    }

    void write(Window window, View<double> total, double scale) const {
        for (Index row = 0; row < window.extent.rows; ++row) {
            const double* sum = sums.data() + FlowTile::place(row, 0);
            double* out = total.row(window.from.row + row) + window.from.col;
            for (Index col = 0; col < window.extent.cols; ++col) {
                out[col] = sum[col] * scale;
            }
        }
    }

    FlowTile tile;
    std::vector<double> sums;
};

using NodeSums = std::vector<std::vector<double>>;  // by tile and node

/// Adds up the flow between the tiles and writes the cells it goes through.
void finish(const FlowTrunk& trunk, NodeSums& sums, View<double> total, double scale) {
    const auto of_tile = [&](Index tile) { return sums[static_cast<std::size_t>(tile)].data(); };
    const auto pending = trunk.run(
        [&](Index tile, std::uint16_t from, std::uint16_t to) {
            double* sum = of_tile(tile);
            sum[to] += sum[from];
        },
        [&](Index tile, std::uint16_t from, Index other, std::uint16_t port) {
            of_tile(other)[port] = of_tile(tile)[from];
        });
    for_each_block(trunk.tiles().count(), [&](Index tile) {
        const Window window = trunk.tiles().at(tile);
        const FlowTile::Rest& nodes = trunk.rest(tile);
        const std::vector<std::uint8_t>& waits = pending[static_cast<std::size_t>(tile)];
        for (std::size_t node = 0; node < nodes.size(); ++node) {
            const Cell cell = FlowTile::cell(nodes.place[node]);
            if (window.extent.contains(cell.row, cell.col)) {
                total(window.from.row + cell.row, window.from.col + cell.col) =
                    FlowTrunk::complete(waits[node]) ? of_tile(tile)[node] * scale
                                                     : double{kMissing};
            }
        }
    });
}

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
    NodeSums values(rests.size());
    for_each_block_with<TileSums>(tiles.count(), [&](Index number, TileSums& sums) {
        const Window window = tiles.at(number);
        sums.tile.load(direction, window, order);
        sums.start(window, own);
        sums.add_up();
        FlowTile::Rest& rest = rests[static_cast<std::size_t>(number)];
        rest = sums.tile.rest();
        values[static_cast<std::size_t>(number)] = sums.of_nodes(rest);
        sums.write(window, total, scale);
    });
    finish(FlowTrunk(tiles, std::move(rests)), values, total, scale);
}

}  // namespace

void flow_accumulation(View<const std::uint8_t> direction, View<double> area, double cell_area) {
    accumulate_own(direction, area, JoinOrder::any, cell_area,
                   [](Index /*row*/, Index /*col*/) { return 1.0; });
}

void accumulate(View<const std::uint8_t> direction, View<const float> weight, View<double> total) {
    assert(direction.extent() == weight.extent());
    accumulate_own(direction, total, JoinOrder::neighbours, 1.0,
                   [=](Index row, Index col) { return double{weight(row, col)}; });
}

}  // namespace hazone
