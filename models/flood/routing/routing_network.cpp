#include "models/flood/routing/routing_network.hpp"

#include <algorithm>
#include <iterator>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"

namespace hazone::models {
namespace {

using Directions = View<const std::uint8_t>;

Index number_of(Directions direction, Cell cell) { return cell.row * direction.cols() + cell.col; }

Cell cell_of(Directions direction, Index number) {
    return {number / direction.cols(), number % direction.cols()};
}

/// The cell into which `number` drains, RoutingNetwork::kNone where it leaves the grid.
Index receiver_of(Directions direction, Index number) {
    const Cell cell = cell_of(direction, number);
    const std::uint8_t code = direction(cell);
    if (!std::has_single_bit(code)) {
        return RoutingNetwork::kNone;
    }
    const Cell next = neighbour(cell, neighbour_of(code));
    return direction.extent().contains(next.row, next.col) ? number_of(direction, next)
                                                           : RoutingNetwork::kNone;
}

/// Calls use(donor) for all cells of the network which drain into the cell.
template <class Use>
void for_each_donor(Directions direction, Index number, Use use) {
    const Cell cell = cell_of(direction, number);
    for (int k = 0; k < kNeighbours; ++k) {
        const Cell donor = neighbour(cell, k);
        if (direction.extent().contains(donor.row, donor.col) &&
            direction(donor) == direction_code(opposite(k))) {
            use(number_of(direction, donor));
        }
    }
}

/// Lists, row after row, the cells for which take(row, col) is true.
template <class Take>
std::vector<Index> listed(Extent extent, Take take) {
    std::vector<std::vector<Index>> rows(static_cast<std::size_t>(extent.rows));
    for_each_row(extent.rows, [&](Index row) {
        for (Index col = 0; col < extent.cols; ++col) {
            if (take(row, col)) {
                rows[static_cast<std::size_t>(row)].push_back(row * extent.cols + col);
            }
        }
    });
    std::vector<Index> all;
    for (const std::vector<Index>& row : rows) {
        all.insert(all.end(), row.begin(), row.end());
    }
    return all;
}

}  // namespace

struct RoutingNetwork::Plan {
    Raster<double> subtree;          // cells which drain through each, itself included
    std::vector<Index> roots;        // of the subtrees of all chunks
    std::vector<Index> first_root;   // of each chunk; one more at the end
    std::vector<Index> first_place;  // the same
    std::vector<Index> trunk;        // its cells, donors first

    Plan(Directions direction, Index chunk_cells);

