#pragma once

#include <vector>

#include "engine/core/index.hpp"

namespace hazone::inundation {

/// Where the water of a run came from and went, m3. `gained` and `edges` are what the scheme did,
/// step by step; `defect` is what they do not explain of the change of volume.
struct WaterBalance {
    double initial = 0;
    double sources = 0;         // rain and inflow less losses, as far as there was water to lose
    double edges = 0;           // in through the edges less out
    double volume = 0;          // now on the ground
    std::vector<double> rules;  // the part of `edges` of each rule

    double defect() const { return volume - initial - sources - edges; }
};

/// Where a run stands beside its water: what a checkpoint must hold.
struct RunTotals {
    double time = 0;       // s
    double last_step = 0;  // s
    double initial = 0;    // m3, see WaterBalance
    double sources = 0;
    double edges = 0;
};

/// What one call of advance() or advance_far() did.
struct StepReport {
    double length = 0;  // s, of all steps
    int halvings = 0;   // times the step was refused and halved
    Index active_tiles = 0;
    int steps = 1;
};

}  // namespace hazone::inundation
