#include "scenarios/demo/storm.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "scenarios/demo/noise.hpp"

namespace hazone::demo {
namespace {

constexpr Index kGaugeRows = 3;
constexpr Index kGaugeCols = 4;
static_assert(kGaugeRows * kGaugeCols == kGaugeCount);

// A single burst around `centre`, 1 at its height.
double burst(double hour, double centre, double width) {
    const double off = (hour - centre) / width;
    const double fall = 1.0 / (1.0 + off * off);
    return fall * fall;
}

/// 1 on the axis of the storm, which runs from the south-west to the north of the province, falling
/// off to both sides. `south` and `east` are shares of the grid.
double near_axis(double south, double east) { return burst(0.8 * south + east, 0.85, 0.5); }

double to_tenths(double value) { return std::floor(10.0 * value + 0.5) / 10.0; }

// Showers in about one hour of four, 1 to 4 mm.
double shower(int gauge, int hour, std::uint64_t seed) {
    const double chance = random_unit(gauge, hour, seed + 3000);
    return chance < 0.25 ? to_tenths(1.0 + 12.0 * chance) : 0.0;
}

std::vector<double> storm_hours(int gauge, double total, double delay, std::uint64_t seed) {
    std::vector<double> share(kStormHours);
    double sum = 0.0;
    for (int hour = 0; hour < kStormHours; ++hour) {
        const double late = static_cast<double>(hour) + 0.5 - delay;
        const double gusts = 0.7 + 0.6 * random_unit(gauge, hour, seed + 3100);
        share[static_cast<std::size_t>(hour)] =
            gusts * (0.6 * burst(late, 7.0, 4.0) + burst(late, 15.0, 3.5));
        sum += share[static_cast<std::size_t>(hour)];
    }
    for (double& value : share) {
        value = to_tenths(total * value / sum);
    }
    return share;
}

Cell place(Index number, Extent extent, std::uint64_t seed) {
    const Index box_row = number / kGaugeCols;
    const Index box_col = number % kGaugeCols;
    const double down = static_cast<double>(box_row) + 0.2 + 0.6 * random_unit(number, 1, seed);
    const double across = static_cast<double>(box_col) + 0.2 + 0.6 * random_unit(number, 2, seed);
    return {static_cast<Index>(down * static_cast<double>(extent.rows) / kGaugeRows),
            static_cast<Index>(across * static_cast<double>(extent.cols) / kGaugeCols)};
}

}  // namespace

std::vector<Gauge> make_storm(const Landscape& landscape, std::uint64_t seed) {
    const Extent extent = landscape.elevation.extent();
    const FractalNoise cells{9000, 2, 0.5, seed + 3200};
    std::vector<Gauge> gauges;
    for (int number = 0; number < kGaugeCount; ++number) {
        const Cell cell = place(number, extent, seed + 3300);
        const double east = static_cast<double>(cell.col) / static_cast<double>(extent.cols);
        const auto height = static_cast<double>(landscape.elevation(cell.row, cell.col));
        const double wetter =
            0.45 * std::min(height / 1500.0, 1.0) +
            0.55 * std::clamp(0.5 + cells(static_cast<double>(cell.col) * kProvinceCellSize,
                                          static_cast<double>(cell.row) * kProvinceCellSize),
                              0.0, 1.0);
        const double south = static_cast<double>(cell.row) / static_cast<double>(extent.rows);
        const double total = 60.0 + 290.0 * near_axis(south, east) * (0.8 + 0.2 * wetter);
        Gauge gauge{fmt::format("Demo {:02}", number + 1), cell, {}};
        for (int hour = 0; hour < kQuietHours; ++hour) {
            gauge.rain.push_back(shower(number, hour, seed));
        }
        const double delay = 3.0 * (1.0 - east);  // h
        const std::vector<double> storm = storm_hours(number, total, delay, seed);
        gauge.rain.insert(gauge.rain.end(), storm.begin(), storm.end());
        gauges.push_back(std::move(gauge));
    }
    return gauges;
}

}  // namespace hazone::demo
