// Saturated share of the soil column at the end of the event:
//   m = min(1, q_a a / (T sin(slope)) + I_e / (n z)),
// the first part being steady lateral flow fed by the recharge q_a of the days before (a specific
// catchment area, T transmissivity), the second the infiltration of the event I_e = P - Q standing
// in the pores n of the soil depth z.
// Medina, Huerlimann, Guo, Lloret & Vaunat (2021), Fast physically-based model for rainfall-induced
// landslide susceptibility assessment at regional scale (FSLAM), Catena 201, 105213,
// https://doi.org/10.1016/j.catena.2021.105213; the lateral part is that of Montgomery & Dietrich
// (1994), https://doi.org/10.1029/93WR02979. With T = K z cos(slope) it is FSLAM's
// q_a A / (K z b sin(slope) cos(slope)).
//
// q_a is the rain of the five days before the event, per time, times the share of it which becomes
// recharge after evaporation and runoff. That share is not known from the inputs of a run; the
// default of one half is an assumption, and 1 is the cautious bound.
#include "models/landslide/soil_wetness.hpp"

#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/landslide/infinite_slope.hpp"
#include "models/rain/event_totals.hpp"

namespace hazone::models {
namespace {

// Share of `room` which `water` fills, 0 to 1. Neither is missing.
double filled_share(double water, double room) {
    if (water <= 0) {
        return 0;
    }
    return water >= room ? 1 : water / room;
}

}  // namespace

double steady_saturated_share(double slope,
                              double specific_area,
                              double transmissivity,
                              double recharge) {
    if (any_missing(slope, specific_area, transmissivity, recharge)) {
        return kMissing;
    }
    return filled_share(recharge * specific_area, transmissivity * std::sin(slope));
}

double saturated_share(const WetnessInputs& cell, double porosity) {
    if (any_missing(cell.slope, cell.specific_area, cell.transmissivity, cell.soil_depth,
                    cell.recharge, cell.infiltrated_rain)) {
        return kMissing;
    }
    const double lateral =
        steady_saturated_share(cell.slope, cell.specific_area, cell.transmissivity, cell.recharge);
    const double vertical = filled_share(cell.infiltrated_rain, porosity * cell.soil_depth);
    return filled_share(lateral + vertical, 1);
}

namespace {

constexpr FieldSpec kNeeds[] = {kSlope,     kSpecificCatchmentArea, kTransmissivity, kSoilDepth,
                                kEventRain, kRunoffDepth,           kAntecedentRain};
constexpr FieldSpec kMakes[] = {kSoilWetness};

constexpr ParamSpec kRechargeShare{
    .name = "recharge_share",
    .fallback = 0.5,
    .lowest = 0,
    .highest = 1,
    .meaning = "share of the antecedent rain which feeds lateral flow in the soil"};
constexpr ParamSpec kPorosity{.name = "fillable_porosity",
                              .fallback = 0.3,
                              .lowest = 0.01,
                              .highest = 0.7,
                              .meaning = "share of the soil which the rain of the event can fill"};
constexpr ParamSpec kParams[] = {kRechargeShare, kPorosity};

void run(const Params& params, FieldSet& fields) {
    const auto slope = fields.read(kSlope);
    const auto area = fields.read(kSpecificCatchmentArea);
    const auto transmissivity = fields.read(kTransmissivity);
    const auto depth = fields.read(kSoilDepth);
    const auto rain = fields.read(kEventRain);
    const auto runoff = fields.read(kRunoffDepth);
    const auto antecedent = fields.read(kAntecedentRain);
    const auto wetness = fields.write(kSoilWetness);
    const double recharge_per_rain = params[kRechargeShare] / kAntecedentTime;
    const double porosity = params[kPorosity];
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const WetnessInputs cell{
            .slope = slope(row, col),
            .specific_area = area(row, col),
            .transmissivity = transmissivity(row, col),
            .soil_depth = known_depth(depth(row, col)),
            .recharge = antecedent(row, col) * recharge_per_rain,
            .infiltrated_rain = static_cast<double>(rain(row, col)) - runoff(row, col)};
        wetness(row, col) = static_cast<float>(saturated_share(cell, porosity));
    });
}

}  // namespace

constinit const Model soil_wetness{
    .name = "soil_wetness",
    .summary = "saturated share of the soil column after the antecedent rain and the event",
    .source =
        "Medina et al. (2021), doi:10.1016/j.catena.2021.105213; Montgomery & Dietrich "
        "(1994), doi:10.1029/93WR02979",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 5,
    .halo = no_halo,
};

}  // namespace hazone::models
