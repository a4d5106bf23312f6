#include "models/rain/gauge_rain.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::models {
namespace {

constexpr Index kBlock = 64;  // cells along one side of a block

double squared_distance(Point a, Point b) {
    const double east = a.x - b.x;
    const double north = a.y - b.y;
    return east * east + north * north;
}

}  // namespace

double inverse_distance_mean(std::span<const NearStation> stations, double power) {
    double weights = 0;
    double weighted = 0;
    for (const NearStation& station : stations) {
        if (station.distance_squared == 0) {
            return station.rain;
        }
        const double weight = power == 2 ? 1 / station.distance_squared
                                         : std::pow(station.distance_squared, -0.5 * power);
        weights += weight;
        weighted += weight * station.rain;
    }
    return weighted / weights;
}

GaugeRain::GaugeRain(std::shared_ptr<const GaugeSet> gauges, Grid grid, int nearest, double power)
    : gauges_(std::move(gauges)), grid_(std::move(grid)), nearest_(nearest), power_(power) {
    assert(nearest >= 1 && nearest <= kMostStations && power > 0);
}

std::vector<GaugeRain::Report> GaugeRain::reports(Index step) const {
    std::vector<Report> reports;
    for (const GaugeSet::Station& station : gauges_->stations) {
        const double rain = station.rain[static_cast<std::size_t>(step)];
        if (!is_missing(rain)) {
            reports.push_back({station.location, rain});
        }
    }
    return reports;
}

// The stations which are among the nearest of at least one cell of the block. A cell lies within
// `radius` of the middle of the block, so its nearest stations lie within (distance from the middle
// to the n-th nearest) + 2 radius of the middle.
std::vector<GaugeRain::Report> GaugeRain::candidates(const std::vector<Report>& reports,
                                                     Cell from,
                                                     Extent block) const {
    const auto nearest = static_cast<std::size_t>(nearest_);
    if (reports.size() <= nearest) {
        return reports;
    }
    const Point first = grid_.centre(from);
    const Point last = grid_.centre({from.row + block.rows - 1, from.col + block.cols - 1});
    const Point middle{(first.x + last.x) / 2, (first.y + last.y) / 2};
    const double radius = std::sqrt(squared_distance(first, middle));
    std::vector<double> distances;
    distances.reserve(reports.size());
    for (const Report& report : reports) {
        distances.push_back(std::sqrt(squared_distance(report.location, middle)));
    }
    std::vector<double> sorted = distances;
    std::nth_element(sorted.begin(), sorted.begin() + (nearest_ - 1), sorted.end());
    // A little more than the bound, against rounding.
    const double reach = (sorted[nearest - 1] + 2 * radius) * (1 + 1e-12) + grid_.cell_size;
    std::vector<Report> kept;
    for (std::size_t number = 0; number < reports.size(); ++number) {
        if (distances[number] <= reach) {
            kept.push_back(reports[number]);
        }
    }
    return kept;
}

double GaugeRain::value_at(Point point, const std::vector<Report>& candidates) const {
    // Kept in order of distance; a later station of equal distance stays behind the earlier one.
    std::array<NearStation, kMostStations> near;
    int count = 0;
    for (const Report& report : candidates) {
        const double distance = squared_distance(report.location, point);
        if (count == nearest_ &&
            distance >= near[static_cast<std::size_t>(count - 1)].distance_squared) {
            continue;
        }
        int place = count < nearest_ ? count++ : count - 1;
        while (place > 0 && near[static_cast<std::size_t>(place - 1)].distance_squared > distance) {
            near[static_cast<std::size_t>(place)] = near[static_cast<std::size_t>(place - 1)];
            --place;
        }
        near[static_cast<std::size_t>(place)] = {distance, report.rain};
    }
    return inverse_distance_mean({near.data(), static_cast<std::size_t>(count)}, power_);
}

void GaugeRain::fill_block(const std::vector<Report>& reports, Cell from, View<float> rain) const {
    const std::vector<Report> near = candidates(reports, from, rain.extent());
    for (Index row = 0; row < rain.rows(); ++row) {
        for (Index col = 0; col < rain.cols(); ++col) {
            const Point point = grid_.centre({from.row + row, from.col + col});
            rain(row, col) = static_cast<float>(value_at(point, near));
        }
    }
}

void GaugeRain::read(Index step, View<float> rain) const {
    assert(rain.extent() == grid_.extent);
    const std::vector<Report> with_data = reports(step);
    if (with_data.empty()) {
        for_each_cell(rain.extent(), [=](Index row, Index col) { rain(row, col) = kMissing; });
        return;
    }
    const Index blocks_across = (rain.cols() + kBlock - 1) / kBlock;
    const Index blocks_down = (rain.rows() + kBlock - 1) / kBlock;
    for_each_block(blocks_across * blocks_down, [&](Index block) {
        const Cell from{block / blocks_across * kBlock, block % blocks_across * kBlock};
        const Extent size{std::min(kBlock, rain.rows() - from.row),
                          std::min(kBlock, rain.cols() - from.col)};
        fill_block(with_data, from, rain.window(from, size));
    });
}

}  // namespace hazone::models
