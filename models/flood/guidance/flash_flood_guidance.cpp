// Flash flood guidance: the rain of the duration of threshold_runoff which brings that runoff on
// the ground above each cell, as wet as it is now, by curve numbers. Source: guidance.hpp; the
// operational use, Sweeney (1992), Modernized areal flash flood guidance, NOAA Technical Memorandum
// NWS HYDRO 44. The ground above a cell need not be the same everywhere: rain_above.hpp. Rain on
// the area above is even.
#include <cmath>

#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/flood/guidance/guidance.hpp"
#include "models/flood/guidance/present_soil.hpp"
#include "models/flood/guidance/rain_above.hpp"

namespace hazone::models {

double rain_for_runoff(double runoff, double retention, double initial_abstraction_ratio) {
    return initial_abstraction_ratio * retention +
           (runoff + std::sqrt(runoff * runoff + 4 * runoff * retention)) / 2;
}

namespace {

constexpr FieldSpec kNeeds[] = {kThresholdRunoff, kCurveNumber, kFlowDirection};
constexpr FieldSpec kUses[] = {kAntecedentRain};
constexpr FieldSpec kMakes[] = {kFlashFloodGuidance};

constexpr ParamSpec kParams[] = {kGuidanceAbstraction, kPresentMoisture};

void run(const Params& params, FieldSet& fields) {
    const Raster<float> retention = present_retention(params, fields);
    const RunoffAndRain wanted[] = {
        {fields.read(kThresholdRunoff), fields.write(kFlashFloodGuidance)}};
    rain_above_for_runoff(fields.read<std::uint8_t>(kFlowDirection), retention,
                          params[kGuidanceAbstraction], wanted);
}

}  // namespace

constinit const Model flash_flood_guidance{
    .name = "flash_flood_guidance",
    .summary = "rain of a duration which fills the stream to its banks at present soil moisture",
    .source =
        "Carpenter et al. (1999), doi:10.1016/S0022-1694(99)00115-8; Sweeney (1992), NOAA "
        "Technical Memorandum NWS HYDRO 44; USDA NRCS (2004), NEH Part 630, Chapter 10",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 42,
    .nanoseconds_per_cell = 300,
    .uses = kUses,
};

}  // namespace hazone::models
