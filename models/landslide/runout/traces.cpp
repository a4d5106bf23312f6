#include "models/landslide/runout/traces.hpp"

#include <algorithm>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone::models {

namespace {

template <class T, class U>
void set(View<T> view, Cell cell, U value) {
    if (view.data() != nullptr) {
        view(cell) = static_cast<T>(value);
    }
}

void write_missing(const RunoutViews& views, Cell cell) {
    set(views.share, cell, kMissing);
    set(views.energy, cell, kMissing);
    set(views.speed, cell, kMissing);
    set(views.impacted, cell, kNoDirection);
    set(views.source, cell, kNoLabel);
    set(views.length, cell, kMissing);
    set(views.at_rest, cell, kMissing);
}

void write_trace(const RunoutViews& views, Cell cell, const Trace& trace) {
    const float energy = std::max(trace.energy, 0.0F);
    set(views.share, cell, trace.share);
    set(views.energy, cell, energy);
    set(views.speed, cell, speed_of(energy));
    set(views.impacted, cell, trace.energy >= 0 ? 1 : 0);
    set(views.source, cell, trace.source);
    set(views.length, cell, trace.length);
    set(views.at_rest, cell, static_cast<double>(trace.at_rest) * kRestUnit);
}

Trace joined(const std::vector<Traces>& parts, Index row, Index col) {
    Trace trace;
    for (const Traces& part : parts) {
        if (const auto* tile = part.cells.tile_of(row, col)) {
            combine(trace, (*tile)[SparseTiles<Trace>::place_in_tile(row, col)]);
        }
    }
    return trace;
}

}  // namespace

std::vector<Traces> traces_of_threads(Extent extent) {
    std::vector<Traces> parts;
    const auto count = static_cast<std::size_t>(threads());
    parts.reserve(count);
    while (parts.size() < count) {
        parts.emplace_back(extent);
    }
    return parts;
}

RunoutSummary write_traces(const std::vector<Traces>& parts,
                           const PaddedGround& ground,
                           const RunoutViews& views) {
    for_each_cell(ground.extent(), [&](Index row, Index col) {
        if (is_missing(ground.height(row, col))) {
            write_missing(views, {row, col});
        } else {
            write_trace(views, {row, col}, joined(parts, row, col));
        }
    });
    RunoutSummary summary;
    for (const Traces& part : parts) {
        summary.visits += part.visits;
        summary.cut_off += part.cut_off;
    }
    return summary;
}

}  // namespace hazone::models
