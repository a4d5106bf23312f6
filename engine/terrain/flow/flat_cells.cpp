#include "engine/terrain/flow/flat_cells.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>

#include "engine/core/narrow.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone {
namespace {

using Node = FlatCell::Node;
using Distance = FlatCell::Distance;
constexpr Distance kUnreached = FlatCell::kUnreached;

/// Counts the cells of flats along a row.
class RowWalker {
public:
    RowWalker(const std::uint8_t* codes, Node first) : codes_(codes), node_(first) {}

    /// The first cell of a flat at or after the column; columns come in rising order.
    Node node_at(Index column) {
        node_ += static_cast<Node>(std::count(codes_ + col_, codes_ + column, kInFlat));
        col_ = column;
        return node_;
    }

private:
    const std::uint8_t* codes_;
    Node node_;
    Index col_ = 0;
};

/// True when `distance` is less than what was known; it is kept then.
bool shorten(Distance& known, Distance distance) {
    const std::atomic_ref<Distance> kept(known);
    Distance before = kept.load(std::memory_order_relaxed);
    while (distance < before) {
        if (kept.compare_exchange_weak(before, distance, std::memory_order_relaxed)) {
            return true;
        }
    }
    return false;
}

/// The mask of Barnes et al. for a cell of a flat.
std::int64_t mask(const FlatCell& cell) {
    const std::int64_t from_higher = cell.from_higher == kUnreached ? 0 : cell.from_higher;
    return 2 * std::int64_t{cell.to_lower} - from_higher;
}

}  // namespace

FlatCells::FlatCells(View<const float> filled, View<const std::uint8_t> direction, Window window)
    : z_(filled),
      direction_(direction),
      window_(window),
      first_(find_rows()),
      cells_(first_.back()) {
    for_each_row(direction_.rows(), [this](Index row) { enter_row(row); });
}

std::vector<Node> FlatCells::find_rows() const {
    std::vector<Index> counts(static_cast<std::size_t>(direction_.rows()));
    for_each_row(direction_.rows(), [&](Index row) {
        const std::uint8_t* codes = direction_.row(row);
        counts[static_cast<std::size_t>(row)] =
            std::count(codes, codes + direction_.cols(), kInFlat);
    });
    std::vector<Node> first(counts.size() + 1, 0);
    Index total = 0;
    for (std::size_t row = 0; row < counts.size(); ++row) {
        total += counts[row];
        first[row + 1] = count_in_32_bits(total, "cells in flats");
    }
    return first;
}

void FlatCells::enter_row(Index row) {
    const auto number = static_cast<std::size_t>(row);
    if (first_[number] == first_[number + 1]) {
        return;
    }
    const bool foreign_row = row < window_.from.row || row >= window_.end_row();
    Node node = first_[number];
    RowWalker above(direction_.row(foreign_row ? row : row - 1),
                    first_[number - (foreign_row ? 0 : 1)]);
    RowWalker below(direction_.row(foreign_row ? row : row + 1),
                    first_[number + (foreign_row ? 0 : 1)]);
    for_each_in_row(row, [&](Index col) {
        FlatCell& cell = cells_[node++];
        cell.foreign = foreign_row || col < window_.from.col || col >= window_.end_col();
        if (!cell.foreign) {
            cell.above = above.node_at(col - 1);
            cell.below = below.node_at(col - 1);
            look_around({row, col}, cell);
        }
    });
}

/// Finds what starts in the cell. All neighbours are at its height or higher.
void FlatCells::look_around(Cell place, FlatCell& cell) const {
    bool higher = false;
    for (const int number : kStraightFirst) {
        const Cell next = neighbour(place, number);
        if (direction_(next) == kInFlat) {
            cell.around = static_cast<std::uint8_t>(cell.around | direction_code(number));
            continue;
        }
        const bool level = z_(next) == z_(place);
        higher |= !level;
        if (level && cell.way_out == kOutlet) {
            cell.way_out = direction_code(number);
        }
    }
    cell.from_higher = higher ? 1 : kUnreached;
    cell.to_lower = cell.way_out == kOutlet ? kUnreached : 1;
}

