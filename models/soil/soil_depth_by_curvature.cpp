// Soil depth at which as much rock turns into soil as creeps away,
//   (P0 / cos) exp(-h cos / h0) d = -D Laplacian(z),
//   h = h0 / cos ln( P0 d / (D k) ),   k = -cos Laplacian(z),
// h vertical depth, cos of the slope, P0 production of soil from bare rock, h0 depth over which it
// falls to 1/e, d density of rock over that of soil, D diffusivity of creep, k creep_curvature().
// Heimsath, Dietrich, Nishiizumi & Finkel (1997), The soil production function and landscape
// equilibrium, Nature 388, 358-361, https://doi.org/10.1038/41056; normal to the slope as Pelletier
// & Rasmussen (2009), Geomorphically based predictive mapping of soil thickness in upland
// watersheds, Water Resources Research 45, W09417, https://doi.org/10.1029/2008WR007319.
//
// The steady state is derived here from the balance, with creep linear in the slope (the papers
// have other laws of transport as well). It holds on convex ground. Where the ground is level or
// concave soil gathers and there is no steady state: such ground has the greatest depth; where
// creep is faster than any production, the least.
#include <algorithm>
#include <cmath>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/soil/soil_relation.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kSlope, kProfileCurvature, kTangentialCurvature};
constexpr FieldSpec kMakes[] = {kSoilDepth};

constexpr double kYear = 365.25 * 86400;  // s
constexpr ParamSpec kProduction{.name = "production",
                                .unit = Unit::metre_per_second,
                                .lowest = 1e-7 / kYear,
                                .highest = 0.01 / kYear,
                                .meaning = "P0, production of soil from bare rock",
                                .required = true};
constexpr ParamSpec kDiffusivity{.name = "diffusivity",
                                 .unit = Unit::square_metre_per_second,
                                 .lowest = 1e-6 / kYear,
                                 .highest = 1 / kYear,
                                 .meaning = "D, diffusivity of the creep of soil",
                                 .required = true};
constexpr ParamSpec kDecayDepth{.name = "decay_depth",
                                .unit = Unit::metre,
                                .fallback = 0.5,
                                .lowest = 0.05,
                                .highest = 5,
                                .meaning = "h0, depth over which production falls to 1/e"};
constexpr ParamSpec kDensityRatio{.name = "density_ratio",
                                  .fallback = 2,
                                  .lowest = 1,
                                  .highest = 3,
                                  .meaning = "density of rock over that of soil"};
constexpr ParamSpec kLeastDepth{.name = "least_depth",
                                .unit = Unit::metre,
                                .fallback = 0.1,
                                .lowest = 0,
                                .highest = 5,
                                .meaning = "depth is never below this"};
constexpr ParamSpec kGreatestDepth{.name = "greatest_depth",
                                   .unit = Unit::metre,
                                   .fallback = 3,
                                   .lowest = 0,
                                   .highest = 50,
                                   .meaning = "depth of ground which is not convex, and at most"};
constexpr ParamSpec kParams[] = {kProduction,   kDiffusivity, kDecayDepth,
                                 kDensityRatio, kLeastDepth,  kGreatestDepth};

void run(const Params& params, FieldSet& fields) {
    const SoilGroundFields ground(fields);
    const auto depth = fields.write(kSoilDepth);
    const double ratio = params[kDensityRatio] * params[kProduction] / params[kDiffusivity];
    const Line line{params[kDecayDepth] * std::log(ratio), -params[kDecayDepth]};
    const double least = params[kLeastDepth];
    const double greatest = params[kGreatestDepth];
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const double steady = related_depth(SoilRelation::curvature, line, ground.at(row, col));
        depth(row, col) = is_missing(steady)
                              ? kMissing
                              : static_cast<float>(std::min(std::max(steady, least), greatest));
    });
}

}  // namespace

constinit const Model soil_depth_by_curvature{
    .name = "soil_depth_by_curvature",
    .summary = "soil depth where its production balances its creep; greatest on concave ground",
    .source =
        "Heimsath et al. (1997), doi:10.1038/41056; Pelletier & Rasmussen (2009), "
        "doi:10.1029/2008WR007319",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 10,
    .halo = no_halo,
};

}  // namespace hazone::models
