#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// Water on the ground in two dimensions: what a run begins with.
inline constexpr FieldSpec kInitialDepth{"initial_depth", Unit::metre,
                                         "depth of water at the beginning", 0, 1000};
inline constexpr FieldSpec kInitialWaterLevel{
    "initial_water_level", Unit::metre, "level of the water at the beginning, where above ground",
    -500, 9000};
inline constexpr FieldSpec kInflow{
    "inflow",          Unit::one,     "discharge in time which enters at points", 0, kInfinity,
    CellType::float32, Form::features};
inline constexpr FieldSpec kStage{
    "stage",       Unit::one, "level in time of the water beyond edges of kind stage",
    -500,          9000,      CellType::float32,
    Form::features};

// The worst which a cell met, judged at every step.
inline constexpr FieldSpec kMaximumWaterDepth{"maximum_depth", Unit::metre,
                                              "greatest depth of water", 0};
inline constexpr FieldSpec kMaximumWaterLevel{
    "maximum_water_level", Unit::metre,
    "highest level of the water; that of the ground where it stays dry"};
inline constexpr FieldSpec kMaximumSpeed{"maximum_speed", Unit::metre_per_second,
                                         "highest speed of the water", 0};
inline constexpr FieldSpec kMaximumUnitDischarge{"maximum_unit_discharge",
                                                 Unit::square_metre_per_second,
                                                 "greatest product of depth and speed", 0};
inline constexpr FieldSpec kArrivalTime{
    "arrival_time", Unit::second,
    "time at which the cell is first flooded; no value where it never is", 0};
inline constexpr FieldSpec kInundationTime{"inundation_time", Unit::second,
                                           "how long the cell is flooded", 0};
inline constexpr FieldSpec kFloodHazardRating{
    "flood_hazard_rating", Unit::one,
    "highest hazard rating for people, depth (speed + 0.5) + debris factor", 0};
inline constexpr FieldSpec kFloodHazardClass{
    "flood_hazard_class",
    Unit::one,
    "worst flood hazard by depth and speed, 1 (H1, or dry) safe to 6 (H6) no building stands",
    1,
    6,
    CellType::class8};

// Who and what the water carries away.
inline constexpr FieldSpec kAdultFloodHazard{
    "adult_flood_hazard",
    Unit::one,
    "flood hazard for adults, 1 low or dry, 2 dangerous to some, 3 to most, 4 to all",
    1,
    4,
    CellType::class8};
inline constexpr FieldSpec kChildFloodHazard{
    "child_flood_hazard",
    Unit::one,
    "flood hazard for children, 1 low or dry, 3 dangerous to most, 4 to all; not for small "
    "children and frail people, to whom any flow is dangerous",
    1,
    4,
    CellType::class8};
inline constexpr FieldSpec kVehicleFloodHazard{
    "vehicle_flood_hazard",
    Unit::one,
    "standing vehicles which the water moves, 1 none, 2 small cars, 3 large cars too, 4 large "
    "four-wheel drives too",
    1,
    4,
    CellType::class8};
inline constexpr FieldSpec kBuildingFloodDamage{
    "building_flood_damage",
    Unit::one,
    "damage to masonry by moving water, 1 none but by wetting, 2 partial, 3 destruction",
    1,
    3,
    CellType::class8};

inline constexpr std::array kInundationFields{
    &kInitialDepth,
    &kInitialWaterLevel,
    &kInflow,
    &kStage,
    &kMaximumWaterDepth,
    &kMaximumWaterLevel,
    &kMaximumSpeed,
    &kMaximumUnitDischarge,
    &kArrivalTime,
    &kInundationTime,
    &kFloodHazardRating,
    &kFloodHazardClass,
    &kAdultFloodHazard,
    &kChildFloodHazard,
    &kVehicleFloodHazard,
    &kBuildingFloodDamage,
};

}  // namespace hazone
