// Class of the flash-flood hazard by the worst of the rain of 1 to 24 h over its flash flood
// guidance: from 1 on the stream is expected to leave its banks. So class 4, high, begins at 1; the
// other limits are hazone's own.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kWorstFlashFloodThreat};
constexpr FieldSpec kMakes[] = {kFlashFloodClass};
constexpr auto kParams = class_params(limits_from(kWorstFlashFloodThreat, {0.5, 0.75, 1, 2}));
constexpr ClassSource kSource{
    .model = "flash_flood_class_by_threat",
    .of = "worst_flash_flood_threat",
    .reads = kNeeds,
    .makes = &kMakes[0],
};

}  // namespace

constinit const Model flash_flood_class_by_threat{
    .name = "flash_flood_class_by_threat",
    .summary = "class of the flash-flood hazard by the rain over its guidance",
    .source =
        "guidance: Carpenter et al. (1999), doi:10.1016/S0022-1694(99)00115-8; limits of the "
        "scenario",
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
