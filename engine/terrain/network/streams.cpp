#include "engine/terrain/network/streams.hpp"

#include <atomic>
#include <cassert>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {
namespace {

constexpr std::uint8_t kNoStream = 0;
constexpr std::uint8_t kStream = 1;

/// Tangent of the fall to the next cell; 0 where the flow ends.
double fall_tangent(const SlopeAreaGround& ground, Cell cell) {
    Cell next = cell;
    if (!flow_on(ground.direction, next)) {
        return 0;
    }
    const double distance = step_length(neighbour_of(ground.direction(cell))) * ground.cell_size;
    return (double{ground.filled(cell)} - double{ground.filled(next)}) / distance;
}

}  // namespace

void stream_network(View<const double> area, double threshold_area, View<std::uint8_t> stream) {
    assert(area.extent() == stream.extent());
    for_each_cell(area.extent(), [=](Index row, Index col) {
        const double upstream = area(row, col);
        const std::uint8_t on_stream = upstream >= threshold_area ? kStream : kNoStream;
        stream(row, col) = is_missing(upstream) ? kNoDirection : on_stream;
    });
}

bool SlopeAreaThreshold::is_reached(double area, double slope) const {
    const double power = exponent == 2 ? slope * slope : std::pow(slope, exponent);
    return !any_missing(area, slope) && area * power >= product;
}

namespace {

/// What is known of a cell alone: a channel begins here, none does, or nobody knows.
std::uint8_t own_state(const SlopeAreaGround& ground,
                       const SlopeAreaThreshold& threshold,
                       Cell cell) {
    if (ground.direction(cell) == kNoDirection) {
        return kNoDirection;
    }
    if (threshold.is_reached(ground.area(cell), fall_tangent(ground, cell))) {
        return kStream;
    }
    const bool unknown = is_missing(ground.area(cell)) || is_missing(ground.filled(cell));
    return unknown ? kNoDirection : kNoStream;
}

/// Follows the flow from every cell of the state `from`, and gives that state to all cells on the
/// way until over(state) is false. What is left does not depend on who comes first: a cell is
/// changed when one of the ways which begin in such a cell reaches it.
template <class Over>
void spread_downstream(View<const std::uint8_t> direction,
                       View<std::uint8_t> state,
                       std::uint8_t from,
                       Over over) {
    for_each_row(state.rows(), [&](Index row) {
        for (Index col = 0; col < state.cols(); ++col) {
            Cell cell{row, col};
            const auto state_of = [&](Cell place) {
                return std::atomic_ref<std::uint8_t>(state(place));
            };
            if (state_of(cell).load(std::memory_order_relaxed) != from) {
                continue;
            }
            while (flow_on(direction, cell) &&
                   over(state_of(cell).load(std::memory_order_relaxed))) {
                state_of(cell).store(from, std::memory_order_relaxed);
            }
        }
    });
}

}  // namespace

void slope_area_streams(const SlopeAreaGround& ground,
                        const SlopeAreaThreshold& threshold,
                        View<std::uint8_t> stream) {
    assert(ground.filled.extent() == ground.direction.extent());
    assert(ground.filled.extent() == ground.area.extent());
    assert(ground.filled.extent() == stream.extent());
    for_each_cell(stream.extent(), [=](Index row, Index col) {
        stream(row, col) = own_state(ground, threshold, {row, col});
    });
    spread_downstream(ground.direction, stream, kStream,
                      [](std::uint8_t state) { return state != kStream; });
    spread_downstream(ground.direction, stream, kNoDirection,
                      [](std::uint8_t state) { return state == kNoStream; });
}

}  // namespace hazone
