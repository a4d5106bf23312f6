// Class of the landslide hazard by the highest probability of failure at the output times of a run
// in time. The limits are those of landslide_class: both are probabilities that a slope fails.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kHighestFailureProbability};
constexpr FieldSpec kMakes[] = {kLandslideClass};
constexpr auto kParams =
    landslide_class_params(limits_from(kHighestFailureProbability, {0.05, 0.15, 0.3, 0.5}));
constexpr ClassSource kSource{
    .model = "landslide_class_by_failure_probability",
    .of = "highest_failure_probability",
    .reads = kNeeds,
    .makes = &kMakes[0],
    .has_runout = true,
};

}  // namespace

constinit const Model landslide_class_by_failure_probability{
    .name = "landslide_class_by_failure_probability",
    .summary = "class of the landslide hazard by the highest probability of failure",
    .source = "limits of the scenario",
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
