// Class of the flash-flood hazard, 1 very low to 5 very high, by four limits of the susceptibility.
// The limits belong to the scenario: no published limits hold for every province. The index is a
// mean of six ranks and so seldom near its ends; the defaults, hazone's own, part its middle.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/classes.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlashFloodSusceptibility};
constexpr FieldSpec kMakes[] = {kFlashFloodClass};
constexpr auto kParams = class_limit_params({0.2, 0.35, 0.5, 0.65});

void run(const Params& params, FieldSet& fields) {
    const ClassLimits limits = class_limits("flash_flood_class", params);
    classify(fields.read(kFlashFloodSusceptibility), limits,
             fields.write<std::uint8_t>(kFlashFloodClass));
}

}  // namespace

constinit const Model flash_flood_class{
    .name = "flash_flood_class",
    .summary = "class of the flash-flood hazard by limits of the susceptibility",
    .source = "limits of the scenario",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = no_halo,
};

}  // namespace hazone::models
