#include "engine/terrain/network/streams.hpp"

#include <cassert>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/downstream.hpp"

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

void slope_area_streams(const SlopeAreaGround& ground,
                        const SlopeAreaThreshold& threshold,
                        View<std::uint8_t> stream) {
    assert(ground.filled.extent() == ground.direction.extent());
    assert(ground.filled.extent() == ground.area.extent());
    assert(ground.filled.extent() == stream.extent());
    for_each_cell(stream.extent(), [=](Index row, Index col) { stream(row, col) = kNoDirection; });
    visit_downstream(ground.direction, [=](Cell cell, const Donors& donors) {
        bool on_stream = threshold.is_reached(ground.area(cell), fall_tangent(ground, cell));
        bool unknown = is_missing(ground.area(cell)) || is_missing(ground.filled(cell));
        for (const Cell donor : donors) {
            on_stream |= stream(donor) == kStream;
            unknown |= stream(donor) == kNoDirection;
        }
        const std::uint8_t otherwise = unknown ? kNoDirection : kNoStream;
        stream(cell) = on_stream ? kStream : otherwise;
    });
}

}  // namespace hazone