/// The neighbour with this one-bit code, which is among `around`.
Node FlatCells::neighbour_at(Node node, unsigned code) const {
    const FlatCell& cell = cells_[node];
    if (code == 1) {
        return node + 1;
    }
    if (code == 16) {
        return node - 1;
    }
    // neighbours in a row follow each other from west to east: NW N NE, SW S SE
    if (code >= 32) {
        return cell.above + static_cast<Node>(std::popcount(cell.around & (code - 32U)));
    }
    return cell.below + static_cast<Node>(std::popcount(cell.around & (14U & ~(2U * code - 1U))));
}

void FlatCells::spread() {
    take_from_foreign_cells();
    grow(&FlatCell::from_higher);
    grow(&FlatCell::to_lower);
}

void FlatCells::take_from_foreign_cells() {
    for_each_row(window_.extent.rows, [this](Index row) {
        const auto number = static_cast<std::size_t>(window_.from.row + row);
        for (Node node = first_[number]; node < first_[number + 1]; ++node) {
            take_from_foreign_neighbours(node);
        }
    });
}

void FlatCells::take_from_foreign_neighbours(Node node) {
    FlatCell& cell = cells_[node];
    for_each_neighbour(node, [&](Node next) {
        const FlatCell& other = cells_[next];
        if (!other.foreign) {
            return;
        }
        if (other.from_higher != kUnreached) {
            cell.from_higher = std::min(cell.from_higher, other.from_higher + 1);
        }
        if (other.to_lower != kUnreached) {
            cell.to_lower = std::min(cell.to_lower, other.to_lower + 1);
        }
    });
}

/// Spreads one gradient from a share of the cells, breadth first. Where another thread came with a
/// longer distance, the shorter one goes over it: what remains is the least, whoever came first.
void FlatCells::grow_from(std::vector<Node> frontier, Gradient gradient) {
    std::vector<Node> reached;
    const auto grow_around = [&](Node node) {
        const Distance distance =
            std::atomic_ref<Distance>(cells_[node].*gradient).load(std::memory_order_relaxed);
        for_each_neighbour(node, [&](Node next) {
            if (shorten(cells_[next].*gradient, distance + 1)) {
                reached.push_back(next);
            }
        });
    };
    while (!frontier.empty()) {
        reached.clear();
        for (const Node node : frontier) {
            grow_around(node);
        }
        std::swap(frontier, reached);
    }
}

/// Each thread spreads from its share of the cells, without waiting for the others.
void FlatCells::grow(Gradient gradient) {
    const Index shares = threads();
    const Index total = count();
    std::vector<std::vector<Node>> starts(static_cast<std::size_t>(shares));
    for_each_block(shares, [&](Index share) {
        std::vector<Node>& start = starts[static_cast<std::size_t>(share)];
        const auto end = static_cast<Node>((share + 1) * total / shares);
        for (auto node = static_cast<Node>(share * total / shares); node < end; ++node) {
            if (cells_[node].*gradient != kUnreached) {
                start.push_back(node);
            }
        }
    });
    for_each_block(shares, [&](Index share) {
        grow_from(std::move(starts[static_cast<std::size_t>(share)]), gradient);
    });
}

std::uint8_t FlatCells::way_through(Node node) const {
    const FlatCell& cell = cells_[node];
    std::uint8_t code = cell.way_out;
    if (code != kOutlet || cell.to_lower == kUnreached) {
        return code;
    }
    std::int64_t lowest = mask(cell);
    for (const int number : kStraightFirst) {
        const std::uint8_t way = direction_code(number);
        if ((cell.around & way) == 0) {
            continue;
        }
        const std::int64_t height = mask(cells_[neighbour_at(node, way)]);
        if (height < lowest) {
            lowest = height;
            code = way;
        }
    }
    return code;
}

}  // namespace hazone
