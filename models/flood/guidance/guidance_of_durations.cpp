// Flash flood guidance of 1, 3, 6, 12 and 24 h: the threshold runoff of each duration,
// guidance.hpp, and the rain which brings it from the ground above, as wet as it is now,
// rain_above.hpp. A longer rain may be greater before the stream leaves its banks; soil that dries
// or drains meanwhile is not reckoned with.
#include <utility>
#include <vector>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/guidance/durations.hpp"
#include "models/flood/guidance/guidance.hpp"
#include "models/flood/guidance/present_soil.hpp"
#include "models/flood/guidance/rain_above.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kBankfullDischarge, kContributingArea, kConcentrationTime,
                                kCurveNumber, kFlowDirection};
constexpr FieldSpec kUses[] = {kAntecedentRain};
constexpr FieldSpec kMakes[] = {kGuidanceOf1Hour, kGuidanceOf3Hours, kGuidanceOf6Hours,
                                kGuidanceOf12Hours, kGuidanceOf24Hours};
static_assert(std::size(kMakes) == kDurationCount);
constexpr ParamSpec kParams[] = {kGuidanceAbstraction, kPresentMoisture};

Raster<float> runoff_of_duration(const FieldSet& fields, double duration) {
    const auto discharge = fields.read(kBankfullDischarge);
    const auto area = fields.read<double>(kContributingArea);
    const auto time = fields.read(kConcentrationTime);
    Raster<float> runoff(fields.extent());
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        runoff(row, col) = static_cast<float>(threshold_runoff(
            double{discharge(row, col)}, area(row, col), double{time(row, col)}, duration));
    });
    return runoff;
}

void run(const Params& params, FieldSet& fields) {
    std::vector<Raster<float>> runoff;
    std::vector<RunoffAndRain> wanted;
    for (const double duration : kGuidanceDurations) {
        runoff.push_back(runoff_of_duration(fields, duration));
    }
    for (std::size_t number = 0; number < kDurationCount; ++number) {
        wanted.push_back({std::as_const(runoff[number]).view(), fields.write(kMakes[number])});
    }
    const Raster<float> retention = present_retention(params, fields);
    rain_above_for_runoff(fields.read<std::uint8_t>(kFlowDirection), retention,
                          params[kGuidanceAbstraction], wanted);
}

}  // namespace

constinit const Model guidance_of_durations{
    .name = "guidance_of_durations",
    .summary = "rain of 1, 3, 6, 12 and 24 h which fills the stream at present soil moisture",
    .source =
        "Carpenter et al. (1999), doi:10.1016/S0022-1694(99)00115-8, eq. 1; Sweeney (1992), NOAA "
        "Technical Memorandum NWS HYDRO 44; USDA NRCS (2004), NEH Part 630, Chapter 10",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 62,
    .nanoseconds_per_cell = 860,
    .uses = kUses,
    .params_of = "flash_flood_guidance",
};

}  // namespace hazone::models
