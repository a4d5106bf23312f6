// Filled elevation with a gradient: the lowest surface on or above the ground on which each cell
// has a neighbour lower by the least slope times its distance,
//   filled(c) = max(z(c), min over the neighbours n of (filled(n) + least_slope distance(c, n))),
// so that every flow method, and every other program, finds the way out of what was filled.
// Barnes, Lehman & Mulla (2014), Computers & Geosciences 62, 117-127, algorithm 3,
// https://doi.org/10.1016/j.cageo.2013.04.024 (the next float as the step). Wang & Liu (2006),
// International Journal of Geographical Information Science 20(2), 193-213,
// https://doi.org/10.1080/13658810500433453 (filling in the order of spill heights).
#include "engine/terrain/conditioning/fill_variant.hpp"
#include "models/declarations.hpp"
#include "models/terrain/conditioning/conditioning_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kFilledElevation};
constexpr ParamSpec kParams[] = {kLeastSlope, kHoles};

void run(const Params& params, FieldSet& fields) {
    const FillVariant variant{.sloped = true,
                              .step = {fields.grid().cell_size, params[kLeastSlope]},
                              .holes = params.choice<Holes>(kHoles)};
    hazone::fill_depressions(ready_ground(fields), variant, fields.write(kFilledElevation));
}

}  // namespace

constinit const Model fill_with_gradient{
    .name = "fill_with_gradient",
    .summary = "every depression filled, and every flat given a least slope to its outlet",
    .source =
        "Barnes, Lehman & Mulla (2014), algorithm 3, doi:10.1016/j.cageo.2013.04.024; "
        "Wang & Liu (2006), doi:10.1080/13658810500433453",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 6,
    .nanoseconds_per_cell = 14,
    .uses = kReadyGround,
};

}  // namespace hazone::models
