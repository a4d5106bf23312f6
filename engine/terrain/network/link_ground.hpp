#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/view.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/downstream.hpp"
#include "engine/terrain/flow/path_codes.hpp"
#include "engine/terrain/tile_roots.hpp"

namespace hazone {

/// Flow and channels, for drainage_basins(). What is said of a cell depends on the cells within
/// kReach around it.
struct LinkGround {
    static constexpr Index kReach = 2;  // the other donors of the cell into which it drains

    View<const std::uint8_t> direction;
    View<const double> area;
    double minimum_area;

    bool is_channel(Cell cell) const {
        return direction(cell) != kNoDirection && area(cell) >= minimum_area;
    }

    /// True for the last cell of a link: the flow ends there, or the next cell joins several
    /// channels.
    bool ends_link(Cell cell) const {
        if (!is_channel(cell)) {
            return false;
        }
        Cell next = cell;
        if (!flow_on(direction, next)) {
            return true;
        }
        int channels = 0;
        for (const Cell donor : Donors(direction, next)) {
            channels += is_channel(donor) ? 1 : 0;
        }
        return channels > 1;
    }

    /// The flow as codes for TileRoots: it ends where a link ends, and where the water leaves.
    void codes(Cell from, Index cols, std::uint8_t* out) const {
        path_codes(direction, from, cols, out);
        const double* drained = area.row(from.row) + from.col;
        for (Index col = 0; col < cols; ++col) {
            out[col] = is_missing(drained[col]) ? kNoDirection : out[col];
            if (drained[col] >= minimum_area && ends_link({from.row, from.col + col})) {
                out[col] = kRoot;
            }
        }
    }
};

/// basin = the label of the cell's node.
inline void write_labels(const TileRoots& roots,
                         const std::vector<std::int32_t>& label_of,
                         View<std::int32_t> basin) {
    roots.for_each_span<std::int32_t>([&](std::uint32_t node) { return label_of[node]; },
                                      [&](Cell from, Index cols, const auto& label) {
                                          std::int32_t* out = basin.row(from.row) + from.col;
                                          for (Index col = 0; col < cols; ++col) {
                                              out[col] = label(col);
                                          }
                                      });
}

}  // namespace hazone
