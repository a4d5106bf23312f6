#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// How the ground answers to heavy rain, each layer from 1, sheds no water fast, to 10.
inline constexpr FieldSpec kLandCoverFloodIndex{
    "land_cover_flood_index", Unit::one,
    "how fast water runs off the land cover, 1 least (water, swamp) to 10 (towns)", 1, 10};
inline constexpr FieldSpec kSoilFloodIndex{
    "soil_flood_index", Unit::one,
    "how fast water runs off the soil, 1 least (coarse, deep) to 10 (clay, rock)", 1, 10};
inline constexpr FieldSpec kForestFloodIndex{
    "forest_flood_index", Unit::one,
    "how little forest holds the water back, 1 dense forest to 10 no tree", 1, 10};
inline constexpr FieldSpec kFlashFloodPotentialIndex{
    "flash_flood_potential_index", Unit::one,
    "published flash-flood potential index (FFPI), 1 least to 10 greatest", 1, 10};

// The valley around a stream.
inline constexpr FieldSpec kValleyWidth{
    "valley_width", Unit::metre,
    "length of the shortest line across the valley at a height above the stream; no value off "
    "streams",
    0};
inline constexpr FieldSpec kValleyConfinementRatio{
    "valley_confinement_ratio", Unit::one,
    "valley_width over the width of the channel: low where the valley confines it", 0};

// Debris flows which runoff starts in the bed.
inline constexpr FieldSpec kDebrisFlowThreshold{
    "debris_flow_threshold", Unit::square_metre_per_second,
    "discharge per width of the bed from which runoff starts a debris flow; infinite where the bed "
    "is too gentle",
    0};
inline constexpr FieldSpec kDebrisFlowDischargeRatio{
    "debris_flow_discharge_ratio", Unit::one,
    "peak discharge per width of the bed over debris_flow_threshold; 0 where the bed is too gentle",
    0};

// Landslides which block a valley.
inline constexpr FieldSpec kLandslideVolume{
    "landslide_volume", Unit::cubic_metre,
    "volume of the landslide which comes to the cell; 0 where none comes", 0};
inline constexpr FieldSpec kLeastDammingVolume{
    "least_damming_volume", Unit::cubic_metre,
    "volume of a landslide below which it does not dam the valley", 0};
inline constexpr FieldSpec kSureDammingVolume{
    "sure_damming_volume", Unit::cubic_metre,
    "volume of a landslide above which it dams the valley", 0};
inline constexpr FieldSpec kDamObstructionIndex{
    "dam_obstruction_index", Unit::one,
    "morphological obstruction index (MOI): logarithm of the landslide's volume per valley width, "
    "m2; minus infinity where no landslide comes"};
inline constexpr FieldSpec kDamStabilityIndex{
    "dam_stability_index", Unit::one,
    "hydromorphological dam stability index (HDSI), were there a dam; minus infinity where no "
    "landslide comes"};
inline constexpr FieldSpec kLandslideDamClass{
    "landslide_dam_class",
    Unit::one,
    "what a landslide makes of the stream: 1 no dam, 2 perhaps a dam, 3 a dam that stands, 4 a dam "
    "of uncertain end, 5 a dam that breaks",
    1,
    5,
    CellType::class8};

inline constexpr std::array kPotentialFields{&kLandCoverFloodIndex, &kSoilFloodIndex,
                                             &kForestFloodIndex,    &kFlashFloodPotentialIndex,
                                             &kValleyWidth,         &kValleyConfinementRatio,
                                             &kDebrisFlowThreshold, &kDebrisFlowDischargeRatio,
                                             &kLandslideVolume,     &kLeastDammingVolume,
                                             &kSureDammingVolume,   &kDamObstructionIndex,
                                             &kDamStabilityIndex,   &kLandslideDamClass};

}  // namespace hazone
