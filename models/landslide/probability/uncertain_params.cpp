#include "models/landslide/probability/uncertain_params.hpp"

#include <algorithm>

namespace hazone::models {

Marginal factor_of(const Params& params, const ParamSpec& spread, const ParamSpec& shape) {
    const double deviation = params[spread];
    const auto chosen = params.choice<Shape>(shape);
    if (chosen != Shape::truncated_normal || deviation == 0) {
        return {chosen, 1, deviation};
    }
    const double reach = params[kTruncation] * deviation;
    return Marginal::truncated(1, deviation, std::max(0.0, 1 - reach), 1 + reach);
}

}  // namespace hazone::models
