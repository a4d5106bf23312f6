#pragma once

#include "models/rain/rainfall_threshold.hpp"

namespace hazone::models {

/// The rain event of one cell as far as it has come.
struct CellEvent {
    double duration = 0;  // s, from its first wet step to its last; 0 before the first
    double rain = 0;      // m
    double dry = 0;       // s without rain since
    double highest = 0;   // of the rain over its threshold, so far, of all events
};

/// How events are parted and judged.
struct EventRule {
    RainThreshold threshold;
    double dry_time = 0;    // s; an event ends when it stays dry so long
    double least_rain = 0;  // m/s; less is dry
};

/// The event after one more step of `length`, s, with `rain`, m. Within an event the rain since its
/// beginning is judged, and so is that of the step alone: a burst after days of drizzle.
CellEvent after_step(const CellEvent& before, double rain, double length, const EventRule& rule);

}  // namespace hazone::models
