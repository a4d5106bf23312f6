// Class of the landslide hazard by the safety factor: the lower, the worse. 1, 1.25 and 1.5 are the
// limits of the stability index of Pack, Tarboton & Goodwin (1998), SINMAP, which where it is above
// 1 is a safety factor: below 1 slopes fail, below 1.25 minor changes make them fail, below 1.5
// moderate ones. The limit of class 1 is hazone's own.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kSafetyFactor};
constexpr FieldSpec kMakes[] = {kLandslideClass};
constexpr auto kParams = landslide_class_params(limits_below(kSafetyFactor, {1, 1.25, 1.5, 2}));
constexpr ClassSource kSource{
    .model = "landslide_class_by_safety_factor",
    .of = "safety_factor",
    .danger = Danger::of_low_values,
    .reads = kNeeds,
    .makes = &kMakes[0],
    .has_runout = true,
};

}  // namespace

constinit const Model landslide_class_by_safety_factor{
    .name = "landslide_class_by_safety_factor",
    .summary = "class of the landslide hazard by the safety factor",
    .source = "Pack, Tarboton & Goodwin (1998), SINMAP; limits of the scenario",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run_classes<kSource>,
    .nanoseconds_per_cell = 2,
    .halo = class_halo,
    .run_stored = run_stored_classes<kSource>,
    .uses = kRunoutUse,
    .takes = takes_runout,
    .check = check_source<kSource>,
};

}  // namespace hazone::models
