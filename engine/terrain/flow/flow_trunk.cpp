#include "engine/terrain/flow/flow_trunk.hpp"

#include <algorithm>
#include <stdexcept>

namespace hazone {
namespace {

using Rest = FlowTile::Rest;
using Node = FlowTrunk::Node;

Node trunk_node(std::size_t first, std::uint16_t number) {
    return number == Rest::kNone ? FlowTrunk::kNone : static_cast<Node>(first + number);
}

}  // namespace

FlowTrunk::FlowTrunk(const Windows& tiles, std::vector<Rest> rests)
    : tiles_(tiles), first_(rests.size() + 1, 0) {
    for (std::size_t tile = 0; tile < rests.size(); ++tile) {
        first_[tile + 1] = first_[tile] + rests[tile].size();
    }
    if (first_.back() >= kNone) {
        throw std::length_error("the flow between tiles has more than 2^32 - 2 cells");
    }
    place_.resize(first_.back());
    receiver_.resize(first_.back());
    next_.resize(first_.back());
    pending_.resize(first_.back());
    for_each_block(tiles.count(),
                   [&](Index tile) { append(first(tile), rests[static_cast<std::size_t>(tile)]); });
    for_each_block(tiles.count(), [&](Index tile) { connect(tile, rests); });
}

void FlowTrunk::append(std::size_t first, const Rest& rest) {
    for (std::size_t number = 0; number < rest.size(); ++number) {
        place_[first + number] = rest.place[number];
        receiver_[first + number] = trunk_node(first, rest.receiver[number]);
        next_[first + number] = trunk_node(first, rest.next[number]);
        pending_[first + number] = rest.pending[number];
    }
}

/// Joins the ports of the tile to the exits of its neighbours.
void FlowTrunk::connect(Index tile, const std::vector<Rest>& rests) {
    const Cell from = tiles_.at(tile).from;
    for (const std::uint16_t port : rests[static_cast<std::size_t>(tile)].ports) {
        const std::size_t node = first(tile) + port;
        const Cell in_tile = FlowTile::cell(place_[node]);
        const Cell cell{from.row + in_tile.row, from.col + in_tile.col};
        const Index source =
            cell.row / tiles_.each().rows * tiles_.across() + cell.col / tiles_.each().cols;
        const Window window = tiles_.at(source);
        const Cell at{cell.row - window.from.row, cell.col - window.from.col};
        const Rest& rest = rests[static_cast<std::size_t>(source)];
        const std::size_t exit = first(source) + rest.exits[FlowTile::exit_slot(window.extent, at)];
        receiver_[exit] = static_cast<Node>(node);
        next_[exit] = static_cast<Node>(node);
    }
}

std::vector<Node> FlowTrunk::ready() const {
    std::vector<Node> queue;
    queue.reserve(size());
    for (std::size_t node = 0; node < size(); ++node) {
        if (pending_[node] == 0 && receiver_[node] != kNone) {
            queue.push_back(static_cast<Node>(node));
        }
    }
    return queue;
}

}  // namespace hazone
