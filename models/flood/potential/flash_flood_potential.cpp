// Flash-flood potential index of the ground, held by the height above the drainage,
//   S = r(HAND) (FFPI - 1) / 9,   FFPI = sum(w_f i_f) / sum(w_f),  i_f = 1..10.
// Smith (2003), Flash flood potential: determining the hydrologic response of FFMP basins to heavy
// rain by analyzing their physiographic characteristics, NWS Colorado Basin River Forecast Center;
// Zogg & Deitsch (2013), The flash flood potential index at WFO Des Moines, NWS.
// Published: the scale 1..10, the index of the slope, the mean with the slope weighing somewhat
// more than land cover, soil and forest. hazone's own: the curve number stands for cover and forest
// and the conductivity for the soil texture (open water, which Smith ranks low, has a high curve
// number here); confinement and the event's discharge join the mean; all weights; and r. The
// published index ranks whole basins by the water they shed; a map of cells also asks whether that
// water gets there, and r falls from 1 on ground a flood reaches to a small share far above it. Its
// heights are about twice the 5.3 m and 15 m of Nobre et al. (2011),
// https://doi.org/10.1016/j.jhydrol.2011.03.051, for steep valleys and the error of a 30 m DEM.
// The index ranks; it is not a probability.
#include "models/flood/potential/flash_flood_potential.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

/// 1 at `from`, 10 at `to`, linear between and constant outside; missing stays missing.
double index_between(double value, double from, double to) {
    return is_missing(value) ? value
                             : 1.0 + 9.0 * std::clamp((value - from) / (to - from), 0.0, 1.0);
}

}  // namespace

double slope_index(double slope) {
    constexpr double kSteepest = 30.0;  // per cent
    const double per_cent = 100.0 * std::tan(slope);
    return per_cent >= kSteepest ? 10.0 : std::pow(10.0, per_cent / kSteepest);
}

double cover_index(double curve_number) { return index_between(curve_number, 30.0, 100.0); }

double soil_index(double conductivity) {
    return index_between(std::log(conductivity), std::log(40e-6), std::log(1e-6));
}

double confinement_index(double confinement) { return index_between(confinement, 0.0, 1.0); }

double runoff_index(double unit_peak_discharge) {
    return index_between(std::log(unit_peak_discharge), std::log(0.5e-6), std::log(10e-6));
}

double flood_potential(const PerFactor& index, const PerFactor& weight) {
    double sum = 0.0;
    double weights = 0.0;
    for (std::size_t factor = 0; factor < kFloodFactors; ++factor) {
        if (weight[factor] > 0) {
            sum += weight[factor] * index[factor];
            weights += weight[factor];
        }
    }
    return (sum / weights - 1.0) / 9.0;
}

double reach_share(double height, const FloodReach& reach) {
    if (is_missing(height)) {
        return height;
    }
    const double above = (height - reach.full_height) / (reach.end_height - reach.full_height);
    return 1.0 - (1.0 - reach.upland_share) * std::clamp(above, 0.0, 1.0);
}

namespace {

constexpr FieldSpec kNeeds[] = {
    kSlope,         kCurveNumber,     kConductivity, kChannelConfinement, kHeightAboveDrainage,
    kPeakDischarge, kContributingArea};
constexpr FieldSpec kMakes[] = {kFlashFloodSusceptibility};

constexpr ParamSpec weight_spec(std::string_view name, double fallback, std::string_view meaning) {
    return {.name = name, .fallback = fallback, .lowest = 0, .highest = 100, .meaning = meaning};
}
constexpr ParamSpec kWeights[kFloodFactors] = {
    weight_spec("slope_weight", 1.5, "weight of the slope"),
    weight_spec("cover_weight", 1, "weight of soil and cover by the curve number"),
    weight_spec("soil_weight", 1, "weight of the soil by its conductivity"),
    weight_spec("confinement_weight", 1, "weight of the channel confinement"),
    weight_spec(
        "runoff_weight", 2, "weight of the event's unit peak discharge; 0 gives the static index")};

constexpr ParamSpec kFullHeight{.name = "full_height",
                                .unit = Unit::metre,
                                .fallback = 10,
                                .lowest = 0,
                                .highest = 100,
                                .meaning = "height above the drainage up to which all of it holds"};
constexpr ParamSpec kEndHeight{.name = "end_height",
                               .unit = Unit::metre,
                               .fallback = 30,
                               .lowest = 1,
                               .highest = 500,
                               .meaning = "height from which only upland_share of it holds"};
constexpr ParamSpec kUplandShare{.name = "upland_share",
                                 .fallback = 0.25,
                                 .lowest = 0,
                                 .highest = 1,
                                 .meaning =
                                     "share of the potential that holds high above the "
                                     "drainage; 1 gives the index of the basins"};
constexpr ParamSpec kParams[] = {kWeights[0], kWeights[1], kWeights[2], kWeights[3],
                                 kWeights[4], kFullHeight, kEndHeight,  kUplandShare};

FloodReach reach_of(const Params& params) {
    const FloodReach reach{.full_height = params[kFullHeight],
                           .end_height = params[kEndHeight],
                           .upland_share = params[kUplandShare]};
    if (reach.end_height <= reach.full_height) {
        throw InputError(
            fmt::format("flash_flood_potential: end_height {} must be above full_height {}",
                        params.text(kEndHeight), params.text(kFullHeight)));
    }
    return reach;
}

PerFactor weights_of(const Params& params) {
    PerFactor weights{};
    std::transform(std::begin(kWeights), std::end(kWeights), weights.begin(),
                   [&](const ParamSpec& spec) { return params[spec]; });
    if (std::accumulate(weights.begin(), weights.end(), 0.0) <= 0) {
        throw InputError("flash_flood_potential: all weights are 0; at least one must not be");
    }
    return weights;
}

void check(const Params& params, const HasField& /*has*/) {
    weights_of(params);
    reach_of(params);
}

void run(const Params& params, FieldSet& fields) {
    const PerFactor weights = weights_of(params);
    const FloodReach reach = reach_of(params);
    const auto slope = fields.read(kSlope);
    const auto number = fields.read(kCurveNumber);
    const auto conductivity = fields.read(kConductivity);
    const auto confinement = fields.read(kChannelConfinement);
    const auto height = fields.read(kHeightAboveDrainage);
    const auto peak = fields.read(kPeakDischarge);
    const auto area = fields.read<double>(kContributingArea);
    const auto potential = fields.write(kFlashFloodSusceptibility);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const PerFactor index{slope_index(slope(row, col)), cover_index(number(row, col)),
                              soil_index(conductivity(row, col)),
                              confinement_index(confinement(row, col)),
                              runoff_index(peak(row, col) / area(row, col))};
        potential(row, col) = static_cast<float>(flood_potential(index, weights) *
                                                 reach_share(height(row, col), reach));
    });
}

}  // namespace

constinit const Model flash_flood_potential{
    .name = "flash_flood_potential",
    .summary = "flash-flood potential index of terrain, soil, cover and event",
    .source =
        "Smith (2003), NWS Colorado Basin River Forecast Center; Zogg & Deitsch (2013), NWS "
        "Des Moines; confinement, runoff and height above drainage added",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 14,
    .halo = no_halo,
    .check = check,
};

}  // namespace hazone::models
