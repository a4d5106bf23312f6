#include "engine/terrain/flow/flow_trunk.hpp"

#include <atomic>
#include <numeric>

namespace hazone {
namespace {

using Rest = FlowTile::Rest;

/// The cells on the rim of a tile, numbered from 0 the same way by its neighbours.
std::size_t rim_slot(Extent tile, Cell cell) {
    if (cell.row == 0 || cell.row == tile.rows - 1) {
        return static_cast<std::size_t>((cell.row == 0 ? 0 : tile.cols) + cell.col);
    }
    return static_cast<std::size_t>(2 * tile.cols + (cell.col == 0 ? 0 : tile.rows) + cell.row);
}

std::size_t rim_slots(Extent tile) { return static_cast<std::size_t>(2 * (tile.rows + tile.cols)); }

}  // namespace

FlowTrunk::FlowTrunk(const Windows& tiles, std::vector<Rest> rests)
    : tiles_(tiles), rests_(std::move(rests)), crossings_(rests_.size()) {
    std::vector<Rim> rims(rests_.size());
    for_each_block(tiles_.count(), [&](Index tile) {
        number_crossings(tile, rims[static_cast<std::size_t>(tile)]);
    });
    for_each_block(tiles_.count(), [&](Index tile) { connect(tile, rims); });
}

void FlowTrunk::number_crossings(Index tile, Rim& rim) {
    Rest& nodes = rests_[static_cast<std::size_t>(tile)];
    rim.resize(rim_slots(nodes.extent));
    std::uint16_t count = 0;
    for (std::size_t node = 0; node < nodes.size(); ++node) {
        if (nodes.receiver[node] == Rest::kAcross) {
            rim[rim_slot(nodes.extent, FlowTile::cell(nodes.place[node]))] = count;
            nodes.next[node] = count++;
        }
    }
    crossings_[static_cast<std::size_t>(tile)].resize(count);
}

/// Tells the tiles around where what they drain to this tile arrives.
void FlowTrunk::connect(Index tile, const std::vector<Rim>& rims) {
    const Cell from = tiles_.at(tile).from;
    for (const std::uint16_t port : rest(tile).ports) {
        const Cell in_tile = FlowTile::cell(rest(tile).place[port]);
        const Cell cell{from.row + in_tile.row, from.col + in_tile.col};
        const Index source_tile = tiles_.number_at(cell);
        const Window source = tiles_.at(source_tile);
        const Cell there{cell.row - source.from.row, cell.col - source.from.col};
        const std::uint16_t number =
            rims[static_cast<std::size_t>(source_tile)][rim_slot(source.extent, there)];
        crossings_[static_cast<std::size_t>(source_tile)][number] = {tile, port};
    }
}

Index FlowTrunk::bytes() const {
    std::size_t sum = 0;
    for (std::size_t tile = 0; tile < rests_.size(); ++tile) {
        sum += rests_[tile].size() * Rest::kNodeBytes +
               rests_[tile].ports.size() * sizeof(std::uint16_t) +
               crossings_[tile].size() * sizeof(Crossing);
    }
    return static_cast<Index>(sum);
}

FlowTrunk::Rounds::Rounds(const FlowTrunk& trunk)
    : trunk_(trunk),
      pending_(trunk.rests_.size()),
      inboxes_(trunk.rests_.size()),
      active_(trunk.rests_.size()),
      coming_(trunk.rests_.size()) {
    std::iota(active_.begin(), active_.end(), Index{0});
    for (std::size_t tile = 0; tile < inboxes_.size(); ++tile) {
        inboxes_[tile].ports.resize(trunk.rests_[tile].ports.size());
        pending_[tile] = trunk.rests_[tile].pending;
    }
}

std::vector<std::uint16_t> FlowTrunk::Rounds::ready(Index tile) {
    std::vector<std::uint8_t>& waits = pending(tile);
    std::vector<std::uint16_t> nodes;
    if (first_) {
        const std::vector<std::uint16_t>& receiver = trunk_.rest(tile).receiver;
        for (std::size_t node = 0; node < waits.size(); ++node) {
            if (waits[node] == 0 && receiver[node] != Rest::kNone) {
                nodes.push_back(static_cast<std::uint16_t>(node));
            }
        }
    }
    Inbox& inbox = inboxes_[static_cast<std::size_t>(tile)];
    for (; inbox.taken < inbox.seen; ++inbox.taken) {
        const std::uint16_t port = inbox.ports[inbox.taken];
        waits[port] = static_cast<std::uint8_t>(waits[port] - FlowTile::kOneDonor);
        if (waits[port] == 0) {
            nodes.push_back(port);
        }
    }
    return nodes;
}

void FlowTrunk::Rounds::bring(const Crossing& crossing) {
    Inbox& inbox = inboxes_[static_cast<std::size_t>(crossing.tile)];
    const std::uint32_t slot =
        std::atomic_ref<std::uint32_t>(inbox.end).fetch_add(1, std::memory_order_relaxed);
    inbox.ports[slot] = crossing.port;
    if (slot == inbox.seen) {
        const std::uint32_t number =
            std::atomic_ref<std::uint32_t>(coming_count_).fetch_add(1, std::memory_order_relaxed);
        coming_[number] = crossing.tile;
    }
}

void FlowTrunk::Rounds::advance() {
    active_.assign(coming_.begin(), coming_.begin() + coming_count_);
    coming_count_ = 0;
    first_ = false;
    for (const Index tile : active_) {
        Inbox& inbox = inboxes_[static_cast<std::size_t>(tile)];
        inbox.seen = inbox.end;
    }
}

}  // namespace hazone
