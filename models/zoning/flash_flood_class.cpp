// Class of the flash-flood hazard, 1 very low to 5 very high, by four limits of the susceptibility.
// The limits belong to the scenario: no published limits hold for every province.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/classes.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlashFloodSusceptibility};
constexpr FieldSpec kMakes[] = {kFlashFloodClass};

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
    .params = kClassLimits,
    .run = run,
    .nanoseconds_per_cell = 2,
};

}  // namespace hazone::models
