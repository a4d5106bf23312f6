#pragma once

#include "models/landslide/transient/column_lanes.hpp"

namespace hazone::models::transient {

/// How much pressure head rain of rate K_s adds at each depth, m, for every lag of the plan since
/// it began: `scratch.responses`, and in the reference mode with finite depth `scratch.late`.
void set_saturated_responses(const Settings& settings,
                             const LagTable& lags,
                             const LaneColumns& columns,
                             Scratch& scratch);

/// Columns wet up to the ground at one output: sets pressure and safety factor of all depths in
/// `scratch` and returns the lowest. Needs the responses and, in `scratch.rates`, the share of K_s
/// that enters in each period.
LaneVerdict solve_saturated(const Settings& settings,
                            const TimePlan& plan,
                            const LaneColumns& columns,
                            std::size_t output,
                            Scratch& scratch);

}  // namespace hazone::models::transient
