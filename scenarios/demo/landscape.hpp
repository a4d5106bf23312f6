#pragma once

#include <cstdint>

#include "engine/core/raster.hpp"

namespace hazone::demo {

inline constexpr Index kProvinceCells = 1000;      // rows and columns
inline constexpr double kProvinceCellSize = 30.0;  // m

/// Mountains that rivers have cut.
struct Landscape {
    Raster<float> elevation;    // m, 0.1 m apart, about 100 to 2200
    Raster<std::uint8_t> lake;  // 1 on the lake, which is flat
};

/// Rock rises, rivers cut down by the stream-power law, slopes steeper than the rock can stand
/// fall, soil creeps: solved on a coarse grid first, then on finer ones. Ends with valley floors, a
/// lake behind a dam and a roughness that makes a few pits. `cells` rows and columns, a multiple of
/// 4. The same bits for a seed on any machine with any number of threads.
Landscape make_landscape(std::uint64_t seed, Index cells = kProvinceCells);

}  // namespace hazone::demo