    double subtree_of(Index number) const { return subtree.data()[number]; }
};

RoutingNetwork::Plan::Plan(Directions direction, Index chunk_cells) : subtree(direction.extent()) {
    flow_accumulation(direction, subtree, 1.0);
    const auto most = static_cast<double>(chunk_cells);
    const auto small = [&](Index number) { return subtree_of(number) <= most; };
    roots = listed(direction.extent(), [&](Index row, Index col) {
        const Index number = number_of(direction, {row, col});
        const Index next = small(number) ? receiver_of(direction, number) : kNone;
        return small(number) && (next == kNone || !small(next));
    });
    trunk =
        listed(direction.extent(), [&](Index row, Index col) { return subtree(row, col) > most; });
    std::stable_sort(trunk.begin(), trunk.end(),
                     [&](Index a, Index b) { return subtree_of(a) < subtree_of(b); });
    Index places = 0;
    for (std::size_t root = 0; root < roots.size(); ++root) {
        if (first_place.empty() || places - first_place.back() >= chunk_cells) {
            first_root.push_back(static_cast<Index>(root));
            first_place.push_back(places);
        }
        places += static_cast<Index>(subtree_of(roots[root]));
    }
    first_root.push_back(static_cast<Index>(roots.size()));
    first_place.push_back(places);
}

RoutingNetwork::RoutingNetwork(Directions direction, Index chunk_cells) {
    const Plan plan(direction, chunk_cells);
    trunk_first_ = plan.first_place.back();
    const std::size_t places = static_cast<std::size_t>(trunk_first_) + plan.trunk.size();
    cells_.resize(places);
    donors_.assign(places, 0);
    place_chunks(direction, plan);
    place_trunk(plan);
    for (Exit& exit : exits_) {
        exit.receiver = receiver_of(direction, cells_[static_cast<std::size_t>(exit.place)]);
        exit.inside = exit.receiver != kNone && !is_missing(plan.subtree_of(exit.receiver));
    }
    join_trunk();
}

namespace {

/// Writes the cells of a chunk and the numbers of their donors, breadth first from the outlets,
/// from the last place to the first; gives the ends of its levels.
std::vector<Index> place_chunk(Directions direction,
                               std::span<const Index> roots,
                               const RoutingNetwork::Chunk& chunk,
                               Index* cells,
                               std::uint8_t* donors) {
    std::vector<Index> ends;
    Index next = chunk.last;
    for (const Index root : roots) {
        cells[--next] = root;
    }
    for (Index level = chunk.last; level > next;) {
        ends.push_back(level);
        const Index begin = next;
        for (Index place = level - 1; place >= begin; --place) {
            const Index before = next;
            for_each_donor(direction, cells[place], [&](Index donor) { cells[--next] = donor; });
            donors[place] = static_cast<std::uint8_t>(before - next);
        }
        level = begin;
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
}

}  // namespace

void RoutingNetwork::place_chunks(Directions direction, const Plan& plan) {
    const auto count = static_cast<Index>(plan.first_place.size()) - 1;
    chunks_.resize(static_cast<std::size_t>(count));
    std::vector<std::vector<Index>> ends(chunks_.size());
    for_each_block(count, [&](Index number) {
        const auto own = static_cast<std::size_t>(number);
        chunks_[own] = {.first = plan.first_place[own],
                        .last = plan.first_place[own + 1],
                        .first_exit = plan.first_root[own]};
        const auto roots =
            std::span(plan.roots)
                .subspan(static_cast<std::size_t>(plan.first_root[own]),
                         static_cast<std::size_t>(plan.first_root[own + 1] - plan.first_root[own]));
        ends[own] = place_chunk(direction, roots, chunks_[own], cells_.data(), donors_.data());
    });
    for (std::size_t number = 0; number < chunks_.size(); ++number) {
        chunks_[number].first_level = static_cast<Index>(level_ends_.size());
        level_ends_.insert(level_ends_.end(), ends[number].begin(), ends[number].end());
        chunks_[number].last_level = static_cast<Index>(level_ends_.size());
        const Index roots = plan.first_root[number + 1] - plan.first_root[number];
        for (Index place = chunks_[number].last - roots; place < chunks_[number].last; ++place) {
            exits_.push_back({.place = place});
        }
    }
}

void RoutingNetwork::place_trunk(const Plan& plan) {
    first_trunk_exit_ = static_cast<Index>(exits_.size());
    std::copy(plan.trunk.begin(), plan.trunk.end(), cells_.begin() + trunk_first_);
    for (Index place = trunk_first_; place < size(); ++place) {
        exits_.push_back({.place = place});
    }
}

void RoutingNetwork::join_trunk() {
    std::vector<std::pair<Index, Index>> place_of;  // cell of the trunk, place
    for (Index place = trunk_first_; place < size(); ++place) {
        place_of.emplace_back(cells_[static_cast<std::size_t>(place)], place);
    }
    std::sort(place_of.begin(), place_of.end());
    std::vector<std::pair<Index, Index>> joins;  // place of the trunk, exit
    for (std::size_t number = 0; number < exits_.size(); ++number) {
        if (exits_[number].inside) {
            const auto found = std::lower_bound(place_of.begin(), place_of.end(),
                                                std::pair(exits_[number].receiver, Index{0}));
            joins.emplace_back(found->second, static_cast<Index>(number));
        }
    }
    std::sort(joins.begin(), joins.end());
    first_trunk_donor_.assign(place_of.size() + 1, 0);
    for (const auto& [place, exit] : joins) {
        ++first_trunk_donor_[static_cast<std::size_t>(place - trunk_first_) + 1];
        trunk_donors_.push_back(exit);
    }
    for (std::size_t i = 1; i < first_trunk_donor_.size(); ++i) {
        first_trunk_donor_[i] += first_trunk_donor_[i - 1];
    }
}

std::span<const Index> RoutingNetwork::trunk_donors(Index place) const {
    const auto own = static_cast<std::size_t>(place - trunk_first_);
    const auto first = static_cast<std::size_t>(first_trunk_donor_[own]);
    return std::span(trunk_donors_)
        .subspan(first, static_cast<std::size_t>(first_trunk_donor_[own + 1]) - first);
}

}  // namespace hazone::models
