#pragma once

#include <span>

#include "models/landslide/runout/traces.hpp"

namespace hazone::models {

struct WalkRules {
    PathRules path;
    std::int64_t walks = 1000;  // of each release cell
    std::uint64_t seed = 1;
};

/// Random walks from each release cell: every step goes to one neighbour, drawn with the weights
/// by which the flux method shares, until no neighbour can be reached. A walk counts once in a
/// cell.
RunoutSummary random_walks(const PaddedGround& ground,
                           std::span<const ReleaseCell> releases,
                           const WalkRules& rules,
                           const RunoutViews& views);

}  // namespace hazone::models
