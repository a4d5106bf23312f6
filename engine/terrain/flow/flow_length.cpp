#include "engine/terrain/flow/flow_length.hpp"

#include <cassert>

#include "engine/core/raster.hpp"
#include "engine/terrain/flow/downstream.hpp"

namespace hazone {
namespace {

/// A flow path by its length (in cells) and the elevation where it begins.
struct Path {
    double length = 0;
    float head = 0;

    bool counts_before(const Path& other) const {
        return length > other.length || (length == other.length && head > other.head);
    }
};

}  // namespace

void upstream_path(View<const float> filled,
                   View<const std::uint8_t> direction,
                   double cell_size,
                   UpstreamPath path) {
    assert(filled.extent() == direction.extent());
    assert(filled.extent() == path.length.extent() && filled.extent() == path.drop.extent());
    Raster<double> lengths(filled.extent(), kMissing);  // in cells
    const View<double> length = lengths.view();
    const View<float> head = path.drop;
    visit_downstream(direction, [=](Cell cell, const Donors& donors) {
        Path longest{0, filled(cell)};
        for (const Cell donor : donors) {
            const int step = neighbour_of(direction(donor));
            const Path candidate{length(donor) + step_length(step), head(donor)};
            longest = candidate.counts_before(longest) ? candidate : longest;
        }
        length(cell) = longest.length;
        head(cell) = longest.head;
    });
    for_each_cell(filled.extent(), [=](Index row, Index col) {
        const double cells = length(row, col);
        path.length(row, col) = static_cast<float>(cells * cell_size);
        path.drop(row, col) = is_missing(cells) ? kMissing : head(row, col) - filled(row, col);
    });
}

}  // namespace hazone
