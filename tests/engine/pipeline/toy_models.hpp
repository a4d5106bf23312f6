#pragma once

// Small models with standard fields, to test the planner and the runner without physics.
#include <array>

#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/model.hpp"

namespace hazone::testing {

inline constexpr FieldSpec kElevationOnly[] = {kElevation};
inline constexpr FieldSpec kSlopeAndAspect[] = {kSlope, kAspect};
inline constexpr FieldSpec kSlopeOnly[] = {kSlope};
inline constexpr FieldSpec kDepthOnly[] = {kSoilDepth};
inline constexpr FieldSpec kSlopeAndCohesion[] = {kSlope, kCohesion};
inline constexpr FieldSpec kFactorOnly[] = {kSafetyFactor};
inline constexpr FieldSpec kCurvatureOnly[] = {kPlanCurvature};
inline constexpr FieldSpec kRainOnly[] = {kRain};
inline constexpr FieldSpec kEventOnly[] = {kEventRain};
inline constexpr FieldSpec kGaugesOnly[] = {kRainGauges};
inline constexpr FieldSpec kWetnessOnly[] = {kWetnessIndex};
inline constexpr FieldSpec kConductivityAndDepth[] = {kConductivity, kSoilDepth};

inline constexpr ParamSpec kFactorParam{.name = "factor",
                                        .unit = Unit::one,
                                        .fallback = 2,
                                        .lowest = 0,
                                        .highest = 10,
                                        .meaning = "what the height is multiplied by"};
inline constexpr ParamSpec kDepthParam{.name = "depth",
                                       .unit = Unit::metre,
                                       .lowest = 0,
                                       .highest = 5,
                                       .meaning = "rain of the storm",
                                       .required = true};
inline constexpr ParamSpec kFactorParams[] = {kFactorParam};
inline constexpr ParamSpec kDepthParams[] = {kDepthParam};

inline void make_slope(const Params& params, FieldSet& fields) {
    const auto height = fields.read(kElevation);
    const auto slope = fields.write(kSlope);
    const auto aspect = fields.write(kAspect);
    const double factor = params[kFactorParam];
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        slope(row, col) = static_cast<float>(factor * height(row, col));
        aspect(row, col) = 1.0F;
    });
}

inline void make_depth(const Params& /*params*/, FieldSet& fields) {
    const auto slope = fields.read(kSlope);
    const auto depth = fields.write(kSoilDepth);
    for_each_cell(fields.extent(),
                  [=](Index row, Index col) { depth(row, col) = slope(row, col) + 1.0F; });
}

inline void make_nothing(const Params& /*params*/, FieldSet& /*fields*/) {}

/// elevation -> slope, aspect
inline constexpr Model kToySlope{.name = "toy_slope",
                                 .summary = "slope",
                                 .source = "-",
                                 .needs = kElevationOnly,
                                 .makes = kSlopeAndAspect,
                                 .params = kFactorParams,
                                 .run = make_slope};
/// slope -> soil_depth
inline constexpr Model kToyDepth{.name = "toy_depth",
                                 .summary = "depth",
                                 .source = "-",
                                 .needs = kSlopeOnly,
                                 .makes = kDepthOnly,
                                 .params = {},
                                 .run = make_depth};
/// slope, cohesion -> safety_factor
inline constexpr Model kToyFactor{.name = "toy_factor",
                                  .summary = "factor",
                                  .source = "-",
                                  .needs = kSlopeAndCohesion,
                                  .makes = kFactorOnly,
                                  .params = {},
                                  .run = make_nothing};
/// rain_gauges -> rain
inline constexpr Model kToyGauges{.name = "toy_gauges",
                                  .summary = "rain of gauges",
                                  .source = "-",
                                  .needs = kGaugesOnly,
                                  .makes = kRainOnly,
                                  .params = {},
                                  .run = make_nothing};
/// nothing -> rain, where the user sets a depth
inline constexpr Model kToyStorm{.name = "toy_storm",
                                 .summary = "design storm",
                                 .source = "-",
                                 .needs = {},
                                 .makes = kRainOnly,
                                 .params = kDepthParams,
                                 .run = make_nothing};

/// slope -> wetness_index, with conductivity and soil depth where they can be had
inline constexpr Model kToyWetness{.name = "toy_wetness",
                                   .summary = "wetness",
                                   .source = "-",
                                   .needs = kSlopeOnly,
                                   .makes = kWetnessOnly,
                                   .params = {},
                                   .run = make_nothing,
                                   .uses = kConductivityAndDepth};

/// slope -> curvature, with the settings of toy_slope
inline constexpr Model kToyCurve{.name = "toy_curve",
                                 .summary = "curvature",
                                 .source = "-",
                                 .needs = kSlopeOnly,
                                 .makes = kCurvatureOnly,
                                 .params = kFactorParams,
                                 .run = make_nothing,
                                 .params_of = "toy_slope"};

inline constexpr std::array<const Model*, 7> kToyCatalogue{
    &kToySlope, &kToyDepth, &kToyFactor, &kToyGauges, &kToyStorm, &kToyWetness, &kToyCurve};

}  // namespace hazone::testing
