#include "engine/terrain/network/streams.hpp"

#include <cassert>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {

void stream_network(View<const double> area, double threshold_area, View<std::uint8_t> stream) {
    assert(area.extent() == stream.extent());
    for_each_cell(area.extent(), [=](Index row, Index col) {
        const double upstream = area(row, col);
        const std::uint8_t on_stream = upstream >= threshold_area ? 1 : 0;
        stream(row, col) = is_missing(upstream) ? kNoDirection : on_stream;
    });
}

}  // namespace hazone
