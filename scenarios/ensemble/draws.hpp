#pragma once

#include <string>
#include <vector>

#include "scenarios/ensemble/ensemble_request.hpp"

namespace hazone {

/// The value of the quantity whose probability is that of the standard normal z, SI.
/// Triangular: Kotz & van Dorp (2004), Beyond Beta, World Scientific, section 1.1.
double value_at_normal(const Variation& variation, double z);

/// One drawn value, rounded to six digits: `text` as a person writes it and as the run takes it.
struct Draw {
    double value = 0;  // SI
    std::string text = {};
};

/// For each member its draws, in the order of request.vary. A Latin hypercube (statistics/
/// sampler.hpp): of n members each takes another n-th of every distribution. The same for the same
/// seed.
std::vector<std::vector<Draw>> draw_members(const EnsembleRequest& request);

/// "normal, mean 1, sd 0.2, from 0.5 to 1.5": the distribution in words, in units as people read
/// them.
std::string distribution_text(const Variation& variation);

/// The word of the distribution in scenario files.
std::string_view distribution_word(Distribution distribution);

}  // namespace hazone
