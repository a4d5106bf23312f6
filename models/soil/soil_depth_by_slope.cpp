// Soil depth from slope, where no map of it is given: soil thins exponentially as slopes steepen,
//   z = a exp(-b slope),  a = 5.0 m, b = 0.04 per degree (1/e over 25 degrees).
// DeRose (1996), Relationships between slope morphology, regolith depth, and the incidence of
// shallow landslides in eastern Taranaki hill country, Zeitschrift fuer Geomorphologie Suppl. 105;
// constants as used by Salciarini et al. (2006), Modeling regional initiation of rainfall-induced
// shallow landslides in the eastern Umbria Region of central Italy, Landslides 3, 181-194,
// https://doi.org/10.1007/s10346-006-0037-0. They are of their places: set the four parameters from
// soil pits of your own where there are any.
#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/soil/soil.hpp"

namespace hazone::models {

double soil_depth_on(double slope, const DepthBySlope& relation) {
    if (is_missing(slope)) {
        return kMissing;
    }
    const double depth = relation.level_depth * std::exp(-slope / relation.decay_slope);
    return std::min(std::max(depth, relation.least), relation.greatest);
}

namespace {

constexpr FieldSpec kNeeds[] = {kSlope};
constexpr FieldSpec kMakes[] = {kSoilDepth};

constexpr ParamSpec kLevelDepth{.name = "level_depth",
                                .unit = Unit::metre,
                                .fallback = 5,
                                .lowest = 0.1,
                                .highest = 50,
                                .meaning = "depth on level ground"};
constexpr ParamSpec kDecaySlope{.name = "decay_slope",
                                .unit = Unit::radian,
                                .fallback = 0.4363323129985824,  // 25 degrees
                                .lowest = 0.05,
                                .highest = kRightAngle,
                                .meaning = "slope over which the depth falls to 1/e"};
constexpr ParamSpec kLeastDepth{.name = "least_depth",
                                .unit = Unit::metre,
                                .fallback = 0.1,
                                .lowest = 0,
                                .highest = 5,
                                .meaning = "depth is never below this"};
constexpr ParamSpec kGreatestDepth{.name = "greatest_depth",
                                   .unit = Unit::metre,
                                   .fallback = 5,
                                   .lowest = 0,
                                   .highest = 50,
                                   .meaning = "depth is never above this"};
constexpr ParamSpec kParams[] = {kLevelDepth, kDecaySlope, kLeastDepth, kGreatestDepth};

void run(const Params& params, FieldSet& fields) {
    const auto slope = fields.read(kSlope);
    const auto depth = fields.write(kSoilDepth);
    const DepthBySlope relation{.level_depth = params[kLevelDepth],
                                .decay_slope = params[kDecaySlope],
                                .least = params[kLeastDepth],
                                .greatest = params[kGreatestDepth]};
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        depth(row, col) = static_cast<float>(soil_depth_on(slope(row, col), relation));
    });
}

}  // namespace

constinit const Model soil_depth_by_slope{
    .name = "soil_depth_by_slope",
    .summary = "soil depth which falls exponentially with slope",
    .source = "DeRose (1996); Salciarini et al. (2006), doi:10.1007/s10346-006-0037-0",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 7,
    .halo = no_halo,
};

}  // namespace hazone::models
