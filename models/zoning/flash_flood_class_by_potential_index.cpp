// Class of the flash-flood hazard by the published potential index, which knows the ground and no
// rain. It is a mean of layers from 1 to 10 and so seldom near its ends; no published limits hold
// for every province. The defaults, hazone's own, are those of flash_flood_class on this scale.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlashFloodPotentialIndex};
constexpr FieldSpec kMakes[] = {kFlashFloodClass};
constexpr auto kParams =
    class_params(limits_from(kFlashFloodPotentialIndex, {2.8, 4.15, 5.5, 6.85}));
constexpr ClassSource kSource{
    .model = "flash_flood_class_by_potential_index",
    .of = "flash_flood_potential_index",
    .reads = kNeeds,
    .makes = &kMakes[0],
};

}  // namespace

constinit const Model flash_flood_class_by_potential_index{
    .name = "flash_flood_class_by_potential_index",
    .summary = "class of the flash-flood hazard by the flash-flood potential index",
    .source = "limits of the scenario",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run_classes<kSource>,
    .nanoseconds_per_cell = 2,
    .halo = class_halo,
    .run_stored = run_stored_classes<kSource>,
    .check = check_source<kSource>,
};

}  // namespace hazone::models
