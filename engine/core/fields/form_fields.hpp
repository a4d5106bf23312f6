#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// The form of the ground around a cell, and indices of form and flow.
inline constexpr FieldSpec kSlope{"slope", Unit::radian, "steepest inclination of the ground", 0,
                                  kRightAngle};
inline constexpr FieldSpec kAspect{
    "aspect", Unit::radian, "direction the slope faces, clockwise from north; missing where flat",
    0, kFullTurn};
inline constexpr FieldSpec kWetnessIndex{"wetness_index", Unit::one,
                                         "topographic wetness index ln(a / tan slope)"};
inline constexpr FieldSpec kChannelConfinement{
    "channel_confinement", Unit::one,
    "how tightly the ground around a cell encloses it: 0 open, 1 at the bottom of a gorge", 0, 1};

inline constexpr std::array kFormFields{
    &kSlope,
    &kAspect,
    &kWetnessIndex,
    &kChannelConfinement,
};

}  // namespace hazone
