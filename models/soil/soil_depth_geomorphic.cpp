// Soil depth by the form of the ground: deep where it is hollow, thin where it bulges or is steep,
//   h = C0 + C1 Laplacian(z) + C2 max(Sc - tan(slope), 0),
// C0 depth on ground which is not curved and as steep as Sc, m, C1 what curvature brings, m2, and
// C2 what gentler slope brings, m. With C2 = 0 it is h = mean depth + (dh/dC) C of Patton, Lohse,
// Godsey, Crosby & Seyfried (2018), Predicting soil thickness on soil mantled hillslopes, Nature
// Communications 9, 3329, https://doi.org/10.1038/s41467-018-05743-y; the part of the slope is that
// of the model LRSC of USGS REGOLITH (Baum, Bedinger & Tello 2021), whose text and source were
// opened: C0 0.5 to 1.1 m, C1 0 to 21 m2, C2 0 to 1 m and Sc of 30 to 60 degrees are the ranges it
// suggests.
//
// The paper tells dh/dC from how much curvature varies in a catchment, and that relation could not
// be opened, so that C1 has no default; both constants hang on the cell size at which curvature is
// measured. The Geomorphologically Indexed Soil Thickness (GIST) of Catani, Segoni & Falorni
// (2010), https://doi.org/10.1029/2008WR007450, weighs slope, curvature and the distance from the
// crest as well. Its equation was not found in any source that could be opened: this is not GIST.
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

constexpr ParamSpec kMeanDepth{.name = "mean_depth",
                               .unit = Unit::metre,
                               .lowest = 0,
                               .highest = 20,
                               .meaning = "C0, depth on steep ground which is not curved",
                               .required = true};
constexpr ParamSpec kCurvatureEffect{.name = "curvature_effect",
                                     .unit = Unit::square_metre,
                                     .lowest = 0,
                                     .highest = 1000,
                                     .meaning = "C1, depth over the Laplacian of the ground",
                                     .required = true};
constexpr ParamSpec kSlopeEffect{.name = "slope_effect",
                                 .unit = Unit::metre,
                                 .fallback = 0,
                                 .lowest = 0,
                                 .highest = 20,
                                 .meaning = "C2, depth over what the tangent of the slope lacks"};
constexpr ParamSpec kCriticalSlope{.name = "critical_slope",
                                   .unit = Unit::radian,
                                   .fallback = 0.7853981633974483,  // 45 degrees
                                   .lowest = 0.3,
                                   .highest = 1.3,
                                   .meaning = "angle of Sc, from which slope brings no more soil"};
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
constexpr ParamSpec kParams[] = {kMeanDepth,     kCurvatureEffect, kSlopeEffect,
                                 kCriticalSlope, kLeastDepth,      kGreatestDepth};

void run(const Params& params, FieldSet& fields) {
    const GroundFormDepth relation{.mean_depth = params[kMeanDepth],
                                   .curvature_effect = params[kCurvatureEffect],
                                   .slope_effect = params[kSlopeEffect],
                                   .critical_tangent = std::tan(params[kCriticalSlope])};
    const double least = params[kLeastDepth];
    const double greatest = params[kGreatestDepth];
    const SoilGroundFields ground(fields);
    const auto depth = fields.write(kSoilDepth);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const double found = depth_by_form(relation, ground.at(row, col));
        depth(row, col) = is_missing(found)
                              ? kMissing
                              : static_cast<float>(std::min(std::max(found, least), greatest));
    });
}

}  // namespace

double depth_by_form(const GroundFormDepth& relation, const SoilGround& ground) {
    const double laplacian = -creep_curvature(ground) / std::cos(ground.slope);
    const double gentler = relation.critical_tangent - std::tan(ground.slope);
    return relation.mean_depth + relation.curvature_effect * laplacian +
           (gentler > 0 ? relation.slope_effect * gentler : 0);
}

constinit const Model soil_depth_geomorphic{
    .name = "soil_depth_geomorphic",
    .summary = "soil depth linear in the curvature of the ground and in its slope",
    .source =
        "Patton et al. (2018), doi:10.1038/s41467-018-05743-y; model LRSC of USGS REGOLITH (2021)",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 10,
    .halo = no_halo,
};

}  // namespace hazone::models
