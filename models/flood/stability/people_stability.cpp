// Hazard of moving water for people who stand in it, by depth d, speed v and their product:
//   adults:   low to d v = 0.6, dangerous to some to 0.8, to most to 1.2 m2/s, to all above, and
//             wherever d > 1.2 m or v > 3 m/s;
//   children: low to d v = 0.4, dangerous to most to 0.6 m2/s, to all above, and wherever
//             d > 0.5 m or v > 3 m/s.
// Cox, Shand & Blacka (2010), Australian Rainfall and Runoff, Revision Project 10: Appropriate
// safety criteria for people, P10/S1/006. The limits hold on firm even ground in clear sight; mud,
// debris and darkness lower them. Any flow is extreme for small children and frail people, height
// times mass up to 25 m kg, for whom there is no class here.
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/stability/stability.hpp"

namespace hazone::models {
namespace {

constexpr WaterLimits kAdults[] = {{1.2F, 3, 0.6F}, {1.2F, 3, 0.8F}, {1.2F, 3, 1.2F}};
// Children have no class 2.
constexpr WaterLimits kChildren[] = {{0.5F, 3, 0.4F}, {0.5F, 3, 0.4F}, {0.5F, 3, 0.6F}};

}  // namespace

std::uint8_t adult_hazard(const WaterMaxima& water) { return class_of_limits(water, kAdults); }

std::uint8_t child_hazard(const WaterMaxima& water) { return class_of_limits(water, kChildren); }

namespace {

constexpr FieldSpec kMakes[] = {kAdultFloodHazard, kChildFloodHazard};

void run(const Params&, FieldSet& fields) {
    const WaterMaximaViews water(fields);
    const auto adults = fields.write<std::uint8_t>(kAdultFloodHazard);
    const auto children = fields.write<std::uint8_t>(kChildFloodHazard);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        adults(row, col) = adult_hazard(water.at(row, col));
        children(row, col) = child_hazard(water.at(row, col));
    });
}

}  // namespace

constinit const Model people_stability{
    .name = "people_stability",
    .summary = "hazard for adults and children who stand in the water",
    .source = "Cox, Shand & Blacka (2010), Australian Rainfall and Runoff, Project 10, P10/S1/006",
    .needs = kWaterMaxima,
    .makes = kMakes,
    .run = run,
    .nanoseconds_per_cell = 3.2,
    .halo = no_halo,
};

}  // namespace hazone::models
