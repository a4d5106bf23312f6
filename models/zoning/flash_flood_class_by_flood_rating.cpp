// Class of the flash-flood hazard by the hazard rating for people of a flood in two dimensions,
// depth (speed + 0.5) + debris factor. From 0.75 on it is dangerous to some, from 1.25 to most,
// from 2 to all: Surendran et al. (2008), Supplementary note on flood hazard ratings and thresholds
// for development planning and control purpose, to FD2321/TR1 (Defra, Environment Agency). Dry
// ground has the rating 0 and class 1; any water is class 2 at least.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFloodHazardRating};
constexpr FieldSpec kMakes[] = {kFlashFloodClass};
constexpr auto kParams = class_params(limits_from(kFloodHazardRating, {0.01, 0.75, 1.25, 2}));
constexpr ClassSource kSource{
    .model = "flash_flood_class_by_flood_rating",
    .of = "flood_hazard_rating",
    .reads = kNeeds,
    .makes = &kMakes[0],
};

}  // namespace

constinit const Model flash_flood_class_by_flood_rating{
    .name = "flash_flood_class_by_flood_rating",
    .summary = "class of the flash-flood hazard by the hazard rating of a flood in two dimensions",
    .source = "Surendran et al. (2008), note to FD2321/TR1",
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
