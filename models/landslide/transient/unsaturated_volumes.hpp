#pragma once

#include "models/landslide/transient/column_lanes.hpp"

namespace hazone::models::transient {

/// Sets `scratch.above.volume`: water above the initial table at every flux time, m. Needs the
/// responses of the flux and the changes of the inflow.
void set_volumes(const Settings& settings,
                 const TimePlan& plan,
                 const LaneColumns& columns,
                 Scratch& scratch);

}  // namespace hazone::models::transient
