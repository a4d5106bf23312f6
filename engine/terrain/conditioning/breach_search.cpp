#include "engine/terrain/conditioning/breach_search.hpp"

#include <algorithm>
#include <bit>

#include "engine/core/missing.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {
namespace {

void add_once(std::vector<std::uint32_t>& basins, std::uint32_t basin) {
    if (std::find(basins.begin(), basins.end(), basin) == basins.end()) {
        basins.push_back(basin);
    }
}

/// True where water at the level of the pit leaves over the cell, which is not above it.
bool leads_out(const BreachGround& ground, Cell cell, Breach& breach) {
    if (ground.water(cell) <= breach.level) {
        return true;
    }
    const std::uint32_t basin = ground.basins.node(cell.row, cell.col);
    add_once(breach.asked, basin);
    return ground.states[basin] == BasinState::drains;
}

bool is_outlet(View<const float> z, Cell cell) {
    if (!is_inner(z.extent(), cell)) {
        return true;
    }
    const float* const level = z.row(cell.row) + cell.col;
    return beside_missing(level - z.stride(), level, level + z.stride());
}

}  // namespace

void CellBox::add(Cell cell) {
    if (high_.row < low_.row) {
        low_ = cell;
        high_ = cell;
    }
    low_ = {std::min(low_.row, cell.row), std::min(low_.col, cell.col)};
    high_ = {std::max(high_.row, cell.row), std::max(high_.col, cell.col)};
}

void CellBox::add_around(Cell cell) {
    add({cell.row - 1, cell.col - 1});
    add({cell.row + 1, cell.col + 1});
}

bool CellBox::overlaps(const CellBox& other) const {
    return low_.row <= other.high_.row && other.low_.row <= high_.row &&
           low_.col <= other.high_.col && other.low_.col <= high_.col;
}

void BreachSearch::clear() {
    constexpr std::size_t kSmall = 1024;
    ++search_;
    nodes_.clear();
    open_.clear();
    if (slots_.empty()) {
        resize_slots(kSmall);
    }
}

/// `size` is a power of two. The slots are filled anew.
void BreachSearch::resize_slots(std::size_t size) {
    slots_.assign(size, {});
    shift_ = 64U - static_cast<unsigned>(std::countr_zero(size));
    for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
        slot(nodes_[node].position) = {search_, node};
    }
}

/// The slot of the position, or the empty one where it goes.
BreachSearch::Slot& BreachSearch::slot(Index position) {
    constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15U;
    std::size_t at = (static_cast<std::uint64_t>(position) * kGoldenRatio) >> shift_;
    while (slots_[at].search == search_ && nodes_[slots_[at].node].position != position) {
        at = (at + 1) & (slots_.size() - 1);
    }
    return slots_[at];
}

/// Adds the node, or betters the one at its place.
void BreachSearch::open(const Node& node) {
    Slot& place = slot(node.position);
    if (place.search != search_) {
        place = {search_, static_cast<std::uint32_t>(nodes_.size())};
        nodes_.push_back(node);
    } else {
        Node& known = nodes_[place.node];
        const bool better =
            node.cost < known.cost || (node.cost == known.cost && node.length < known.length);
        if (known.settled || !better) {
            return;
        }
        known = node;
    }
    open_.push_back({node.cost, node.position, place.node});
    std::push_heap(open_.begin(), open_.end());
    if (2 * nodes_.size() > slots_.size()) {
        resize_slots(2 * slots_.size());
    }
}

/// Opens the neighbours of a settled inner cell to which a channel may go on.
void BreachSearch::look_around(const BreachGround& ground,
                               const BreachLimits& limits,
                               std::uint32_t from,
                               Breach& breach) {
    const Node node = nodes_[from];
    const Index cols = ground.z.cols();
    const Cell cell{node.position / cols, node.position % cols};
    breach.seen.add_around(cell);
    for (int number = 0; number < kNeighbours; ++number) {
        const Cell next = neighbour(cell, number);
        const float height = ground.z(next);
        if (height < breach.level && !leads_out(ground, next, breach)) {
            continue;
        }
        const double depth = std::max(0.0, double{height} - double{breach.level});
        const double step = step_length(number) * limits.cell_size;
        const double length = node.length + (depth > 0 ? step : 0.0);
        if (depth <= limits.maximum_depth && length <= limits.maximum_length) {
            open({next.row * cols + next.col, node.cost + depth * step, length, from, false});
        }
    }
}

void BreachSearch::trace(Index cols, std::uint32_t end, Breach& breach) const {
    breach.found = true;
    for (std::uint32_t node = end; true; node = nodes_[node].from) {
        breach.channel.push_back({nodes_[node].position / cols, nodes_[node].position % cols});
        if (nodes_[node].from == node) {
            return;
        }
    }
}

Breach BreachSearch::find(const BreachGround& ground, const BreachLimits& limits, Cell pit) {
    clear();
    const Index cols = ground.z.cols();
    Breach breach{.level = ground.z(pit)};
    breach.basins.push_back(ground.basins.node(pit.row, pit.col));
    open({pit.row * cols + pit.col, 0, 0, 0, false});
    while (!open_.empty()) {
        const OpenNode nearest = open_.front();
        std::pop_heap(open_.begin(), open_.end());
        open_.pop_back();
        Node& node = nodes_[nearest.node];
        if (node.settled) {
            continue;
        }
        node.settled = true;
        const Cell cell{node.position / cols, node.position % cols};
        breach.seen.add(cell);
        const bool not_above = ground.z(cell) <= breach.level;
        if (is_outlet(ground.z, cell) || (not_above && leads_out(ground, cell, breach))) {
            trace(cols, nearest.node, breach);
            break;
        }
        if (nearest.cost == 0) {
            breach.bottom.push_back(cell);
            add_once(breach.basins, ground.basins.node(cell.row, cell.col));
        }
        look_around(ground, limits, nearest.node, breach);
    }
    return breach;
}

}  // namespace hazone
