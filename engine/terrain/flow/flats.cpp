#include "engine/terrain/flow/flats.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <vector>

#include "engine/parallel/loops.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {
namespace {

/// A cell of a flat by its place among all of them, row by row.
using Node = std::uint32_t;
using Distance = std::int32_t;
constexpr Distance kUnreached = std::numeric_limits<Distance>::max();

/// What is known of one cell of a flat. Distances in cells, 1 where a gradient starts.
struct FlatCell {
    Distance from_higher = kUnreached;
    Distance to_lower = kUnreached;
    Node above = 0;           // first of its neighbours in flats in the row above
    Node below = 0;           // and in the row below
    std::uint8_t around = 0;  // one-bit codes of the neighbours which are in flats
    std::uint8_t way_out = kOutlet;
};

using Gradient = Distance FlatCell::*;

/// The cells of all flats and their neighbourhood. Cells of one flat are at one height, and cells
/// of two flats never touch: the higher one would drain into the lower.
class Flats {
public:
    Flats(View<const float> filled, View<const std::uint8_t> direction)
        : z_(filled), direction_(direction), first_(find_rows()), cells_(first_.back()) {
        for_each_row(direction_.rows(), [this](Index row) { enter_row(row); });
    }

    Node count() const { return static_cast<Node>(cells_.size()); }
    FlatCell& operator[](Node node) { return cells_[node]; }

    /// The neighbour with this one-bit code, which is among `around`.
    Node neighbour_of_cell(Node node, unsigned code) const {
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
        return cell.below +
               static_cast<Node>(std::popcount(cell.around & (14U & ~(2U * code - 1U))));
    }

    template <class Visit>
    void for_each_neighbour(Node node, Visit visit) const {
        const FlatCell& cell = cells_[node];
        const unsigned around = cell.around;
        if ((around & 1U) != 0) {
            visit(node + 1);
        }
        if ((around & 16U) != 0) {
            visit(node - 1);
        }
        const auto above = static_cast<Node>(std::popcount(around & 0xE0U));
        for (Node next = cell.above; next < cell.above + above; ++next) {
            visit(next);
        }
        const auto below = static_cast<Node>(std::popcount(around & 0x0EU));
        for (Node next = cell.below; next < cell.below + below; ++next) {
            visit(next);
        }
    }

    /// Calls visit(node, cell) for all cells of flats, in parallel; it may change their code.
    template <class Visit>
    void for_each(Visit visit) const {
        for_each_row(direction_.rows(), [&](Index row) {
            Node node = first_[static_cast<std::size_t>(row)];
            for_each_in_row(row, [&](Index col) { visit(node++, Cell{row, col}); });
        });
    }

private:
    /// Number of the first cell of each row, and the number of all after the last row.
    std::vector<Node> find_rows() const {
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
            assert(total < Index{std::numeric_limits<Node>::max()});
            first[row + 1] = static_cast<Node>(total);
        }
        return first;
    }

    template <class Visit>
    void for_each_in_row(Index row, Visit visit) const {
        const std::uint8_t* const begin = direction_.row(row);
        const std::uint8_t* const end = begin + direction_.cols();
        const auto next = [end](const std::uint8_t* from) {
            return static_cast<const std::uint8_t*>(
                std::memchr(from, kInFlat, static_cast<std::size_t>(end - from)));
        };
        for (const std::uint8_t* code = next(begin); code != nullptr; code = next(code + 1)) {
            visit(code - begin);
        }
    }

    void enter_row(Index row) {
        const auto number = static_cast<std::size_t>(row);
        if (first_[number] == first_[number + 1]) {
            return;
        }
        Node node = first_[number];
        Walker above(direction_.row(row - 1), first_[number - 1]);
        Walker below(direction_.row(row + 1), first_[number + 1]);
        for_each_in_row(row, [&](Index col) {
            FlatCell& cell = cells_[node++];
            cell.above = above.node_at(col - 1);
            cell.below = below.node_at(col - 1);
            look_around({row, col}, cell);
        });
    }

    /// Counts the cells of flats along a row.
    struct Walker {
        const std::uint8_t* codes;
        Node node;
        Index col = 0;

        Walker(const std::uint8_t* row, Node first) : codes(row), node(first) {}
        /// The first cell of a flat at or after the column; columns come in rising order.
        Node node_at(Index column) {
            node += static_cast<Node>(std::count(codes + col, codes + column, kInFlat));
            col = column;
            return node;
        }
    };

    void look_around(Cell place, FlatCell& cell) const {
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

    View<const float> z_;
    View<const std::uint8_t> direction_;
    std::vector<Node> first_;
    std::vector<FlatCell> cells_;
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

/// Spreads one gradient from the cells of a share at distance 1, breadth first. Where another
/// thread came with a longer distance, the shorter one goes over it: what remains is the least,
/// whoever came first.
void grow_from(std::vector<Node> frontier, Gradient gradient, Flats& flats) {
    std::vector<Node> reached;
    while (!frontier.empty()) {
        reached.clear();
        for (const Node node : frontier) {
            const Distance distance =
                std::atomic_ref<Distance>(flats[node].*gradient).load(std::memory_order_relaxed);
            flats.for_each_neighbour(node, [&](Node next) {
                if (shorten(flats[next].*gradient, distance + 1)) {
                    reached.push_back(next);
                }
            });
        }
        std::swap(frontier, reached);
    }
}

/// Each thread spreads from its share of the cells, without waiting for the others.
void grow(Gradient gradient, Flats& flats) {
    const Index shares = threads();
    const Index count = flats.count();
    std::vector<std::vector<Node>> starts(static_cast<std::size_t>(shares));
    for_each_block(shares, [&](Index share) {
        std::vector<Node>& start = starts[static_cast<std::size_t>(share)];
        const auto end = static_cast<Node>((share + 1) * count / shares);
        for (auto node = static_cast<Node>(share * count / shares); node < end; ++node) {
            if (flats[node].*gradient == 1) {
                start.push_back(node);
            }
        }
    });
    for_each_block(shares, [&](Index share) {
        grow_from(std::move(starts[static_cast<std::size_t>(share)]), gradient, flats);
    });
}

/// The mask of Barnes et al. for a cell of a flat.
std::int64_t mask(const FlatCell& cell) {
    const std::int64_t from_higher = cell.from_higher == kUnreached ? 0 : cell.from_higher;
    return 2 * std::int64_t{cell.to_lower} - from_higher;
}

/// The way out of the flat, or to the lowest neighbour on the mask where no draining cell is near:
/// around such a cell are only cells of its flat and higher ground. An outlet where nothing drains
/// the flat.
std::uint8_t way_through(Flats& flats, Node node) {
    const FlatCell& cell = flats[node];
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
        const std::int64_t height = mask(flats[flats.neighbour_of_cell(node, way)]);
        if (height < lowest) {
            lowest = height;
            code = way;
        }
    }
    return code;
}

}  // namespace

void resolve_flats(View<const float> filled, View<std::uint8_t> direction) {
    Flats flats(filled, direction);
    grow(&FlatCell::from_higher, flats);
    grow(&FlatCell::to_lower, flats);
    flats.for_each([&](Node node, Cell cell) { direction(cell) = way_through(flats, node); });
}

}  // namespace hazone
