#pragma once

#include <numbers>
#include <string_view>
#include <vector>

#include "engine/core/field_set.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/params.hpp"
#include "models/landslide/runout/traces.hpp"

namespace hazone::models {

// The parameters which the two methods of runout share.
inline constexpr std::string_view kFrictionWords[] = {"angle_of_reach", "two_parameter"};
inline constexpr ParamSpec kFrictionLaw{
    .name = "friction",
    .fallback = 0,
    .highest = 1,
    .meaning = "the energy line falls at the angle of reach, or by sliding friction and drag",
    .choices = kFrictionWords};
// Least angles seen in the Swiss Alps: 11 degrees for coarse and medium grained debris flows, but 7
// for fine grained ones (Horton et al. 2013, doi:10.5194/nhess-13-869-2013).
inline constexpr ParamSpec kAngleOfReach{
    .name = "angle_of_reach",
    .unit = Unit::radian,
    .fallback = 11 * std::numbers::pi / 180,
    .lowest = std::numbers::pi / 180,
    .highest = 60 * std::numbers::pi / 180,
    .meaning =
        "slope of the energy line, from release to reach; with angle_of_reach; seen of "
        "debris flows: from 11 deg, fine grained from 7 deg"};
inline constexpr ParamSpec kSlidingFriction{
    .name = "sliding_friction",
    .fallback = 0.11,
    .lowest = 0.01,
    .highest = 2,
    .meaning = "coefficient of sliding friction mu; with two_parameter"};
inline constexpr ParamSpec kMassToDrag{.name = "mass_to_drag",
                                       .unit = Unit::metre,
                                       .fallback = 75,
                                       .lowest = 1,
                                       .highest = 1e5,
                                       .meaning = "mass-to-drag ratio M/D; with two_parameter"};
// 270 m is that of Flow-Py, for avalanches. Debris flows in the Swiss Alps were not faster than 13
// to 14 m/s, and Flow-R takes 15 m/s (Horton et al. 2013). A lower bound may shorten the reach.
inline constexpr ParamSpec kLargestEnergy{
    .name = "largest_energy_height",
    .unit = Unit::metre,
    .fallback = 270,
    .lowest = 0.1,
    .highest = 9000,
    .meaning = "bound of the energy height, and so of the speed: 11.5 m for 15 m/s"};
inline constexpr ParamSpec kExponent{
    .name = "exponent",
    .fallback = 4,
    .lowest = 0.5,
    .highest = 64,
    .meaning = "how much of the flow keeps to the steepest way; 64 nearly all"};
inline constexpr std::string_view kSpreadingWords[] = {"with_momentum", "downslope"};
inline constexpr ParamSpec kSpreading{
    .name = "spreading",
    .fallback = 0,
    .highest = 1,
    .meaning = "to all neighbours which the energy reaches, or to lower ones only",
    .choices = kSpreadingWords};

inline constexpr FieldSpec kRunoutNeeds[] = {kElevation, kReleaseZone};

/// The rules which these parameters set.
PathRules path_rules(const Params& params);

/// The cells of the release zones, row by row.
std::vector<ReleaseCell> release_cells(const FieldSet& fields);

/// Says what a reader of the map must know: releases on unknown ground, runouts which leave it.
void note_runout(const std::vector<ReleaseCell>& releases,
                 const RunoutSummary& summary,
                 FieldSet& fields);

}  // namespace hazone::models
