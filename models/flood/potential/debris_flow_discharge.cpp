// Whether the runoff of the event can start a debris flow in the bed of a steep channel: its peak
// per width of the bed over the threshold
//   q_c = C sqrt((s - 1) g d50^3) / S^N,   S = tan(theta) of the bed,
// s the density of the grains over that of water, d50 their median size. With C = 0.195, N = 1.27,
// s = 2.65: q_c = 0.78 d50^1.5 S^-1.27 in m2/s, the threshold of Gregoretti & Dalla Fontana (2008),
// The triggering of debris flow due to channel-bed failure in some alpine headwater basins of the
// Dolomites, Hydrological Processes 22, 2248-2263, https://doi.org/10.1002/hyp.6821. Form and
// numbers were read in the component DimensionlessDischarge of landlab, which cites that paper and
// Tang et al. (2019), Geophysical Research Letters 46, 8830-8839,
// https://doi.org/10.1029/2019GL083623, who fitted C = 4.29, N = 0.78 and C = 12, N = 0.85 (below
// the first water alone, above the second debris flows) to burned basins in southern California.
// Wei, Shang, Liang & Xia (2024), Natural Hazards and Earth System Sciences 24, 3357-3379,
// https://doi.org/10.5194/nhess-24-3357-2024, set unit discharges of a flood model against such a
// threshold cell by cell.
// The size of the grains decides (to the power of 1.5) and must be known; the threshold holds where
// the bed is loose. On gentle beds the power law would have great rivers begin debris flows, and it
// was not fitted there: below `least_slope`, that of a stony debris flow in Takahashi (2007), see
// bulked_discharge.cpp, no discharge begins one.
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/potential/bed_grains.hpp"
#include "models/flood/potential/debris_flood.hpp"
#include "models/flood/routing/catchment.hpp"
#include "models/flood/routing/channel_width.hpp"

namespace hazone::models {

double debris_flow_threshold(double slope, const DebrisFlowBed& bed) {
    constexpr double kGravity = 9.81;  // m/s2
    if (is_missing(slope)) {
        return slope;
    }
    if (slope < bed.least_slope) {
        return kInfinity;
    }
    const double scale =
        std::sqrt((bed.relative_density - 1) * kGravity * std::pow(bed.grain_size, 3));
    return bed.coefficient * scale / std::pow(slope, bed.slope_exponent);
}

namespace {

constexpr FieldSpec kNeeds[] = {kPeakDischarge, kContributingArea, kFilledElevation, kFlowDirection,
                                kStreamNetwork};
constexpr FieldSpec kUses[] = {kChannelWidth};
constexpr FieldSpec kMakes[] = {kDebrisFlowThreshold, kDebrisFlowDischargeRatio};

constexpr ParamSpec kGrainSize{.name = "grain_size",
                               .unit = Unit::metre,
                               .lowest = 1e-4,
                               .highest = 5,
                               .meaning = "median size of the grains of the bed, counted there",
                               .required = true};
constexpr ParamSpec kCoefficient{
    .name = "coefficient",
    .fallback = 0.195,
    .lowest = 1e-3,
    .highest = 1000,
    .meaning = "of the threshold: 0.195 Dolomites, 4.29 to 12 burned basins in California"};
constexpr ParamSpec kSlopeExponent{
    .name = "slope_exponent",
    .fallback = 1.27,
    .lowest = 0,
    .highest = 5,
    .meaning = "power of the slope: 1.27 Dolomites, 0.78 to 0.85 burned basins in California"};
constexpr ParamSpec kLeastSlope{.name = "least_bed_slope",
                                .fallback = 0.138,
                                .lowest = 1e-4,
                                .highest = 2,
                                .meaning = "on gentler beds, m/m, no debris flow begins"};
constexpr ParamSpec kParams[] = {kGrainSize,       kCoefficient, kSlopeExponent, kLeastSlope,
                                 kRelativeDensity, kWidthOf1Km2, kWidthExponent};

DebrisFlowBed bed_of(const Params& params) {
    return {.grain_size = params[kGrainSize],
            .relative_density = params[kRelativeDensity],
            .coefficient = params[kCoefficient],
            .slope_exponent = params[kSlopeExponent],
            .least_slope = params[kLeastSlope]};
}

void run(const Params& params, FieldSet& fields) {
    Raster<float> slope(fields.extent());
    reach_slope(fields.read<std::uint8_t>(kFlowDirection), fields.read(kFilledElevation),
                fields.grid().cell_size, 0.0, slope);
    const DebrisFlowBed bed = bed_of(params);
    const ChannelWidths widths(params, fields);
    const auto area = fields.read<double>(kContributingArea);
    const auto discharge = fields.read(kPeakDischarge);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const auto threshold = fields.write(kDebrisFlowThreshold);
    const auto ratio = fields.write(kDebrisFlowDischargeRatio);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        threshold(row, col) = kMissing;
        ratio(row, col) = kMissing;
        if (stream(row, col) == 1 && !is_missing(area(row, col))) {
            const double least = debris_flow_threshold(slope(row, col), bed);
            const double unit_discharge = discharge(row, col) / widths.at({row, col});
            threshold(row, col) = static_cast<float>(least);
            ratio(row, col) = static_cast<float>(unit_discharge / least);
        }
    });
}

}  // namespace

constinit const Model debris_flow_discharge{
    .name = "debris_flow_discharge",
    .summary = "peak discharge over that from which runoff starts a debris flow in the bed",
    .source =
        "Gregoretti & Dalla Fontana (2008), doi:10.1002/hyp.6821; Tang et al. (2019), "
        "doi:10.1029/2019GL083623; channel width: Bieger et al. (2015), doi:10.1111/jawr.12282",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 4,
    .nanoseconds_per_cell = 35,
    .halo = one_cell_halo,
    .uses = kUses,
};

}  // namespace hazone::models
