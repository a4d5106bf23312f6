#include "models/landslide/runout/runout_params.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/missing.hpp"

namespace hazone::models {

PathRules path_rules(const Params& params) {
    PathRules rules{.largest_energy = params[kLargestEnergy],
                    .exponent = params[kExponent],
                    .spreading = params.choice<Spreading>(kSpreading)};
    if (params[kFrictionLaw] == 0) {
        rules.friction = std::tan(params[kAngleOfReach]);
    } else {
        rules.friction = params[kSlidingFriction];
        rules.mass_to_drag = params[kMassToDrag];
    }
    return rules;
}

std::vector<ReleaseCell> release_cells(const FieldSet& fields) {
    const auto zone = fields.read<std::int32_t>(kReleaseZone);
    std::vector<ReleaseCell> cells;
    for (Index row = 0; row < zone.rows(); ++row) {
        for (Index col = 0; col < zone.cols(); ++col) {
            if (zone(row, col) != kNoLabel) {
                cells.push_back({{row, col}, zone(row, col)});
            }
        }
    }
    return cells;
}

void note_runout(const std::vector<ReleaseCell>& releases,
                 const RunoutSummary& summary,
                 FieldSet& fields) {
    if (releases.empty()) {
        fields.note("no cell is released: nothing was followed, and no place is safe by that");
    }
    const auto ground = fields.read(kElevation);
    const auto unknown = std::count_if(
        releases.begin(), releases.end(),
        [&](const ReleaseCell& release) { return !std::isfinite(ground(release.cell)); });
    if (unknown > 0) {
        fields.note(fmt::format(
            "{} of {} release cells lie on missing ground: nothing is followed from there", unknown,
            releases.size()));
    }
    if (summary.cut_off > 0) {
        fields.note(fmt::format(
            "the runout of {} of {} release cells reaches the edge of the grid or missing ground: "
            "what lies beyond is not followed, give a larger elevation",
            summary.cut_off, releases.size()));
    }
}

}  // namespace hazone::models
