#pragma once

#include "models/landslide/transient/column_lanes.hpp"

namespace hazone::models::transient {

/// Works out for eight columns with an unsaturated zone what does not depend on the output: roots,
/// series of all lags, and the water that reaches the table. Needs, in `scratch.rates`, the flux
/// into the ground of each period, m/s.
void prepare_unsaturated(const Settings& settings,
                         const TimePlan& plan,
                         const LaneColumns& columns,
                         Scratch& scratch);

/// Sets pressure, water content and safety factor of all depths at one output, and returns the
/// lowest safety.
LaneVerdict solve_unsaturated(const Settings& settings,
                              const TimePlan& plan,
                              const LaneColumns& columns,
                              std::size_t output,
                              Scratch& scratch);

}  // namespace hazone::models::transient
