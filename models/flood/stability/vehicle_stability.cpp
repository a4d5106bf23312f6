// Whether water moves a vehicle which stands in it, by depth d, speed v and their product: stable
// to d = 0.3 m and d v = 0.3 m2/s (small cars), 0.4 m and 0.45 m2/s (large cars), 0.5 m and
// 0.6 m2/s (large four-wheel drives), each to v = 3 m/s.
// Shand, Cox, Blacka & Smith (2011), Australian Rainfall and Runoff, Revision Project 10:
// Appropriate safety criteria for vehicles, P10/S2/020. The criteria are interim and for vehicles
// which stand; one which moves loses its grip earlier.
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/stability/stability.hpp"

namespace hazone::models {
namespace {

constexpr WaterLimits kVehicles[] = {{0.3F, 3, 0.3F}, {0.4F, 3, 0.45F}, {0.5F, 3, 0.6F}};

}  // namespace

std::uint8_t vehicle_hazard(const WaterMaxima& water) { return class_of_limits(water, kVehicles); }

namespace {

constexpr FieldSpec kMakes[] = {kVehicleFloodHazard};

void run(const Params&, FieldSet& fields) {
    const WaterMaximaViews water(fields);
    const auto vehicles = fields.write<std::uint8_t>(kVehicleFloodHazard);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        vehicles(row, col) = vehicle_hazard(water.at(row, col));
    });
}

}  // namespace

constinit const Model vehicle_stability{
    .name = "vehicle_stability",
    .summary = "which standing vehicles the water moves",
    .source =
        "Shand, Cox, Blacka & Smith (2011), Australian Rainfall and Runoff, Project 10, P10/S2/020",
    .needs = kWaterMaxima,
    .makes = kMakes,
    .run = run,
    .nanoseconds_per_cell = 2.4,
    .halo = no_halo,
};

}  // namespace hazone::models
