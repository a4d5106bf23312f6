#include "engine/terrain/flow/height_above_drainage.hpp"

#include <cassert>
#include <limits>

#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/upstream.hpp"

namespace hazone {
namespace {

constexpr float kNotYetKnown = std::numeric_limits<float>::lowest();

/// Elevation of the drainage where it is known from the cell alone.
float own_drainage(float filled, std::uint8_t stream, bool flow_ends) {
    if (stream == kNoDirection) {
        return kMissing;
    }
    return stream != 0 || flow_ends || is_missing(filled) ? filled : kNotYetKnown;
}

}  // namespace

void height_above_drainage(View<const float> filled,
                           View<const std::uint8_t> direction,
                           View<const std::uint8_t> stream,
                           View<float> height) {
    assert(filled.extent() == direction.extent() && filled.extent() == stream.extent());
    assert(filled.extent() == height.extent());
    const View<float> drainage = height;
    for_each_cell(filled.extent(), [=](Index row, Index col) {
        Cell next{row, col};
        const bool missing = direction(row, col) == kNoDirection;
        drainage(row, col) =
            missing ? kMissing
                    : own_drainage(filled(row, col), stream(row, col), !flow_on(direction, next));
    });
    spread_upstream(direction, drainage, kNotYetKnown, kMissing);
    for_each_cell(filled.extent(), [=](Index row, Index col) {
        height(row, col) = filled(row, col) - drainage(row, col);
    });
}

}  // namespace hazone
