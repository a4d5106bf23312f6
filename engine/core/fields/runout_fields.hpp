#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// Where slides and debris flows begin, and where they come to.
inline constexpr FieldSpec kReleaseArea{
    "release_area", Unit::one, "1 where slides begin, 0 elsewhere", 0, 1, CellType::code8};
inline constexpr FieldSpec kReleaseZone{
    "release_zone",
    Unit::one,
    "number of the release to which the cell belongs, from 1; no value where nothing begins",
    1,
    kInfinity,
    CellType::label32};
inline constexpr FieldSpec kRunoutReachProbability{
    "runout_reach_probability", Unit::one,
    "share of the walks of one release cell that reach the cell, the highest of all", 0, 1};
inline constexpr FieldSpec kRunoutFlux{
    "runout_flux", Unit::one,
    "share of the flux of one release cell that comes through the cell, the highest of all", 0};
inline constexpr FieldSpec kRunoutEnergyHeight{"runout_energy_height", Unit::metre,
                                               "highest energy line of the runout above ground", 0};
inline constexpr FieldSpec kRunoutMaximumSpeed{"runout_maximum_speed", Unit::metre_per_second,
                                               "highest speed of the runout", 0};
inline constexpr FieldSpec kRunoutImpacted{
    "runout_impacted", Unit::one, "1 where a runout comes, 0 elsewhere", 0, 1, CellType::code8};
inline constexpr FieldSpec kRunoutSource{
    "runout_source",
    Unit::one,
    "release zone whose runout comes with the highest energy; no value where none comes",
    1,
    kInfinity,
    CellType::label32};
inline constexpr FieldSpec kRunoutPathLength{
    "runout_path_length", Unit::metre,
    "longest way, on the map, from a release cell; 0 where none comes", 0};
inline constexpr FieldSpec kRunoutAtRest{
    "runout_at_rest", Unit::one, "sum of the flux that stops in the cell, in release cells", 0};

// The same of the random walks.
inline constexpr FieldSpec kWalkEnergyHeight{
    "walk_energy_height", Unit::metre, "highest energy line of the random walks above ground", 0};
inline constexpr FieldSpec kWalkMaximumSpeed{"walk_maximum_speed", Unit::metre_per_second,
                                             "highest speed of the random walks", 0};
inline constexpr FieldSpec kWalkImpacted{
    "walk_impacted", Unit::one, "1 where a random walk comes, 0 elsewhere", 0, 1, CellType::code8};
inline constexpr FieldSpec kWalkSource{
    "walk_source",
    Unit::one,
    "release zone whose random walk comes with the highest energy; no value where none comes",
    1,
    kInfinity,
    CellType::label32};
inline constexpr FieldSpec kWalkPathLength{
    "walk_path_length", Unit::metre,
    "longest random walk, on the map, from a release cell; 0 where none comes", 0};
inline constexpr FieldSpec kWalkAtRest{
    "walk_at_rest", Unit::one, "sum of the shares of walks that stop in the cell, in release cells",
    0};

// What the runout takes up on its way.
inline constexpr FieldSpec kRunoutEntrainedDepth{
    "runout_entrained_depth", Unit::metre, "depth of ground that a runout takes up in the cell", 0};
inline constexpr FieldSpec kRunoutVolume{
    "runout_volume", Unit::cubic_metre,
    "ground of the release whose runout comes with the highest energy: slid and taken up", 0};

inline constexpr std::array kRunoutFields{
    &kReleaseArea,          &kReleaseZone,
    &kRunoutFlux,           &kRunoutEnergyHeight,
    &kRunoutMaximumSpeed,   &kRunoutImpacted,
    &kRunoutSource,         &kRunoutPathLength,
    &kRunoutAtRest,         &kRunoutReachProbability,
    &kWalkEnergyHeight,     &kWalkMaximumSpeed,
    &kWalkImpacted,         &kWalkSource,
    &kWalkPathLength,       &kWalkAtRest,
    &kRunoutEntrainedDepth, &kRunoutVolume,
};

}  // namespace hazone
