#pragma once

#include <string_view>

#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/params.hpp"

// What the models of soil columns in transient rain need, and their settings.

namespace hazone::models::transient {

inline constexpr FieldSpec kColumnNeeds[] = {kRain,
                                             kSlope,
                                             kSoilDepth,
                                             kInitialWaterTableDepth,
                                             kBackgroundFlux,
                                             kCohesion,
                                             kFrictionAngle,
                                             kUnitWeight,
                                             kHydraulicDiffusivity,
                                             kConductivity,
                                             kSaturatedWaterContent,
                                             kResidualWaterContent,
                                             kGardnerAlpha};
// The infiltration only where routed_infiltration is asked for, since its setting is required.
inline constexpr FieldSpec kColumnUses[] = {kRootCohesion, kInfiltration};
inline constexpr std::string_view kModes[] = {"exact", "trigrs-2.1"};  // as in transient::Mode
inline constexpr std::string_view kConditions[] = {"unsaturated", "saturated"};
inline constexpr std::string_view kBoundaries[] = {"infinite",
                                                   "finite"};  // as in transient::Boundary
inline constexpr std::string_view kDirections[] = {"general", "along_slope", "hydrostatic"};
inline constexpr std::string_view kNoYes[] = {"no", "yes"};

inline constexpr double kMostTime = 366 * 86400.0;  // s

inline constexpr ParamSpec kMode{.name = "mode",
                                 .fallback = 0,
                                 .meaning =
                                     "exact: the published equations; trigrs-2.1: the numbers of "
                                     "that program, its errors included",
                                 .choices = kModes};
inline constexpr ParamSpec kCondition{
    .name = "initial_condition",
    .fallback = 0,
    .meaning =
        "unsaturated: above the water table where gardner_alpha is above 0; saturated: all "
        "ground is wet up to its surface",
    .choices = kConditions};
inline constexpr ParamSpec kBoundary{.name = "depth",
                                     .fallback = 1,
                                     .meaning = "finite: nothing flows out of the column below",
                                     .choices = kBoundaries};
inline constexpr ParamSpec kDirection{
    .name = "flow_direction",
    .fallback = 0,
    .meaning = "of the ground water: how pressure grows with depth",
    .choices = kDirections};
inline constexpr ParamSpec kIncrements{.name = "increments",
                                       .fallback = 10,
                                       .lowest = 1,
                                       .highest = 1000,
                                       .meaning = "a column is judged at one depth more than this",
                                       .whole = true};
inline constexpr ParamSpec kShallowest{.name = "shallowest_depth",
                                       .unit = Unit::metre,
                                       .fallback = 0.001,
                                       .lowest = 0,
                                       .highest = 10,
                                       .meaning = "the first of these depths"};
inline constexpr ParamSpec kWaterWeight{.name = "water_unit_weight",
                                        .unit = Unit::newton_per_cubic_metre,
                                        .fallback = 9800,
                                        .lowest = 9000,
                                        .highest = 11000,
                                        .meaning = "unit weight of water"};
inline constexpr ParamSpec kLowestSlope{.name = "lowest_slope",
                                        .unit = Unit::radian,
                                        .fallback = 0,
                                        .lowest = 0,
                                        .highest = kRightAngle,
                                        .meaning = "flatter ground is not judged: missing"};
inline constexpr ParamSpec kHighestSlope{.name = "highest_slope",
                                         .unit = Unit::radian,
                                         .fallback = kRightAngle,
                                         .lowest = 0,
                                         .highest = kRightAngle,
                                         .meaning = "steeper ground is not judged: missing"};
inline constexpr ParamSpec kHighest{
    .name = "highest_safety_factor",
    .fallback = 10,
    .lowest = 1.5,
    .highest = 1000,
    .meaning = "safety factors end here; also that of ground without soil"};
inline constexpr ParamSpec kEnd{.name = "end",
                                .unit = Unit::second,
                                .fallback = 0,
                                .lowest = 0,
                                .highest = kMostTime,
                                .meaning =
                                    "when the computation ends; 0: with the rain or the last "
                                    "output time, whichever is later"};
inline constexpr ParamSpec kAnalyticPorosity{
    .name = "analytic_fillable_porosity",
    .fallback = 1,
    .meaning = "room for water above the water table by formula",
    .choices = kNoYes};
inline constexpr ParamSpec kRisingTable{
    .name = "water_table_rises",
    .fallback = 1,
    .meaning = "estimate pressure where the water table has risen",
    .choices = kNoYes};
inline constexpr ParamSpec kFringe{
    .name = "fringe_above_table",
    .fallback = 0,
    .meaning = "head at the top of the saturated zone is -1/alpha, not 0",
    .choices = kNoYes};
inline constexpr ParamSpec kAddFlux{.name = "add_background_flux",
                                    .fallback = 1,
                                    .meaning = "the background flux goes on in the rain",
                                    .choices = kNoYes};
inline constexpr ParamSpec kIgnoreSuction{
    .name = "ignore_suction",
    .fallback = 1,
    .meaning = "negative pressure adds no strength to columns that are saturated at the start",
    .choices = kNoYes};
inline constexpr ParamSpec kThinSoil{
    .name = "unsaturated_in_thin_soil",
    .fallback = 1,
    .meaning = "soil is unsaturated although the capillary fringe reaches the ground",
    .choices = kNoYes};
inline constexpr ParamSpec kSteps{.name = "steps_per_period",
                                  .fallback = 1,
                                  .lowest = 1,
                                  .highest = 1e6,
                                  .meaning = "mode trigrs-2.1: time steps in a period of rain (tx)",
                                  .whole = true};
inline constexpr ParamSpec kUnsaturatedTerms{.name = "most_unsaturated_terms",
                                             .fallback = 30,
                                             .lowest = 2,
                                             .highest = 10000,
                                             .meaning = "mode trigrs-2.1: terms of a series (nmax)",
                                             .whole = true};
inline constexpr ParamSpec kSaturatedTerms{.name = "most_saturated_terms",
                                           .fallback = 100,
                                           .lowest = 0,
                                           .highest = 10000,
                                           .meaning = "mode trigrs-2.1: terms of a series (mmax)",
                                           .whole = true};
inline constexpr ParamSpec kSkipSteps{
    .name = "skip_other_steps",
    .fallback = 0,
    .meaning = "mode trigrs-2.1: time steps without output are left out",
    .choices = kNoYes};
inline constexpr ParamSpec kColumnParams[] = {
    kMode,          kCondition,        kBoundary,    kDirection,        kIncrements,
    kShallowest,    kWaterWeight,      kLowestSlope, kHighestSlope,     kHighest,
    kEnd,           kAnalyticPorosity, kRisingTable, kFringe,           kAddFlux,
    kIgnoreSuction, kThinSoil,         kSteps,       kUnsaturatedTerms, kSaturatedTerms,
    kSkipSteps};

}  // namespace hazone::models::transient
