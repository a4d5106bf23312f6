#include "engine/terrain/flow/d_infinity_height.hpp"

#include <cassert>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/d_infinity.hpp"
#include "engine/terrain/flow/shared_flow.hpp"

namespace hazone {
namespace {

/// D-infinity receivers, none for streams and cells of which it is not known whether they are one.
Raster<std::uint8_t> receivers_above_streams(View<const float> angle,
                                             View<const std::uint8_t> stream) {
    Raster<std::uint8_t> raster = d_infinity_receivers(angle);
    const View<std::uint8_t> receivers = raster.view();
    for_each_cell(receivers.extent(), [=](Index row, Index col) {
        receivers(row, col) = stream(row, col) == 0 ? receivers(row, col) : std::uint8_t{0};
    });
    return raster;
}

}  // namespace

void d_infinity_height_above_drainage(View<const float> filled,
                                      View<const float> angle,
                                      View<const std::uint8_t> stream,
                                      View<float> height) {
    assert(filled.extent() == angle.extent() && filled.extent() == stream.extent());
    assert(filled.extent() == height.extent());
    const Raster<std::uint8_t> raster = receivers_above_streams(angle, stream);
    const View<const std::uint8_t> receivers = raster.view();
    Raster<double> heights(filled.extent(), kMissing);
    const View<double> above = heights.view();
    visit_shared_upstream(receivers, [=](Cell cell) {
        const bool unknown = is_missing(angle(cell)) || stream(cell) == kNoDirection;
        const double own = unknown ? kMissing : filled(cell);
        if (receivers(cell) == 0) {
            above(cell) = own - own;  // 0, or missing where the elevation is; infinite ground too
            return;
        }
        const auto share = d_infinity_shares(angle(cell));
        double sum = 0;
        double shared = 0;
        for_each_neighbour_in(receivers(cell), [&](int number) {
            const Cell next = neighbour(cell, number);
            const double part = share[static_cast<std::size_t>(number)];
            sum += part * (above(next) + own - filled(next));
            shared += part;
        });
        above(cell) = sum / shared;
    });
    for_each_cell(filled.extent(), [=](Index row, Index col) {
        height(row, col) = static_cast<float>(above(row, col));
    });
}

}  // namespace hazone
