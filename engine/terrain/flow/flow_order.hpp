#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/flow/flow_tile.hpp"
#include "engine/terrain/flow/flow_trunk.hpp"

namespace hazone {

/// The order in which the cells of a flow network are added up, found once: for many fields of
/// weights on one network, as the time steps of a rain. It does not refer to the directions it was
/// made from. About 3.5 bytes per cell on real ground, at most 10.
class FlowOrder {
public:
    /// Directions as in flow_accumulation(). Same order for any number of threads.
    explicit FlowOrder(View<const std::uint8_t> direction);

    Extent extent() const { return trunk_->tiles().whole(); }
    /// Memory which it holds.
    Index bytes() const;

    /// One tile: cells in their order and the codes to where they flow, and the runs of cells
    /// without direction, row by row.
    struct Tile {
        struct Run {
            FlowTile::Place first = 0;
            std::uint16_t count = 0;
        };
        std::vector<FlowTile::Place> cells;
        std::vector<std::uint8_t> codes;
        std::vector<Run> missing;
    };

    const Tile& tile(Index number) const { return tiles_[static_cast<std::size_t>(number)]; }
    const FlowTrunk& trunk() const { return *trunk_; }

private:
    std::vector<Tile> tiles_;
    std::unique_ptr<FlowTrunk> trunk_;
};

/// As accumulate(direction, weight, total) with the directions of the order: the same bits, in a
/// fraction of the time. Scratch: 0.8 bytes per cell on real ground.
void accumulate(const FlowOrder& order, View<const float> weight, View<double> total);
void accumulate(const FlowOrder& order, View<const double> weight, View<double> total);

}  // namespace hazone
