// Breached elevation: from the bottom of each depression a channel is cut along the way of least
// cost to where water leaves, as far as a maximum length and depth allow; what cannot be breached
// stays a depression. The cost of a way is the area of the cut seen from the side,
//   cost = sum over its cells of (depth of the cut) x (length of the step to the cell).
// Lindsay & Dhun (2015), International Journal of Geographical Information Science 29(3), 397-411,
// https://doi.org/10.1080/13658816.2014.975715 (least-cost breaching).
// Lindsay (2016), Hydrological Processes 30(6), 846-857, https://doi.org/10.1002/hyp.10648
// (limits).
#include "models/declarations.hpp"
#include "models/terrain/conditioning/conditioning_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kBreachedElevation};
constexpr ParamSpec kParams[] = {kMaximumLength, kMaximumDepth, kHoles};

void run(const Params& params, FieldSet& fields) {
    hazone::breach_depressions(ready_ground(fields), breach_limits(params, fields.grid()),
                               fields.write(kBreachedElevation));
}

}  // namespace

constinit const Model breach_depressions{
    .name = "breach_depressions",
    .summary = "channels cut from the depressions along the way of least cost, within limits",
    .source =
        "Lindsay & Dhun (2015), doi:10.1080/13658816.2014.975715; Lindsay (2016), "
        "doi:10.1002/hyp.10648",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 12,
    .nanoseconds_per_cell = 30,
    .uses = kReadyGround,
};

}  // namespace hazone::models
