#pragma once

#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/view.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/path_codes.hpp"
#include "engine/terrain/tile_roots.hpp"

namespace hazone {

/// What is known of the ground before the heights are.
struct DrainageGround {
    View<const float> filled;
    View<const std::uint8_t> direction;
    View<const std::uint8_t> stream;

    /// The flow as codes for TileRoots; it ends where the elevation of the drainage is known from
    /// the cell alone, or known to be missing.
    void codes(Cell from, Index cols, std::uint8_t* out) const {
        path_codes(direction, from, cols, out);
        const float* z = filled.row(from.row) + from.col;
        const std::uint8_t* on_stream = stream.row(from.row) + from.col;
        for (Index col = 0; col < cols; ++col) {
            const bool known = (on_stream[col] != 0) | is_missing(z[col]);
            out[col] = known && out[col] != kNoDirection ? kRoot : out[col];
        }
    }

    /// Elevation of the drainage at a cell where the flow ends.
    float drainage(Cell root) const {
        return stream(root) == kNoDirection ? kMissing : filled(root);
    }
};

/// height = filled - the value of the cell's node.
inline void write_heights(View<const float> filled,
                          const TileRoots& roots,
                          const std::vector<float>& drainage,
                          View<float> height) {
    roots.for_each_span<float>([&](std::uint32_t node) { return drainage[node]; },
                               [&](Cell from, Index cols, const auto& value) {
                                   const float* z = filled.row(from.row) + from.col;
                                   float* above = height.row(from.row) + from.col;
                                   for (Index col = 0; col < cols; ++col) {
                                       above[col] = z[col] - value(col);
                                   }
                               });
}

}  // namespace hazone
