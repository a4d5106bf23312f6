#include "engine/terrain/flow/flow_accumulation.hpp"

#include <cassert>

#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/downstream.hpp"

namespace hazone {
namespace {

/// total = own(cell) + the totals of its donors, for every cell.
template <class Own>
void accumulate_own(View<const std::uint8_t> direction, View<double> total, Own own) {
    assert(direction.extent() == total.extent());
    for_each_cell(total.extent(), [=](Index row, Index col) { total(row, col) = kMissing; });
    visit_downstream(direction, [=](Cell cell, const Donors& donors) {
        double sum = own(cell);
        for (const Cell donor : donors) {
            sum += total(donor);
        }
        total(cell) = sum;
    });
}

}  // namespace

void flow_accumulation(View<const std::uint8_t> direction, View<double> area, double cell_area) {
    accumulate_own(direction, area, [](Cell /*cell*/) { return 1.0; });
    for_each_cell(area.extent(), [=](Index row, Index col) { area(row, col) *= cell_area; });
}

void accumulate(View<const std::uint8_t> direction, View<const float> weight, View<double> total) {
    assert(direction.extent() == weight.extent());
    accumulate_own(direction, total, [=](Cell cell) { return double{weight(cell)}; });
}

}  // namespace hazone
