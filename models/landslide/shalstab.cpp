// SHALSTAB: the steady rain at which a slope becomes unstable,
//   q_c = T sin(slope) (b / A) [ c / (g_w z cos2(slope) tan(phi))
//                                + (g / g_w) (1 - tan(slope) / tan(phi)) ].
// The square bracket is the saturated share of the soil at which the infinite slope fails; steady
// flow fills the share q A / (b T sin(slope)). A/b specific catchment area, T transmissivity, c
// cohesion of soil and roots, z vertical depth, g and g_w unit weight of soil and water.
// Montgomery & Dietrich (1994), A physically based model for the topographic control on shallow
// landsliding, Water Resources Research 30(4), 1153-1171, https://doi.org/10.1029/93WR02979; with
// cohesion after Montgomery, Sullivan & Greenberg (1998), Hydrological Processes 12(6), 943-955.
//
// It is written here with the stresses multiplied out, so that soil without friction has an answer:
//   share = (resistance when dry - drive) / (resistance which water takes away when saturated).
#include "models/landslide/shalstab.hpp"

#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double critical_rainfall_of(const SoilColumn& soil,
                            double slope,
                            double transmissivity,
                            double specific_area) {
    if (any_missing(soil.depth, soil.unit_weight, soil.cohesion, soil.friction_angle, slope,
                    transmissivity, specific_area)) {
        return kMissing;
    }
    if (cannot_slide(soil, slope)) {
        return kInfinity;
    }
    const double weight = soil.unit_weight * soil.depth;
    const double normal_friction =
        std::cos(slope) * std::cos(slope) * std::tan(soil.friction_angle);
    const double dry_surplus =
        soil.cohesion + weight * normal_friction - weight * std::sin(slope) * std::cos(slope);
    const double taken_by_water = kWaterUnitWeight * soil.depth * normal_friction;
    if (dry_surplus <= 0) {
        return 0;
    }
    if (dry_surplus >= taken_by_water) {
        return kInfinity;
    }
    return dry_surplus / taken_by_water * transmissivity * std::sin(slope) / specific_area;
}

namespace {

constexpr FieldSpec kNeeds[] = {kSlope,    kSpecificCatchmentArea, kTransmissivity, kSoilDepth,
                                kCohesion, kFrictionAngle,         kUnitWeight,     kRootCohesion};
constexpr FieldSpec kMakes[] = {kCriticalRainfall};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto slope = fields.read(kSlope);
    const auto area = fields.read(kSpecificCatchmentArea);
    const auto transmissivity = fields.read(kTransmissivity);
    const auto depth = fields.read(kSoilDepth);
    const auto cohesion = fields.read(kCohesion);
    const auto friction_angle = fields.read(kFrictionAngle);
    const auto unit_weight = fields.read(kUnitWeight);
    const auto rainfall = fields.write(kCriticalRainfall);
    const auto root_cohesion = fields.read(kRootCohesion);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const SoilColumn soil{.depth = known_depth(depth(row, col)),
                              .unit_weight = unit_weight(row, col),
                              .cohesion = cohesion(row, col) + root_cohesion(row, col),
                              .friction_angle = friction_angle(row, col)};
        rainfall(row, col) = static_cast<float>(
            critical_rainfall_of(soil, slope(row, col), transmissivity(row, col), area(row, col)));
    });
}

}  // namespace

constinit const Model shalstab{
    .name = "shalstab",
    .summary = "steady rain which brings the slope to failure",
    .source = "Montgomery & Dietrich (1994), doi:10.1029/93WR02979",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 32,
    .halo = no_halo,
};

}  // namespace hazone::models
