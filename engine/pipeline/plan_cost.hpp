#pragma once

#include "engine/pipeline/plan.hpp"

namespace hazone {

/// Bytes at the fullest moment of the run: fields alive plus the scratch memory of the stage, or
/// plus what the writing of a wanted raster takes as soon as it is made: `writing_share` of its own
/// size.
Index peak_bytes(const Plan& plan, Extent extent, double writing_share = 0);
/// The same for one cell.
double peak_bytes_per_cell(const Plan& plan, double writing_share = 0);

/// Estimated seconds of computing on two cores, from the measured speed of each model.
/// `series_steps` is the length of the rain series, 1 when there is none.
double estimated_seconds(const Plan& plan, Extent extent, Index series_steps);

}  // namespace hazone
