// The worst threat of a flash flood of an event, whatever its length: the most rain of 1, 3, 6, 12
// and 24 h on the ground above each cell over the flash flood guidance of that duration, and which
// of them is the worst. From 1 on the stream is expected to leave its banks.
//
// Above a cell the most rain of each place is averaged, though it may not fall everywhere at once:
// that is the safe side. Source: as flash_flood_threat.
#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/flow_order.hpp"
#include "models/declarations.hpp"
#include "models/flood/guidance/durations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {
    kGreatestRainOf1Hour,   kGreatestRainOf3Hours, kGreatestRainOf6Hours, kGreatestRainOf12Hours,
    kGreatestRainOf24Hours, kGuidanceOf1Hour,      kGuidanceOf3Hours,     kGuidanceOf6Hours,
    kGuidanceOf12Hours,     kGuidanceOf24Hours,    kFlowDirection};
constexpr FieldSpec kMakes[] = {kWorstFlashFloodThreat, kWorstThreatDuration};

void run(const Params& /*params*/, FieldSet& fields) {
    const FlowOrder order(fields.read<std::uint8_t>(kFlowDirection));
    Raster<double> count(fields.extent());
    {
        const Raster<float> one(fields.extent(), 1.0F);
        accumulate(order, one.view(), count.view());
    }
    Raster<double> sum(fields.extent());
    const auto worst = fields.write(kWorstFlashFloodThreat);
    const auto duration = fields.write(kWorstThreatDuration);
    for (std::size_t number = 0; number < kDurationCount; ++number) {
        accumulate(order, fields.read(kNeeds[number]), sum.view());
        const auto guidance = fields.read(kNeeds[kDurationCount + number]);
        const auto own = static_cast<float>(kGuidanceDurations[number]);
        for_each_cell(fields.extent(), [&](Index row, Index col) {
            const auto threat =
                static_cast<float>(sum(row, col) / count(row, col) / double{guidance(row, col)});
            const float before = number == 0 ? -1.0F : worst(row, col);
            const bool unknown = any_missing(threat, before);
            const bool is_worse = unknown || threat > before;
            worst(row, col) = unknown ? kMissing : is_worse ? threat : before;
            duration(row, col) = unknown ? kMissing : is_worse ? own : duration(row, col);
        });
    }
}

}  // namespace

constinit const Model worst_flash_flood_threat{
    .name = "worst_flash_flood_threat",
    .summary = "most rain of 1 to 24 h above each cell over its guidance, the worst of them",
    .source = "Carpenter et al. (1999), doi:10.1016/S0022-1694(99)00115-8",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 26,
    .nanoseconds_per_cell = 60,
};

}  // namespace hazone::models
