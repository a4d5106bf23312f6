#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// The ground and what is made of it before water flows over it.
inline constexpr FieldSpec kElevation{"elevation", Unit::metre, "height of the ground", -500, 9000};
inline constexpr FieldSpec kFilledElevation{
    "filled_elevation", Unit::metre, "ground with every depression filled to its spill level", -500,
    9000};

// Where streams and lakes are known better than the heights show: inputs.
inline constexpr FieldSpec kMappedStreams{
    "mapped_streams", Unit::one, "1 on a mapped stream, 0 elsewhere", 0, 1, CellType::code8};
inline constexpr FieldSpec kLakes{"lakes", Unit::one, "1 in a lake, 0 elsewhere",
                                  0,       1,         CellType::code8};
// The ground made ready for its depressions to be filled.
inline constexpr FieldSpec kLevelledElevation{"levelled_elevation", Unit::metre,
                                              "ground with each lake levelled to its lowest shore",
                                              -500, 9000};
inline constexpr FieldSpec kBurnedElevation{"burned_elevation", Unit::metre,
                                            "ground lowered along the mapped streams", -5000, 9000};
inline constexpr FieldSpec kBreachedElevation{
    "breached_elevation", Unit::metre,
    "ground with channels cut from its depressions, within limits", -5000, 9000};

inline constexpr std::array kConditioningFields{
    &kElevation,         &kFilledElevation, &kMappedStreams,     &kLakes,
    &kLevelledElevation, &kBurnedElevation, &kBreachedElevation,
};

}  // namespace hazone
