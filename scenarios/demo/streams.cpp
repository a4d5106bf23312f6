#include "scenarios/demo/streams.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hazone::demo {
namespace {

// The stream cell in the middle half of the sheet whose area is nearest to that of the dam.
std::size_t place_of_dam(Extent extent, const Streams& streams) {
    constexpr double kAreaAtDam = 6.0e7;  // m2
    std::size_t best = 0;
    double nearest = std::numeric_limits<double>::infinity();
    for (Index row = extent.rows / 4; row < 3 * extent.rows / 4; ++row) {
        for (Index col = extent.cols / 4; col < 3 * extent.cols / 4; ++col) {
            const auto cell = static_cast<std::size_t>(row * extent.cols + col);
            const double difference = std::abs(streams.area[cell] - kAreaAtDam);
            if (difference < nearest) {
                nearest = difference;
                best = cell;
            }
        }
    }
    return best;
}

}  // namespace

Streams find_streams(View<const double> elevation,
                     View<const std::uint8_t> outlet,
                     double cell_size,
                     double smallest_area) {
    Streams streams;
    streams.tree = drainage_tree(elevation, outlet);
    streams.area = contributing_cells(streams.tree);
    for (double& area : streams.area) {
        area *= cell_size * cell_size;
    }
    streams.height_above_stream.assign(streams.area.size(), 0.0);
    const double* z = elevation.data();
    for (const std::int32_t cell : streams.tree.order) {
        const auto here = static_cast<std::size_t>(cell);
        const auto below = static_cast<std::size_t>(streams.tree.receiver[here]);
        if (streams.area[here] < smallest_area && below != here) {
            streams.height_above_stream[here] =
                streams.height_above_stream[below] + std::max(0.0, z[here] - z[below]);
        }
    }
    return streams;
}

void lay_valley_floors(View<double> elevation, const Streams& streams, double smallest_area) {
    constexpr double kGrowth = 5.0e-3;  // m of sediment per m of the square root of the area
    constexpr double kRim = 3.0;        // m; how softly the floor goes over into the slope
    double* z = elevation.data();
    std::vector<double> level(streams.area.size());  // of the floor at the stream below a cell, m
    for (const std::int32_t cell : streams.tree.order) {
        const auto here = static_cast<std::size_t>(cell);
        const auto below = static_cast<std::size_t>(streams.tree.receiver[here]);
        const double depth =
            kGrowth * std::max(0.0, std::sqrt(streams.area[here]) - std::sqrt(smallest_area));
        // A side valley fills up to the floor of the main valley at its mouth.
        level[here] = below == here ? z[here] + depth : level[below];
        if (streams.area[here] >= smallest_area) {
            level[here] = std::max(level[here], z[here] + depth);
        }
    }
    for (std::size_t cell = 0; cell < level.size(); ++cell) {
        // The larger of ground and floor, with a round rim; rises with the ground everywhere.
        const double above = z[cell] - level[cell];
        z[cell] = level[cell] + 0.5 * (above + std::sqrt(above * above + 4.0 * kRim * kRim));
    }
}

Raster<std::uint8_t> dam_a_lake(View<double> elevation, const Streams& streams) {
    constexpr double kDamHeight = 40.0;  // m
    Raster<std::uint8_t> lake(elevation.extent(), 0);
    const std::size_t dam = place_of_dam(elevation.extent(), streams);
    double* z = elevation.data();
    const double level = std::round(z[dam] + kDamHeight);
    for (const std::int32_t cell : streams.tree.order) {
        const auto here = static_cast<std::size_t>(cell);
        const auto below = static_cast<std::size_t>(streams.tree.receiver[here]);
        const bool joins = here == dam || (below != here && lake.data()[below] != 0);
        if (joins && z[here] < level) {
            lake.data()[here] = 1;
            z[here] = level;
        }
    }
    return lake;
}

Raster<std::uint8_t> outlets_at_the_edge(Extent extent) {
    Raster<std::uint8_t> outlet(extent, 0);
    for_each_edge_cell(extent, [&](Index row, Index col) { outlet(row, col) = 1; });
    return outlet;
}

}  // namespace hazone::demo
