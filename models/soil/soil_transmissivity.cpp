// Transmissivity of the saturated soil column,
//   T = K z cos(slope).
// Water in the soil of a hillside flows parallel to the slope under the gradient sin(slope),
// through the thickness of the soil normal to the slope, z cos(slope), z being the vertical depth:
// the flow per unit width is then T sin(slope), as in Montgomery & Dietrich (1994), A physically
// based model for the topographic control on shallow landsliding, Water Resources Research 30(4),
// 1153-1171, https://doi.org/10.1029/93WR02979. K is taken as constant over the depth.
#include <cmath>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/soil/soil.hpp"

namespace hazone::models {

double transmissivity_of(double conductivity, double depth, double slope) {
    return conductivity * depth * std::cos(slope);
}

namespace {

constexpr FieldSpec kNeeds[] = {kConductivity, kSoilDepth, kSlope};
constexpr FieldSpec kMakes[] = {kTransmissivity};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto conductivity = fields.read(kConductivity);
    const auto depth = fields.read(kSoilDepth);
    const auto slope = fields.read(kSlope);
    const auto transmissivity = fields.write(kTransmissivity);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        transmissivity(row, col) = static_cast<float>(
            transmissivity_of(conductivity(row, col), depth(row, col), slope(row, col)));
    });
}

}  // namespace

constinit const Model soil_transmissivity{
    .name = "soil_transmissivity",
    .summary = "conductivity times the thickness of the soil normal to the slope",
    .source = "Montgomery & Dietrich (1994), doi:10.1029/93WR02979",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 8,
    .halo = no_halo,
};

}  // namespace hazone::models
