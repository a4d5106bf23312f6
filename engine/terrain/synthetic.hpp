#pragma once

#include <cstdint>

#include "engine/core/raster.hpp"

namespace hazone {

/// Ground which is made, not measured: for tests and benchmarks, on cells of 10 m.
enum class SyntheticTerrain {
    plane,                // falls 1 m per row to the south; no pits
    cone,                 // highest in the centre, falls 1 m per cell outwards; no pits
    inverted_cone,        // lowest in the centre, rises 1 m per cell outwards: one depression
    noise,                // every cell for itself, 0 to 100 m: as many pits as there can be
    fractal,              // hills of all sizes with about 1 km of relief, pits, and lakes (flats):
                          // a third of the cells lie in depressions, ten times more than in nature
    whole_metre_fractal,  // the same rounded to whole metres: flats everywhere
    smooth_fractal,       // the hills of 16 cells and wider, no lakes: few pits, hardly a flat
};

/// Heights in metres, none missing. The same seed gives the same bits on any number of threads; the
/// first three have no use for it. A larger extent continues the noise and the fractals of a
/// smaller.
Raster<float> synthetic_terrain(SyntheticTerrain kind, Extent extent, std::uint64_t seed);

/// One window of it, for extents which do not fit in memory.
struct SyntheticGround {
    SyntheticTerrain kind = SyntheticTerrain::fractal;
    Extent extent;
    std::uint64_t seed = 0;
};
void synthetic_terrain(const SyntheticGround& ground, Cell from, View<float> heights);

}  // namespace hazone
