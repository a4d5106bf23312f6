#include "engine/terrain/flow/flow_accumulation.hpp"

#include <cassert>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/flow_sums.hpp"

namespace hazone {
namespace {

template <class Weight>
void accumulate_weights(View<const std::uint8_t> direction,
                        View<const Weight> weight,
                        View<double> total) {
    assert(direction.extent() == weight.extent() && direction.extent() == total.extent());
    const auto own = [=](Index row, Index col) {
        return direction(row, col) == kNoDirection ? double{kMissing} : double{weight(row, col)};
    };
    add_up_flow(direction, JoinOrder::neighbours, 1.0, own, total);
}

}  // namespace

void flow_accumulation(View<const std::uint8_t> direction, View<double> area, double cell_area) {
    assert(direction.extent() == area.extent());
    const auto own = [=](Index row, Index col) {
        return direction(row, col) == kNoDirection ? double{kMissing} : 1.0;
    };
    add_up_flow(direction, JoinOrder::any, cell_area, own, area);
}

void accumulate(View<const std::uint8_t> direction, View<const float> weight, View<double> total) {
    accumulate_weights(direction, weight, total);
}

void accumulate(View<const std::uint8_t> direction, View<const double> weight, View<double> total) {
    accumulate_weights(direction, weight, total);
}

}  // namespace hazone
