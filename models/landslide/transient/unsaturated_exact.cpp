#include "models/landslide/transient/unsaturated_series.hpp"

namespace hazone::models::transient {

void prepare_exact(const Settings&, const TimePlan&, const LaneColumns&, Scratch&) {}
Lanes set_exact_profile(
    const Settings&, const TimePlan&, const LaneColumns&, std::size_t, Scratch&) {
    return Lanes{};
}

}  // namespace hazone::models::transient
