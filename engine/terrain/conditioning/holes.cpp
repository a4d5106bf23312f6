#include "engine/terrain/conditioning/holes.hpp"

#include <algorithm>

#include "engine/core/missing.hpp"

namespace hazone {

std::vector<CellRun> holes_of(View<const float> z) {
    Regions regions = connected_regions(
        z.extent(), [=](Index row, Index col) { return is_missing(z(row, col)); });
    std::vector<std::uint8_t> outside(regions.count, 0);
    for (const CellRun& run : regions.runs) {
        const bool on_edge =
            run.row == 0 || run.row == z.rows() - 1 || run.first == 0 || run.last == z.cols();
        outside[run.region] |= static_cast<std::uint8_t>(on_edge);
    }
    std::erase_if(regions.runs, [&](const CellRun& run) { return outside[run.region] != 0; });
    return std::move(regions.runs);
}

void set_cells(const std::vector<CellRun>& runs, float value, View<float> z) {
    for (const CellRun& run : runs) {
        std::fill(z.row(run.row) + run.first, z.row(run.row) + run.last, value);
    }
}

}  // namespace hazone
