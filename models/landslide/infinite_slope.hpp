#pragma once

#include "engine/core/field_set.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/params.hpp"

namespace hazone::models {

inline constexpr double kWaterUnitWeight = 9810.0;  // N/m3

/// Soil of one cell above a slip surface parallel to the ground.
struct SoilColumn {
    double depth = 0;           // of the slip surface, vertical, m, >= 0
    double unit_weight = 0;     // N/m3, above that of water
    double cohesion = 0;        // of soil and roots together, Pa, >= 0
    double friction_angle = 0;  // rad, 0 to less than pi/2
    double surcharge = 0;       // weight of trees and the like per area of map, Pa, >= 0
};

/// The safety factor as a linear function of the strength of the soil:
///   FS = per_cohesion c + per_friction tan(phi).
struct StrengthFactors {
    double per_cohesion = 0;  // 1/Pa
    double per_friction = 0;  // 1
};

/// Nothing can slide here, whatever the strength: level ground or no soil. False where an input is
/// missing.
bool cannot_slide(const SoilColumn& soil, double slope);

/// Factors of the infinite slope; `slope` in rad above 0 and below pi/2, depth above 0; `wetness`
/// is the saturated share of the column, 0 to 1. Missing in, missing out. Hammond et al. (1992),
/// USDA INT-GTR-285, equation of the infinite slope; with the unit weight taken as the same above
/// and below the water table.
StrengthFactors strength_factors(const SoilColumn& soil, double slope, double wetness);

/// Safety factor, 0 to `highest`; `highest` where nothing can slide. Missing in, missing out.
double infinite_slope_safety(const SoilColumn& soil, double slope, double wetness, double highest);

/// The depth of soil, missing where it is below 0: a fault of the data is not "no soil", which is
/// safe.
inline float known_depth(float depth) { return depth < 0 ? kMissing : depth; }

/// The fields of SoilColumn, slope and wetness, for the loops of models on the infinite slope.
inline constexpr FieldSpec kInfiniteSlopeNeeds[] = {kSlope,         kSoilDepth,  kCohesion,
                                                    kFrictionAngle, kUnitWeight, kSoilWetness,
                                                    kRootCohesion,  kSurcharge};

/// Views of kInfiniteSlopeNeeds.
struct SlopeFields {
    View<const float> slope, depth, cohesion, friction_angle, unit_weight, wetness, root_cohesion,
        surcharge;

    explicit SlopeFields(const FieldSet& fields);
    SoilColumn soil(Index row, Index col) const;
};

}  // namespace hazone::models
