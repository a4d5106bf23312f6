#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flats.hpp"

namespace hazone {

/// What is known of one cell of a flat. Distances in cells, 1 where a gradient starts.
struct FlatCell {
    using Node = std::uint32_t;  // a cell of a flat by its place among all of them, row by row
    using Distance = std::int32_t;
    static constexpr Distance kUnreached = std::numeric_limits<Distance>::max();

    Distance from_higher = kUnreached;
    Distance to_lower = kUnreached;
    Node above = 0;           // first of its neighbours in flats in the row above
    Node below = 0;           // and in the row below
    std::uint8_t around = 0;  // one-bit codes of the neighbours which are in flats
    std::uint8_t way_out = kOutlet;
    bool foreign = false;  // beside the window: only its distances are known, from elsewhere
};

/// The cells of all flats of a window and of the cells around it, and their neighbourhood. Cells of
/// one flat are at one height, and cells of two flats never touch: the higher one would drain into
/// the lower. Scratch: 20 bytes per cell of a flat. Fewer than 2^32 of them.
class FlatCells {
public:
    using Node = FlatCell::Node;

    /// filled (m), direction (codes, kInFlat in flats): the window and the cells around it as far
    /// as the grid reaches; `window`: its place in them. The views must outlive the object.
    FlatCells(View<const float> filled, View<const std::uint8_t> direction, Window window);

    Node count() const { return static_cast<Node>(cells_.size()); }
    FlatCell& operator[](Node node) { return cells_[node]; }
    const FlatCell& operator[](Node node) const { return cells_[node]; }

    /// Spreads both gradients from where they start, and from the foreign cells.
    void spread();

    /// The way out of the flat, or to the lowest neighbour on the mask of Barnes et al.; kOutlet
    /// where nothing drains the flat.
    std::uint8_t way_through(Node node) const;

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
    using Gradient = FlatCell::Distance FlatCell::*;

    std::vector<Node> find_rows() const;
    void enter_row(Index row);
    void look_around(Cell place, FlatCell& cell) const;
    Node neighbour_at(Node node, unsigned code) const;
    void take_from_foreign_cells();
    void take_from_foreign_neighbours(Node node);
    void grow(Gradient gradient);
    void grow_from(std::vector<Node> frontier, Gradient gradient);

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

    View<const float> z_;
    View<const std::uint8_t> direction_;
    Window window_;
    std::vector<Node> first_;  // per row, and at the end
    std::vector<FlatCell> cells_;
};

}  // namespace hazone
