// D-infinity flow direction: the steepest way down over the eight triangles between a cell and two
// neighbours beside each other, as an angle counter-clockwise from east. Tarboton (1997), A new
// method for the determination of flow directions and upslope areas in grid digital elevation
// models, Water Resources Research 33(2), 309-319, https://doi.org/10.1029/96WR03137, eqs. 1-5.
// Flats follow the D8 direction.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/d_infinity.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFilledElevation, kFlowDirection};
constexpr FieldSpec kMakes[] = {kDInfinityDirection};

void run(const Params& /*params*/, FieldSet& fields) {
    d_infinity_direction(fields.read(kFilledElevation), fields.read<std::uint8_t>(kFlowDirection),
                         fields.write(kDInfinityDirection));
}

}  // namespace

constinit const Model d_infinity_flow{
    .name = "d_infinity_flow",
    .summary = "D-infinity: steepest descent in any direction; D8 in flats",
    .source = "Tarboton (1997), doi:10.1029/96WR03137, eqs. 1-5",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = one_cell_halo,
};

}  // namespace hazone::models
