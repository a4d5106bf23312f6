// Saturated share of the soil under a rain which never ends,
//   w = min(q a / (T sin(slope)), 1),
// q recharge, a specific catchment area, T transmissivity: the water which falls above a cell flows
// through its soil. Montgomery & Dietrich (1994), A physically based model for the topographic
// control on shallow landsliding, Water Resources Research 30(4), 1153-1171,
// https://doi.org/10.1029/93WR02979, equation of the wetness; O'Loughlin (1986),
// https://doi.org/10.1029/WR022i005p00794.
// On level ground nothing drains the soil: any water fills it.
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/landslide/soil_wetness.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kSlope, kSpecificCatchmentArea, kTransmissivity};
constexpr FieldSpec kMakes[] = {kSoilWetness};

constexpr ParamSpec kRecharge{.name = "recharge",
                              .unit = Unit::metre_per_second,
                              .lowest = 0,
                              .highest = 1e-4,
                              .meaning = "steady rain which soaks into the soil",
                              .required = true};
constexpr ParamSpec kParams[] = {kRecharge};

void run(const Params& params, FieldSet& fields) {
    const auto slope = fields.read(kSlope);
    const auto area = fields.read(kSpecificCatchmentArea);
    const auto transmissivity = fields.read(kTransmissivity);
    const auto wetness = fields.write(kSoilWetness);
    const double recharge = params[kRecharge];
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        wetness(row, col) = static_cast<float>(steady_saturated_share(
            slope(row, col), area(row, col), transmissivity(row, col), recharge));
    });
}

}  // namespace

constinit const Model steady_wetness{
    .name = "steady_wetness",
    .summary = "saturated share of the soil in steady rain",
    .source = "Montgomery & Dietrich (1994), doi:10.1029/93WR02979",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 17,
    .halo = no_halo,
};

}  // namespace hazone::models
