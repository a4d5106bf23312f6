#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// Channels and the basins which drain into them.
inline constexpr FieldSpec kStreamNetwork{
    "stream_network", Unit::one, "1 on a stream, 0 elsewhere", 0, 1, CellType::code8};
inline constexpr FieldSpec kDrainageBasin{
    "drainage_basin", Unit::one,        "number of the drainage basin, from 1", 1,
    kInfinity,        CellType::label32};

inline constexpr std::array kNetworkFields{
    &kStreamNetwork,
    &kDrainageBasin,
};

}  // namespace hazone
