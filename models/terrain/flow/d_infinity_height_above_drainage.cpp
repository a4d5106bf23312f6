// Height above the nearest drainage (HAND) along D-infinity directions: the mean of what the water
// of a cell falls on its ways to the streams, weighted by the shares,
//   HAND(c) = sum over the receivers k of share(c, k) (HAND(k) + filled(c) - filled(k)),
// 0 on streams. Tarboton (1997), Water Resources Research 33(2), 309-319,
// https://doi.org/10.1029/96WR03137 (shares). Nobre et al. (2011), Journal of Hydrology 404, 13-29,
// https://doi.org/10.1016/j.jhydrol.2011.03.051 (height).
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/d_infinity_height.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFilledElevation, kDInfinityDirection, kStreamNetwork};
constexpr FieldSpec kMakes[] = {kHeightAboveDrainage};

void run(const Params& /*params*/, FieldSet& fields) {
    hazone::d_infinity_height_above_drainage(
        fields.read(kFilledElevation), fields.read(kDInfinityDirection),
        fields.read<std::uint8_t>(kStreamNetwork), fields.write(kHeightAboveDrainage));
}

}  // namespace

constinit const Model d_infinity_height_above_drainage{
    .name = "d_infinity_height_above_drainage",
    .summary = "mean height above the streams which the water of a cell reaches by D-infinity",
    .source =
        "Tarboton (1997), doi:10.1029/96WR03137; "
        "Nobre et al. (2011), doi:10.1016/j.jhydrol.2011.03.051",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 10,
    .nanoseconds_per_cell = 35,
};

}  // namespace hazone::models
