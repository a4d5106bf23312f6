// Filled elevation: every depression filled to the level at which it spills, so that water can
// leave each cell without climbing,
//   filled(c) = least possible highest point on the way from c to the outside.
// Barnes, Lehman & Mulla (2014), Computers & Geosciences 62, 117-127,
// https://doi.org/10.1016/j.cageo.2013.04.024.
#include "engine/core/error.hpp"
#include "engine/core/stored_fields.hpp"
#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/conditioning/fill_variant.hpp"
#include "models/declarations.hpp"
#include "models/terrain/conditioning/conditioning_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kFilledElevation};
constexpr ParamSpec kParams[] = {kHoles};

void run(const Params& params, FieldSet& fields) {
    hazone::fill_depressions(ready_ground(fields), {.holes = params.choice<Holes>(kHoles)},
                             fields.write(kFilledElevation));
}

void run_stored(const Params& params, StoredFields& fields) {
    if (params.choice<Holes>(kHoles) != Holes::outlet) {
        throw InputError(
            "fill_depressions.holes: 'barrier' needs the whole grid in memory; run without "
            "--memory, or take 'outlet'");
    }
    hazone::fill_depressions(ready_ground(fields), fields.write(kFilledElevation), fields.window());
}

}  // namespace

constinit const Model fill_depressions{
    .name = "fill_depressions",
    .summary = "every depression filled to its spill level",
    .source = "Barnes, Lehman & Mulla (2014), doi:10.1016/j.cageo.2013.04.024",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 2.5,  // on ground; 10 where every cell is noise
    .nanoseconds_per_cell = 7,
    .run_stored = run_stored,
    .stored_bytes_per_cell = 27,  // on a plane, where ways are as long as they can be; 14 on ground
    .uses = kReadyGround,
};

}  // namespace hazone::models
