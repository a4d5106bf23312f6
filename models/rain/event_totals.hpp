#pragma once

#include "engine/pipeline/params.hpp"

namespace hazone::models {

/// The middle of antecedent moisture condition II in the growing season, 1.4 to 2.1 inches in five
/// days: the wetness for which curve numbers are tabulated. SCS (1972), National Engineering
/// Handbook, section 4, table 4.2.
inline constexpr double kAverageAntecedentRain = 0.04445;  // m

inline constexpr double kAntecedentTime = 5 * 86400.0;  // s, five days

/// How the rain of one time step is shared out.
struct StepShares {
    double antecedent = 0;  // part of the step within the five days before the event
    double event = 0;       // part of the step within the event
};

/// A step which lasts from `begins` to `ends`, s after the start of the series; the event begins at
/// `event_begins`, s. Rain is taken as even within a step. What fell more than five days before the
/// event counts in neither.
StepShares step_shares(double begins, double ends, double event_begins);

inline constexpr ParamSpec kAntecedentDuration{
    .name = "antecedent_duration",
    .unit = Unit::second,
    .fallback = 0,
    .lowest = 0,
    .highest = 60 * 86400.0,
    .meaning = "length of the first part of the series which lies before the event"};

}  // namespace hazone::models
