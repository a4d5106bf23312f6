#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// The ground and what is made of it before water flows over it.
inline constexpr FieldSpec kElevation{"elevation", Unit::metre, "height of the ground", -500, 9000};
inline constexpr FieldSpec kFilledElevation{
    "filled_elevation", Unit::metre, "ground with every depression filled to its spill level", -500,
    9000};

inline constexpr std::array kConditioningFields{
    &kElevation,
    &kFilledElevation,
};

}  // namespace hazone
