#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/narrow.hpp"
#include "engine/parallel/borders.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/tile_roots.hpp"

namespace hazone {

/// The value which the water of each cell meets, over the borders of windows: what spans of
/// TileRoots are in one window, for a grid that does not fit in memory. Each window first tells
/// what is known at its border, then resolve(), then values() gives what each window's nodes have.
///
/// A Paths has in_window(): a TileRoots of the window; code(cell): the code of a cell of the window
/// for TileRoots; value(cell): the value at a root which is no way out of the window.
template <class Value>
class BorderValues {
public:
    BorderValues(const Windows& windows, Value lost)
        : borders_(windows),
          lost_(lost),
          values_(count_in_32_bits(borders_.count(), "cells on the borders of windows"), lost),
          next_(values_.size()) {
        for (std::size_t number = 0; number < next_.size(); ++number) {
            next_[number] = static_cast<std::uint32_t>(number);
        }
    }

    const Windows& windows() const { return borders_.windows(); }

    template <class Paths>
    void tell(Index window, const Paths& paths) {
        const Window place = windows().at(window);
        const TileRoots& roots = paths.in_window();
        borders_.for_each(window, [&](Cell cell, Index number) {
            const std::uint32_t node =
                roots.node(cell.row - place.from.row, cell.col - place.from.col);
            const auto here = static_cast<std::size_t>(number);
            if (node == TileRoots::kNoRoot) {
                return;
            }
            const Cell root = roots.root(node);
            const std::uint8_t code = paths.code(root);
            if (code == kRoot) {
                values_[here] = paths.value(root);
            } else {
                next_[here] =
                    static_cast<std::uint32_t>(borders_.number(beyond(root, code, place)));
            }
        });
    }

    /// Follows the ways from window to window; on a cycle the value is lost.
    void resolve() {
        constexpr int kEnough = 64;
        bool moved = true;
        for (int pass = 0; moved && pass < kEnough; ++pass) {
            moved = false;
            for (std::uint32_t& next : next_) {
                moved |= next_[next] != next;
                next = next_[next];
            }
        }
    }

    /// The value of each node of a window.
    template <class Paths>
    std::vector<Value> values(Index window, const Paths& paths) const {
        const Window place = windows().at(window);
        const TileRoots& roots = paths.in_window();
        std::vector<Value> values(roots.node_count(), lost_);
        for (std::uint32_t node = 1; node < roots.node_count(); ++node) {
            const Cell root = roots.root(node);
            const std::uint8_t code = paths.code(root);
            values[node] = code == kRoot ? paths.value(root)
                                         : values_[next_[static_cast<std::size_t>(
                                               borders_.number(beyond(root, code, place)))]];
        }
        return values;
    }

private:
    static Cell beyond(Cell root, std::uint8_t code, const Window& place) {
        return neighbour({place.from.row + root.row, place.from.col + root.col},
                         neighbour_of(code));
    }

    Borders borders_;
    Value lost_;
    std::vector<Value> values_;        // per border cell
    std::vector<std::uint32_t> next_;  // per border cell: itself, or where its water goes on
};

}  // namespace hazone
