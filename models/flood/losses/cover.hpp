#pragma once

#include "models/flood/losses/losses.hpp"

namespace hazone::models {

/// One step of a canopy which holds at most `capacity` m: it fills before any rain falls through,
/// and what it holds evaporates at the potential rate. Rutter, Morton & Robins (1975), Journal of
/// Applied Ecology 12, 367-380, https://doi.org/10.2307/2401739, as a single bucket without stems.
struct CanopyStep {
    double through = 0;     // m
    double evaporated = 0;  // m
};
CanopyStep canopy_step(double capacity, double rain, double demand, double& held);

/// Losses below a canopy, on the pervious share of each cell alone: the rain on the rest runs off.
std::unique_ptr<Losses> under_cover(const Params& params,
                                    const FieldSet& fields,
                                    const PlaceCells& cells,
                                    FieldSet& state,
                                    std::unique_ptr<Losses> ground);

}  // namespace hazone::models
