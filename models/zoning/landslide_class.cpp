// Class of the landslide hazard, 1 very low to 5 very high, by four limits of the susceptibility,
// or by limits found in the data. The limits belong to the scenario: no published limits hold for
// every province. The default puts into class 5 what is more likely to fail than not, as the
// stability index of Pack, Tarboton & Goodwin (1998), SINMAP, does with its unstable classes; the
// lower limits are hazone's own.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kLandslideSusceptibility};
constexpr FieldSpec kMakes[] = {kLandslideClass};
constexpr auto kParams =
    landslide_class_params(limits_from(kLandslideSusceptibility, {0.05, 0.15, 0.3, 0.5}));
constexpr ClassSource kSource{
    .model = "landslide_class",
    .of = "landslide_susceptibility",
    .reads = kNeeds,
    .makes = &kMakes[0],
    .has_runout = true,
};

}  // namespace

constinit const Model landslide_class{
    .name = "landslide_class",
    .summary = "class of the landslide hazard by limits of the susceptibility",
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
