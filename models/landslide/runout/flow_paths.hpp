#pragma once

#include <span>

#include "models/landslide/runout/traces.hpp"

namespace hazone::models {

/// What becomes of shares below the threshold: in `conserving` they go to the neighbours above it,
/// in proportion; `flow_py` does what Flow-Py does, which does not keep the sum.
enum class SmallShares { conserving, flow_py };

struct FlowRules {
    PathRules path;
    double threshold = 3e-4;  // share of a release cell's flux which is followed
    SmallShares small = SmallShares::conserving;
};

/// The flux method from each release cell by itself. Visits cells in the order in which they were
/// first reached; a mass that comes to a cell which was visited visits it again.
RunoutSummary flow_paths(const PaddedGround& ground,
                         std::span<const ReleaseCell> releases,
                         const FlowRules& rules,
                         const RunoutViews& views);

}  // namespace hazone::models
