// Class of the flash-flood hazard, 1 very low to 5 very high, by four limits of the susceptibility,
// or by limits found in the data.
// The limits belong to the scenario: no published limits hold for every province. The index is a
// mean of six ranks and so seldom near its ends; the defaults, hazone's own, part its middle.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlashFloodSusceptibility};
constexpr FieldSpec kMakes[] = {kFlashFloodClass};
constexpr auto kParams =
    class_params(limits_from(kFlashFloodSusceptibility, {0.2, 0.35, 0.5, 0.65}));
constexpr ClassSource kSource{
    .model = "flash_flood_class",
    .of = "flash_flood_susceptibility",
    .reads = kNeeds,
    .makes = &kMakes[0],
};

}  // namespace

constinit const Model flash_flood_class{
    .name = "flash_flood_class",
    .summary = "class of the flash-flood hazard by limits of the susceptibility",
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
