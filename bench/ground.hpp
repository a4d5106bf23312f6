#pragma once

#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/core/raster.hpp"
#include "engine/terrain/synthetic.hpp"

namespace hazone::bench {

/// What a benchmark can run on: the argument `terrain` as a number. Below 10 the ground is
/// synthetic and has the number of its SyntheticTerrain; from 10 on it is a file.
enum class GroundKind {
    fractal = static_cast<int>(SyntheticTerrain::fractal),
    whole_metre_fractal = static_cast<int>(SyntheticTerrain::whole_metre_fractal),
    smooth_fractal = static_cast<int>(SyntheticTerrain::smooth_fractal),
    fluvial = 10,  // the pit-rich river landscape which bench/make-dem makes
    whole_metre_fluvial = 11,
    taiwan = 12,      // taiwan_dtm_30m of the shared data, in whole metres, with sea
    named_file = 13,  // the file which HAZONE_BENCH_DEM names
};

/// The terrain in words, for labels and messages.
std::string name_of(GroundKind kind);

/// The file of a ground from 10 on. `size` counts for those which are made in several sizes.
/// bench/make-dem writes to build/dem, which HAZONE_BENCH_DEM_FOLDER replaces; the shared data are
/// found through HAZONE_SHARED (default ../shared beside the checkout).
std::string dem_file(GroundKind kind, Index size);

/// Ground and what follows from it, for the kernels which need it. Cells of 1 m2.
struct Ground {
    GroundKind kind = GroundKind::fractal;
    Index size = 0;  // as asked for
    Raster<float> z;
    Raster<float> filled;
    Raster<std::uint8_t> direction;
    Raster<double> area;
};

/// The ground a benchmark asks for by its arguments size and terrain. The last one is kept, so that
/// the runs on one ground do not make it again; ask for it before the clock runs. Where its file is
/// absent the run is marked as failed with a text that says how to get it, and the ground is one
/// cell.
const Ground& ground(benchmark::State& state);

}  // namespace hazone::bench
