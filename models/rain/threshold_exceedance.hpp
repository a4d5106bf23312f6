#pragma once

#include <span>
#include <vector>

#include "engine/core/index.hpp"
#include "models/rain/rainfall_threshold.hpp"

namespace hazone::models {

/// How events are parted and judged.
struct EventRule {
    RainThreshold threshold;  // its exponent is not negative: more time never needs less rain
    double shortest = 0;      // s; the rain of a shorter window counts as that of so long a one
    double longest = 0;       // s; longer windows are not judged
    double dry_time = 0;      // s; an event ends when it stays dry so long
    double least_rain = 0;    // m/s; less neither begins an event nor keeps it from ending
};

/// The rain event of one cell as far as it has come.
struct CellEvent {
    float steps = 0;  // from its first wet step on; 0 where there is no event
    float dry = 0;    // s since its last wet step
};

/// The event after one more step of `length`, s, with `rain`, m, not missing.
CellEvent after_step(const CellEvent& before, double rain, double length, const EventRule& rule);

/// 1 / threshold, 1/m, of the windows which end with the newest step and begin with it, one step
/// before, two before and so on, as far as they may be judged. `lengths` of the steps, s, the
/// newest first.
std::vector<double> window_weights(std::span<const double> lengths, const EventRule& rule);

/// Cells which lie side by side, each with its event up to the newest step.
struct EventCells {
    Index count = 0;                     // at most kEventCells
    std::span<const float* const> rain;  // m, of the cells by step, the newest first
    const float* steps = nullptr;        // of the event, by cell
};
inline constexpr Index kEventCells = 64;

/// Raises `highest` of each cell to the greatest rain over threshold of the windows of its event
/// that end with the newest step. NaN stays NaN.
void judge_windows(const EventCells& cells, std::span<const double> weights, float* highest);

}  // namespace hazone::models
