#include "engine/terrain/flow/downstream_length.hpp"

#include <cassert>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/shared_flow.hpp"

namespace hazone {
namespace {

/// value(c) = step(c, length of the step in cells) + value(cell to which c drains); end(c) where
/// the way ends because the flow does or ends_here(c) is true.
template <class EndsHere, class End, class Step>
void add_up_the_way(View<const std::uint8_t> direction,
                    EndsHere ends_here,
                    End end,
                    Step step,
                    View<float> result) {
    assert(direction.extent() == result.extent());
    Raster<std::uint8_t> raster(direction.extent());
    const View<std::uint8_t> receiver = raster.view();
    for_each_cell(direction.extent(), [=](Index row, Index col) {
        Cell next{row, col};
        const bool goes_on = !ends_here(Cell{row, col}) && flow_on(direction, next);
        receiver(row, col) = goes_on ? direction(row, col) : kOutlet;
    });
    Raster<double> values(direction.extent(), kMissing);
    const View<double> value = values.view();
    visit_shared_upstream(receiver, [=](Cell cell) {
        const std::uint8_t code = receiver(cell);
        if (code == kOutlet) {
            value(cell) = direction(cell) == kNoDirection ? double{kMissing} : end(cell);
        } else {
            const int number = neighbour_of(code);
            value(cell) = step(cell, step_length(number)) + value(neighbour(cell, number));
        }
    });
    for_each_cell(direction.extent(), [=](Index row, Index col) {
        result(row, col) = static_cast<float>(value(row, col));
    });
}

}  // namespace

void downstream_length(View<const std::uint8_t> direction, double cell_size, View<float> length) {
    add_up_the_way(
        direction, [](Cell /*cell*/) { return false; }, [](Cell /*cell*/) { return 0.0; },
        [=](Cell /*cell*/, double cells) { return cells * cell_size; }, length);
}

void distance_to_stream(View<const std::uint8_t> direction,
                        View<const std::uint8_t> stream,
                        double cell_size,
                        View<float> length) {
    assert(direction.extent() == stream.extent());
    add_up_the_way(
        direction, [=](Cell cell) { return stream(cell) != 0; },
        [=](Cell cell) { return stream(cell) == kNoDirection ? double{kMissing} : 0.0; },
        [=](Cell /*cell*/, double cells) { return cells * cell_size; }, length);
}

void travel_time(View<const std::uint8_t> direction,
                 View<const float> velocity,
                 double cell_size,
                 View<float> time) {
    assert(direction.extent() == velocity.extent());
    add_up_the_way(
        direction, [](Cell /*cell*/) { return false; }, [](Cell /*cell*/) { return 0.0; },
        [=](Cell cell, double cells) { return cells * cell_size / double{velocity(cell)}; }, time);
}

}  // namespace hazone
