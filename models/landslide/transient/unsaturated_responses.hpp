#pragma once

#include "models/landslide/transient/column_lanes.hpp"

namespace hazone::models::transient {

/// As many roots as the exact series need.
constexpr int kExactRoots = 10;

/// Responses H and V to a step of the inflow, at all lags: `flux` and `flux_sum` of the zone.
void set_flux_responses(const LagTable& lags, UnsaturatedScratch& zone);

/// Responses G and J of all depths, J in m: `conductivity` and `store` of the zone.
void set_depth_responses(const LagTable& lags, Scratch& scratch);

}  // namespace hazone::models::transient
