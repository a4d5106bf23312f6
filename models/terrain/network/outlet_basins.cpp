// Drainage basins by outlet: one for every cell at which the flow ends, at the edge of the grid or
// beside missing cells.
// Jenson & Domingue (1988), Photogrammetric Engineering and Remote Sensing 54(11), 1593-1600
// (basins from directions of flow).
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/basins.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection};
constexpr FieldSpec kMakes[] = {kDrainageBasin};

void run(const Params& /*params*/, FieldSet& fields) {
    hazone::outlet_basins(fields.read<std::uint8_t>(kFlowDirection),
                          fields.write<std::int32_t>(kDrainageBasin));
}

}  // namespace

constinit const Model outlet_basins{
    .name = "outlet_basins",
    .summary = "one basin for every outlet of the grid",
    .source =
        "Jenson & Domingue (1988), Photogrammetric Engineering and Remote Sensing 54(11), "
        "1593-1600",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 2,
    .nanoseconds_per_cell = 5,
};

}  // namespace hazone::models
