// Damage to buildings of masonry by moving water: partial from v = 2 m/s together with
// d v = 3 m2/s, destruction from v = 2 m/s together with d v = 7 m2/s; below, wetting alone.
// Clausen & Clark (1990), The development of criteria for predicting dambreak flood damages using
// modelling of historical dam failures, in White (ed.), International Conference on River Flood
// Hydraulics, 369-380, Wiley.
// The two conditions need to hold at one time. The greatest speed and the greatest product may come
// at different times, so that the class is never better than that of any time, and may be worse.
// Houses of wood, earth and thin walls fail earlier.
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/stability/stability.hpp"

namespace hazone::models {

std::uint8_t building_damage(const WaterMaxima& water) {
    constexpr float kSpeed = 2;    // m/s
    constexpr float kPartial = 3;  // m2/s
    constexpr float kTotal = 7;    // m2/s
    if (is_unknown(water)) {
        return kNoClass;
    }
    if (water.speed < kSpeed || water.flow < kPartial) {
        return 1;
    }
    return water.flow < kTotal ? 2 : 3;
}

namespace {

constexpr FieldSpec kMakes[] = {kBuildingFloodDamage};

void run(const Params&, FieldSet& fields) {
    const WaterMaximaViews water(fields);
    const auto damage = fields.write<std::uint8_t>(kBuildingFloodDamage);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        damage(row, col) = building_damage(water.at(row, col));
    });
}

}  // namespace

constinit const Model building_stability{
    .name = "building_stability",
    .summary = "damage to buildings of masonry by moving water",
    .source =
        "Clausen & Clark (1990), International Conference on River Flood Hydraulics, 369-380, "
        "Wiley",
    .needs = kWaterMaxima,
    .makes = kMakes,
    .run = run,
    .nanoseconds_per_cell = 1.5,
    .halo = no_halo,
};

}  // namespace hazone::models
