#include "engine/terrain/flow/flow_sums.hpp"

namespace hazone {

void add_up_trunk(const FlowTrunk& trunk, double scale, NodeSums& sums, View<double> total) {
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
        const double* sum = of_tile(tile);
        for (std::size_t node = 0; node < nodes.size(); ++node) {
            const Cell cell = FlowTile::cell(nodes.place[node]);
            if (window.extent.contains(cell.row, cell.col)) {
                total(window.from.row + cell.row, window.from.col + cell.col) =
                    FlowTrunk::complete(waits[node]) ? TileSums::total_of(sum[node], scale)
                                                     : double{kMissing};
            }
        }
    });
}

}  // namespace hazone
