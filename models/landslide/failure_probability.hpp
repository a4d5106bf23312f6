#pragma once

#include "models/landslide/infinite_slope.hpp"

namespace hazone::models {

/// Standard deviation over mean of the strength of the soil; both normal and independent.
struct StrengthVariation {
    double cohesion = 0;
    double friction = 0;  // of tan(phi)
};

/// Probability, 0 to 1, that the safety factor of the infinite slope is below 1:
///   P = Phi((1 - mean) / deviation).
/// Without any variation 1 where FS < 1 and else 0; 0 where nothing can slide. The strengths of
/// `soil` are the means. `slope` in rad, `wetness` 0 to 1. Missing in, missing out.
double probability_of_failure(const SoilColumn& soil,
                              double slope,
                              double wetness,
                              const StrengthVariation& variation);

}  // namespace hazone::models
