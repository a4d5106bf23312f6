#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hazone::models {

/// A threshold of rain by duration, E = rain_of_hour (D / 1 h)^exponent: the rain of an event which
/// lasts D. As intensity, I = rain_of_hour / 1 h (D / 1 h)^(exponent - 1).
struct RainThreshold {
    double rain_of_hour = 0;  // m, > 0
    double exponent = 0;
};

/// The threshold for an event of `duration`, s, above 0; m.
double threshold_rain(const RainThreshold& threshold, double duration);

/// One event which brought landslides.
struct RainEvent {
    double duration = 0;  // s
    double rain = 0;      // m
};

/// Mean line of the events in logarithms, and how they scatter about it.
struct EventFit {
    double intercept = 0;  // log10 of the rain in mm at 1 h
    double exponent = 0;
    double deviation = 0;  // of log10 of the rain, with n - 2 degrees of freedom
    double explained = 0;  // R2
};

/// Least squares of log10(E) on log10(D). `events` are at least three with at least two durations;
/// else all is NaN.
EventFit fit_events(std::span<const RainEvent> events);

/// The threshold below which a share `probability` of the events lies, 0 to 1, if they scatter
/// normally about their line: the line moved down in parallel.
RainThreshold threshold_of(const EventFit& fit, double probability);

/// Standard deviations of rain_of_hour and exponent of that threshold over `samples` sets drawn
/// with replacement from the events; the same for the same seed. Sets of fewer than two durations
/// are left out; NaN when fewer than two sets remain.
RainThreshold threshold_uncertainty(std::span<const RainEvent> events,
                                    double probability,
                                    int samples,
                                    std::uint64_t seed);

}  // namespace hazone::models
