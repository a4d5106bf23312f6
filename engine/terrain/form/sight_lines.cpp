#include "engine/terrain/form/sight_lines.hpp"

#include <cmath>

#include "engine/core/missing.hpp"

namespace hazone {

SightLine sight_line(double azimuth, double radius, Index skipped) {
    const double east = std::sin(azimuth);
    const double south = -std::cos(azimuth);
    const double longer = std::max(std::abs(east), std::abs(south));
    SightLine line;
    for (Index number = skipped + 1;; ++number) {
        // lines at 45 degrees shall not turn aside through rounding
        const double along = static_cast<double>(number) / longer * (1 + 1e-12);
        const SightCell cell{std::llround(along * south), std::llround(along * east), 0};
        const double distance =
            std::hypot(static_cast<double>(cell.rows), static_cast<double>(cell.cols));
        if (distance > radius) {
            return line;
        }
        line.push_back({cell.rows, cell.cols, distance});
    }
}

void PaddedTile::read(View<const float> z, const Window& tile, Index margin) {
    margin_ = margin;
    stride_ = whole_lanes(tile.extent.cols + 2 * margin + kLanes);
    const Index rows = tile.extent.rows + 2 * margin;
    cells_.resize(static_cast<std::size_t>(rows * stride_));
    for (Index number = 0; number < rows; ++number) {
        const Index row = tile.from.row - margin + number;
        float* cells = cells_.data() + number * stride_;
        if (row < 0 || row >= z.rows()) {
            std::fill_n(cells, stride_, kMissing);
        } else {
            fill_row(
                z, {row, tile.from.col - margin, stride_}, kMissing,
                [](float height) { return is_height(height) ? height : kMissing; }, cells);
        }
    }
}

std::vector<SightStep> PaddedTile::steps(const SightLine& line) const {
    std::vector<SightStep> steps;
    steps.reserve(line.size());
    for (const SightCell& cell : line) {
        steps.push_back({.offset = cell.rows * stride_ + cell.cols,
                         .distance = static_cast<float>(cell.distance),
                         .inverse = static_cast<float>(1 / cell.distance)});
    }
    return steps;
}

}  // namespace hazone
