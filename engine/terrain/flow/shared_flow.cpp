#include "engine/terrain/flow/shared_flow.hpp"

namespace hazone {
namespace {

constexpr unsigned kBothHalves = 0x11;

std::uint8_t in_both_halves(std::uint8_t codes) {
    return static_cast<std::uint8_t>(static_cast<unsigned>(std::popcount(codes)) * kBothHalves);
}

/// One inner row without a test for the border, so that it vectorises.
void count_inner_row(View<const std::uint8_t> receivers, Index row, View<std::uint8_t> counts) {
    const std::uint8_t* above = receivers.row(row - 1);
    const std::uint8_t* level = receivers.row(row);
    const std::uint8_t* below = receivers.row(row + 1);
    std::uint8_t* out = counts.row(row);
    const Index last = receivers.cols() - 1;
    for (Index col = 1; col < last; ++col) {
        const unsigned count = (level[col + 1] >> 4U & 1U) + (below[col + 1] >> 5U & 1U) +
                               (below[col] >> 6U & 1U) + (below[col - 1] >> 7U & 1U) +
                               (level[col - 1] & 1U) + (above[col - 1] >> 1U & 1U) +
                               (above[col] >> 2U & 1U) + (above[col + 1] >> 3U & 1U);
        out[col] = static_cast<std::uint8_t>(count * kBothHalves);
    }
}

}  // namespace

Raster<std::uint8_t> giver_counts(View<const std::uint8_t> receivers) {
    Raster<std::uint8_t> raster(receivers.extent());
    const View<std::uint8_t> counts = raster.view();
    for_each_row(std::max<Index>(receivers.rows() - 2, 0),
                 [=](Index row) { count_inner_row(receivers, row + 1, counts); });
    for_each_edge_cell(receivers.extent(), [=](Index row, Index col) {
        counts(row, col) = in_both_halves(givers(receivers, {row, col}));
    });
    return raster;
}

Raster<std::uint8_t> receiver_counts(View<const std::uint8_t> receivers) {
    Raster<std::uint8_t> raster(receivers.extent());
    const View<std::uint8_t> counts = raster.view();
    for_each_cell(receivers.extent(), [=](Index row, Index col) {
        counts(row, col) = in_both_halves(receivers(row, col));
    });
    return raster;
}

}  // namespace hazone
