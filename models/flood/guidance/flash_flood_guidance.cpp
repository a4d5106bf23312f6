// Flash flood guidance: the rain of the duration of threshold_runoff which brings that runoff on
// the ground above each cell, as wet as it is now, by curve numbers. Source: guidance.hpp; the
// operational use, Sweeney (1992), Modernized areal flash flood guidance, NOAA Technical Memorandum
// NWS HYDRO 44. The ground above a cell stands as one area with the mean of its retentions: where
// much of it is paved and the rest forest, less rain may do. Rain on the area above is even.
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "models/declarations.hpp"
#include "models/flood/guidance/guidance.hpp"
#include "models/flood/losses/curve_number_runoff.hpp"

namespace hazone::models {

double rain_for_runoff(double runoff, double retention, double initial_abstraction_ratio) {
    return initial_abstraction_ratio * retention +
           (runoff + std::sqrt(runoff * runoff + 4 * runoff * retention)) / 2;
}

namespace {

constexpr FieldSpec kNeeds[] = {kThresholdRunoff, kCurveNumber, kFlowDirection};
constexpr FieldSpec kUses[] = {kAntecedentRain};
constexpr FieldSpec kMakes[] = {kFlashFloodGuidance};

constexpr ParamSpec kRatio{
    .name = "initial_abstraction_ratio",
    .fallback = 0.2,
    .lowest = 0,
    .highest = 0.4,
    .meaning = "share of the retention which is filled before runoff begins"};
enum class Moisture { dry, average, wet, from_rain };
constexpr std::string_view kMoistureWords[] = {"dry", "average", "wet", "from_rain"};
constexpr ParamSpec kMoisture{
    .name = "soil_moisture",
    .fallback = 3,
    .lowest = 0,
    .highest = 3,
    .meaning =
        "present class of wetness I, II or III; from_rain: that of antecedent_rain by the limits "
        "35.6 mm and 53.3 mm, average where it is not given",
    .choices = kMoistureWords};
constexpr ParamSpec kParams[] = {kRatio, kMoisture};
constexpr WetnessLimits kLimits{.dry_below = 0.0356, .wet_above = 0.0533};

/// Retention of each cell at present, m.
Raster<float> present_retention(const Params& params, const FieldSet& fields) {
    const auto moisture = params.choice<Moisture>(kMoisture);
    const bool by_rain = moisture == Moisture::from_rain && fields.has(kAntecedentRain);
    const auto own = moisture == Moisture::from_rain ? AntecedentWetness::average
                                                     : static_cast<AntecedentWetness>(moisture);
    const auto before = by_rain ? fields.read(kAntecedentRain) : View<const float>();
    const auto number = fields.read(kCurveNumber);
    Raster<float> retention(fields.extent());
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const double rain = by_rain ? double{before(row, col)} : 0;
        const auto wetness = by_rain ? antecedent_wetness(rain, kLimits) : own;
        const double storm =
            storm_curve_number(double{number(row, col)}, 0, SlopeCorrection::none, wetness);
        retention(row, col) =
            is_missing(rain) ? kMissing : static_cast<float>(potential_retention(storm));
    });
    return retention;
}

void run(const Params& params, FieldSet& fields) {
    const double ratio = params[kRatio];
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    Raster<double> sum(fields.extent());
    Raster<double> count(fields.extent());
    accumulate(direction, present_retention(params, fields), sum);
    hazone::flow_accumulation(direction, count, 1.0);
    const auto runoff = fields.read(kThresholdRunoff);
    const auto guidance = fields.write(kFlashFloodGuidance);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        guidance(row, col) = static_cast<float>(
            rain_for_runoff(double{runoff(row, col)}, sum(row, col) / count(row, col), ratio));
    });
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
    .scratch_bytes_per_cell = 22,
    .nanoseconds_per_cell = 30,
    .uses = kUses,
};

}  // namespace hazone::models
