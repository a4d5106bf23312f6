// Class of the landslide hazard, 1 very low to 5 very high, by four limits of the susceptibility.
// The limits belong to the scenario: no published limits hold for every province. The default puts
// into class 5 what is more likely to fail than not, as the stability index of Pack, Tarboton &
// Goodwin (1998), SINMAP, does with its unstable classes; the lower limits are hazone's own.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/classes.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kLandslideSusceptibility};
constexpr FieldSpec kMakes[] = {kLandslideClass};
constexpr auto kParams = class_limit_params({0.05, 0.15, 0.3, 0.5});

void run(const Params& params, FieldSet& fields) {
    const ClassLimits limits = class_limits("landslide_class", params);
    classify(fields.read(kLandslideSusceptibility), limits,
             fields.write<std::uint8_t>(kLandslideClass));
}

}  // namespace

constinit const Model landslide_class{
    .name = "landslide_class",
    .summary = "class of the landslide hazard by limits of the susceptibility",
    .source = "limits of the scenario",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = no_halo,
};

}  // namespace hazone::models
