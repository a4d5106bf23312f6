#pragma once

#include <cstdint>
#include <vector>

#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/flow_tile.hpp"

namespace hazone {

/// The flow from tile to tile: what FlowTile leaves of each tile, joined at the ports. On real
/// ground one cell of twelve, on a tilted plane nearly every one. 14 bytes per node.
class FlowTrunk {
public:
    using Node = std::uint32_t;
    static constexpr Node kNone = 0xFFFFFFFF;

    /// `rests` in the order of the tiles; fewer than 2^32 - 1 nodes together (std::length_error).
    FlowTrunk(const Windows& tiles, std::vector<FlowTile::Rest> rests);

    std::size_t size() const { return receiver_.size(); }
    /// Number of the first node of a tile; that of tile count() is size().
    std::size_t first(Index tile) const { return first_[static_cast<std::size_t>(tile)]; }
    FlowTile::Place place(std::size_t node) const { return place_[node]; }

    /// Calls join(from, to) for all nodes in an order in which each comes after its donors, on the
    /// calling thread; once. Cells on a cycle and below are left out.
    template <class Join>
    void run(Join join) {
        std::vector<Node> queue = ready();
        for (std::size_t begin = 0; begin < queue.size(); ++begin) {
            const Node from = queue[begin];
            const Node to = receiver_[from];
            join(from, to);
            const Node next = next_[from];
            pending_[next] = static_cast<std::uint8_t>(
                pending_[next] - (next == to ? FlowTile::kOneDonor : FlowTile::kSibling));
            if (pending_[next] == 0 && receiver_[next] != kNone) {
                queue.push_back(next);
            }
        }
    }

    /// After run(): all donors were joined to the node.
    bool complete(std::size_t node) const { return (pending_[node] & FlowTile::kDonors) == 0; }

private:
    void append(std::size_t first, const FlowTile::Rest& rest);
    void connect(Index tile, const std::vector<FlowTile::Rest>& rests);
    std::vector<Node> ready() const;

    Windows tiles_;
    std::vector<std::size_t> first_;
    std::vector<FlowTile::Place> place_;
    std::vector<Node> receiver_;
    std::vector<Node> next_;
    std::vector<std::uint8_t> pending_;
};

}  // namespace hazone
