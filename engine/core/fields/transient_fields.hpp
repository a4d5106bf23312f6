#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// Soil columns in transient rain: what they are made of, how wet they are before it, and their
// safety at the output times.
inline constexpr FieldSpec kInitialWaterTableDepth{
    "initial_water_table_depth", Unit::metre,
    "depth of the water table below the ground before the rain; may lie below the soil", 0, 1e4};
inline constexpr FieldSpec kBackgroundFlux{
    "background_flux", Unit::metre_per_second,
    "steady flux of water into the ground, as of past rain; negative where water comes out", -0.1,
    0.1};
inline constexpr FieldSpec kHydraulicDiffusivity{
    "hydraulic_diffusivity", Unit::square_metre_per_second,
    "diffusivity of pressure in the saturated soil", 0, 10};
inline constexpr FieldSpec kSaturatedWaterContent{
    "saturated_water_content", Unit::one, "water in the saturated soil, share of its volume", 0, 1};
inline constexpr FieldSpec kResidualWaterContent{
    "residual_water_content", Unit::one, "water which the driest soil keeps, share of its volume",
    0, 1};
inline constexpr FieldSpec kGardnerAlpha{
    "gardner_alpha", Unit::per_metre,
    "how fast the soil drains above the water table; 0 or less: it stays saturated", -1e3, 1e3};

inline constexpr FieldSpec kInfiltration{
    "infiltration",    Unit::metre, "water that enters the ground in each time step", 0, kInfinity,
    CellType::float32, Form::series};

inline constexpr FieldSpec kProfilePoints{
    "profile_points",  Unit::one,     "points at which whole soil columns are wanted", 0, kInfinity,
    CellType::float32, Form::features};
inline constexpr FieldSpec kPressureProfiles{
    "pressure_profiles",
    Unit::one,
    "pressure head, water content and safety factor by depth and time at the profile points",
    0,
    kInfinity,
    CellType::float32,
    Form::features};

inline constexpr FieldSpec kMinimumSafetyFactor{
    "minimum_safety_factor", Unit::one,   "lowest safety factor in the soil column", 0, kInfinity,
    CellType::float32,       Form::frames};
inline constexpr FieldSpec kDepthOfMinimum{
    "depth_of_minimum", Unit::metre, "depth at which the safety factor is lowest", 0, kInfinity,
    CellType::float32,  Form::frames};
inline constexpr FieldSpec kPressureHeadAtMinimum{"pressure_head_at_minimum",
                                                  Unit::metre,
                                                  "pressure head where the safety factor is lowest",
                                                  -kInfinity,
                                                  kInfinity,
                                                  CellType::float32,
                                                  Form::frames};
inline constexpr FieldSpec kWaterTableDepth{
    "water_table_depth", Unit::metre, "depth of the water table below the ground",
    -kInfinity,          kInfinity,   CellType::float32,
    Form::frames};

inline constexpr std::array kTransientFields{
    &kProfilePoints,   &kPressureProfiles,     &kInfiltration,          &kInitialWaterTableDepth,
    &kBackgroundFlux,  &kHydraulicDiffusivity, &kSaturatedWaterContent, &kResidualWaterContent,
    &kGardnerAlpha,    &kMinimumSafetyFactor,  &kDepthOfMinimum,        &kPressureHeadAtMinimum,
    &kWaterTableDepth,
};

}  // namespace hazone
