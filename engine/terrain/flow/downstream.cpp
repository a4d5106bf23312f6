#include "engine/terrain/flow/downstream.hpp"

namespace hazone {
namespace {

constexpr std::uint8_t kBothHalves = 0x11;

std::uint8_t edge_donors(View<const std::uint8_t> direction, Cell cell) {
    return static_cast<std::uint8_t>(Donors(direction, cell).size() * kBothHalves);
}

/// One inner row: three rows of directions, no test for the border, so that it vectorises.
void inner_row_donors(View<const std::uint8_t> direction, Index row, View<std::uint8_t> donors) {
    const std::uint8_t* above = direction.row(row - 1);
    const std::uint8_t* level = direction.row(row);
    const std::uint8_t* below = direction.row(row + 1);
    std::uint8_t* out = donors.row(row);
    const Index last = direction.cols() - 1;
    for (Index col = 1; col < last; ++col) {
        const int count = int{above[col - 1] == 2} + int{above[col] == 4} +
                          int{above[col + 1] == 8} + int{level[col - 1] == 1} +
                          int{level[col + 1] == 16} + int{below[col - 1] == 128} +
                          int{below[col] == 64} + int{below[col + 1] == 32};
        const int known = level[col] == kNoDirection ? 0 : kBothHalves;
        out[col] = static_cast<std::uint8_t>(count * known);
    }
}

}  // namespace

Raster<std::uint8_t> donor_counts(View<const std::uint8_t> direction) {
    Raster<std::uint8_t> counts(direction.extent());
    const View<std::uint8_t> donors = counts.view();
    for_each_row(std::max<Index>(direction.rows() - 2, 0),
                 [=](Index row) { inner_row_donors(direction, row + 1, donors); });
    for_each_edge_cell(direction.extent(), [=](Index row, Index col) {
        const bool known = direction(row, col) != kNoDirection;
        donors(row, col) = known ? edge_donors(direction, {row, col}) : std::uint8_t{0};
    });
    return counts;
}

}  // namespace hazone
