// Threat of a flash flood: the rain of the event on the ground above each cell over its flash flood
// guidance. From 1 on the stream is expected to leave its banks. The event must be of the duration
// of the guidance: rain of a longer one overstates the threat, which is the safe side. The ratio is
// that of the operational Flash Flood Monitoring and Prediction programme of the US National
// Weather Service; Carpenter et al. (1999), https://doi.org/10.1016/S0022-1694(99)00115-8.
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kEventRain, kFlashFloodGuidance, kFlowDirection};
constexpr FieldSpec kMakes[] = {kFlashFloodThreat};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    Raster<double> sum(fields.extent());
    Raster<double> count(fields.extent());
    accumulate(direction, fields.read(kEventRain), sum);
    hazone::flow_accumulation(direction, count, 1.0);
    const auto guidance = fields.read(kFlashFloodGuidance);
    const auto threat = fields.write(kFlashFloodThreat);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        threat(row, col) =
            static_cast<float>(sum(row, col) / count(row, col) / double{guidance(row, col)});
    });
}

}  // namespace

constinit const Model flash_flood_threat{
    .name = "flash_flood_threat",
    .summary = "rain of the event above each cell over its flash flood guidance",
    .source = "Carpenter et al. (1999), doi:10.1016/S0022-1694(99)00115-8",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 18,
    .nanoseconds_per_cell = 25,
};

}  // namespace hazone::models
