// Contributing area along D-infinity directions: each cell counts itself and what it is given,
//   A(c) = cell area + sum over the neighbours d of share(d, c) A(d),
// where a cell gives all to the neighbour at which its direction points, or shares between the two
// between which it points, to each the more the nearer it is. Tarboton (1997), Water Resources
// Research 33(2), 309-319, https://doi.org/10.1029/96WR03137.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/d_infinity.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kDInfinityDirection};
constexpr FieldSpec kMakes[] = {kDInfinityContributingArea};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto angle = fields.read(kDInfinityDirection);
    const auto area = fields.write<double>(kDInfinityContributingArea);
    hazone::d_infinity_accumulation(angle, area, fields.grid().cell_area());
}

}  // namespace

constinit const Model d_infinity_accumulation{
    .name = "d_infinity_accumulation",
    .summary = "contributing area along D-infinity flow directions",
    .source = "Tarboton (1997), doi:10.1029/96WR03137",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 2,
    .nanoseconds_per_cell = 26,
};

}  // namespace hazone::models
