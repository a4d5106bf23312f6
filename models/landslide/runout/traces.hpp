#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/core/view.hpp"
#include "models/landslide/runout/path_step.hpp"
#include "models/landslide/runout/sparse_tiles.hpp"

namespace hazone::models {

/// A release cell with the label of its zone.
struct ReleaseCell {
    Cell cell;
    std::int32_t label = 0;
};

/// What is kept of all masses which reach a cell. Every part is combined by the greatest or by a
/// sum of whole numbers, so that the order in which masses come does not show in the result.
struct Trace {
    float energy = -1;         // m, greatest; below 0: not reached
    std::int32_t source = 0;   // label of the release that brings it; the lowest of equal ones
    float share = 0;           // greatest flux, or share of the walks, of one release cell
    float length = 0;          // m, greatest of the path lengths
    std::int64_t at_rest = 0;  // flux that stops here, in units of 2^-40 release cells
};

inline constexpr double kRestUnit = 0x1p-40;

/// A flux in whole units.
inline std::int64_t rest_units(double flux) {
    return flux > 0 ? std::llround(flux / kRestUnit) : 0;  // mostly nothing rests
}

/// The traces of one thread.
struct Traces {
    explicit Traces(Extent extent) : cells(extent, Trace{}) {}

    SparseTiles<Trace> cells;
    std::int64_t visits = 0;
    std::int64_t cut_off = 0;  // release cells whose masses reach the border of the known ground
};

inline void combine(Trace& trace, const Trace& other) {
    // without a branch: which one is greater cannot be foretold
    const bool same = other.energy == trace.energy;
    const bool takes =
        (other.energy > trace.energy) | (same & (other.source < trace.source));  // NOLINT
    trace.source = takes ? other.source : trace.source;
    trace.energy = std::max(trace.energy, other.energy);
    trace.share = std::max(trace.share, other.share);
    trace.length = std::max(trace.length, other.length);
    trace.at_rest += other.at_rest;
}

/// Empty traces, one for each thread of the next parallel loop.
std::vector<Traces> traces_of_threads(Extent extent);

/// Where the results go; a view of nothing is spared.
struct RunoutViews {
    View<float> share;
    View<float> energy;
    View<float> speed;
    View<std::uint8_t> impacted;
    View<std::int32_t> source;
    View<float> length;
    View<float> at_rest;
};

struct RunoutSummary {
    std::int64_t visits = 0;
    std::int64_t cut_off = 0;
};

/// Joins what the threads found and writes it. Ground that is not known stays missing; ground that
/// is not reached gets 0 everywhere, and no source.
RunoutSummary write_traces(const std::vector<Traces>& parts,
                           const PaddedGround& ground,
                           const RunoutViews& views);

}  // namespace hazone::models
