#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/flow_tile.hpp"

namespace hazone {

/// The flow from tile to tile: what FlowTile leaves of each tile, joined at the ports. On real
/// ground one cell of eleven, on a tilted plane nearly every one. 7 bytes per node.
class FlowTrunk {
public:
    using Rest = FlowTile::Rest;

    /// `rests` in the order of the tiles.
    FlowTrunk(const Windows& tiles, std::vector<Rest> rests);

    const Windows& tiles() const { return tiles_; }
    const Rest& rest(Index tile) const { return rests_[static_cast<std::size_t>(tile)]; }

    /// Memory which it holds.
    Index bytes() const;

    /// Joins all nodes, each after its donors: calls join(tile, from, to) for two nodes of a tile
    /// and move(tile, node, other tile, port) where the flow crosses. Tiles to which something has
    /// come are worked off at the same time, round by round; a call writes only what belongs to
    /// `to` or to `port`. Gives for each tile what its nodes still wait for, see complete(). Cells
    /// on a cycle and below stay incomplete.
    template <class Join, class Move>
    std::vector<std::vector<std::uint8_t>> run(Join join, Move move) const {
        Rounds rounds(*this);
        const auto visit_active = [&](Index number) {
            visit(rounds.active()[static_cast<std::size_t>(number)], rounds, join, move);
        };
        constexpr Index kWorthSharing = 8;  // tiles; below, threads would only wait for each other
        while (!rounds.active().empty()) {
            const auto count = static_cast<Index>(rounds.active().size());
            if (count >= kWorthSharing) {
                for_each_block(count, visit_active);
            } else {
                for (Index number = 0; number < count; ++number) {
                    visit_active(number);
                }
            }
            rounds.advance();
        }
        return rounds.take_pending();
    }

    /// True when all donors were joined to a node which still waits for `pending`.
    static bool complete(std::uint8_t pending) { return (pending & FlowTile::kDonors) == 0; }

private:
    /// A port of another tile.
    struct Crossing {
        Index tile = 0;
        std::uint16_t port = 0;
    };

    /// Which tiles are to be visited, and what has come to them. What comes during a round is
    /// looked at in the next one.
    class Rounds {
    public:
        explicit Rounds(const FlowTrunk& trunk);

        const std::vector<Index>& active() const { return active_; }
        std::vector<std::uint8_t>& pending(Index tile) {
            return pending_[static_cast<std::size_t>(tile)];
        }
        /// Nodes of a tile which wait for nothing since its last visit.
        std::vector<std::uint16_t> ready(Index tile);
        void bring(const Crossing& crossing);
        void advance();
        std::vector<std::vector<std::uint8_t>> take_pending() { return std::move(pending_); }

    private:
        /// What comes to the ports of a tile, each once.
        struct Inbox {
            std::vector<std::uint16_t> ports;
            std::uint32_t end = 0;    // grows while others bring
            std::uint32_t seen = 0;   // end before this round
            std::uint32_t taken = 0;  // up to here by visits
        };

        const FlowTrunk& trunk_;
        bool first_ = true;
        std::vector<std::vector<std::uint8_t>> pending_;
        std::vector<Inbox> inboxes_;
        std::vector<Index> active_;
        std::vector<Index> coming_;
        std::uint32_t coming_count_ = 0;
    };

    using Rim = std::vector<std::uint16_t>;  // by rim slot: number of the crossing there

    void number_crossings(Index tile, Rim& rim);
    void connect(Index tile, const std::vector<Rim>& rims);

    template <class Join, class Move>
    void visit(Index tile, Rounds& rounds, Join join, Move move) const {
        const Rest& nodes = rest(tile);
        std::vector<std::uint8_t>& pending = rounds.pending(tile);
        std::vector<std::uint16_t> queue = rounds.ready(tile);
        for (std::size_t begin = 0; begin < queue.size(); ++begin) {
            const std::uint16_t from = queue[begin];
            const std::uint16_t to = nodes.receiver[from];
            const std::uint16_t next = nodes.next[from];
            if (to == Rest::kAcross) {
                const Crossing& crossing = crossings_[static_cast<std::size_t>(tile)][next];
                move(tile, from, crossing.tile, crossing.port);
                rounds.bring(crossing);
                continue;
            }
            join(tile, from, to);
            pending[next] = static_cast<std::uint8_t>(
                pending[next] - (next == to ? FlowTile::kOneDonor : FlowTile::kSibling));
            if (pending[next] == 0 && nodes.receiver[next] != Rest::kNone) {
                queue.push_back(next);
            }
        }
    }

    Windows tiles_;
    std::vector<Rest> rests_;
    std::vector<std::vector<Crossing>> crossings_;  // by tile; `next` of a node which goes across
};

}  // namespace hazone
