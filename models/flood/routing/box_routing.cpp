#include "models/flood/routing/box_routing.hpp"

namespace hazone::models {
namespace {

/// The cells of a level, each array from its first one on.
struct Level {
    Index cells = 0;
    const float* storage_factor = nullptr;
    double* volume = nullptr;
    float* outflow = nullptr;  // before the step, and then after it
    float* peak_discharge = nullptr;
    float* peak_time = nullptr;
    const double* supply = nullptr;
    const double* inflow = nullptr;
    const double* last_inflow = nullptr;
    double* content = nullptr;  // of the equation
    double* weight = nullptr;
    double* root = nullptr;
    double* mean = nullptr;
    double* end = nullptr;
};

Level level_of(const WaveCells& cells, const ChunkLevel& own, WaveScratch& scratch) {
    const Index place = own.chunk_first + own.begin;
    return {.cells = own.end - own.begin,
            .storage_factor = cells.storage_factor + place,
            .volume = cells.volume + place,
            .outflow = cells.outflow + place,
            .peak_discharge = cells.peak_discharge + place,
            .peak_time = cells.peak_time + place,
            .supply = scratch.supply.data() + own.begin,
            .inflow = scratch.inflow.data(),
            .last_inflow = scratch.last_inflow.data(),
            .content = scratch.content.data(),
            .weight = scratch.weight.data(),
            .root = scratch.root.data(),
            .mean = scratch.discharge.data() + own.begin,
            .end = scratch.end.data() + own.begin};
}

/// What flows into each cell from above; gives where the donors of the next level begin.
Index gather_inflows(const ChunkLevel& own, WaveScratch& scratch) {
    const double* mean = scratch.discharge.data();
    const double* end = scratch.end.data();
    Index donor = own.first_donor;
    for (Index i = own.begin; i < own.end; ++i) {
        double inflow = 0;
        double last = 0;
        for (const Index next = donor + own.donors[i]; donor != next; ++donor) {
            inflow += mean[donor];
            last += end[donor];
        }
        scratch.inflow[static_cast<std::size_t>(i - own.begin)] = inflow;
        scratch.last_inflow[static_cast<std::size_t>(i - own.begin)] = last;
    }
    return donor;
}

void set_equations(const Level& level, double dt) {
    const double* __restrict volume = level.volume;
    const float* __restrict outflow = level.outflow;
    const float* __restrict beta = level.storage_factor;
    const double* __restrict supply = level.supply;
    const double* __restrict inflow = level.inflow;
    const double* __restrict last_inflow = level.last_inflow;
    double* __restrict content = level.content;
    double* __restrict weight = level.weight;
#pragma GCC ivdep
    for (Index i = 0; i < level.cells; ++i) {
        const BoxInflow own{volume[i], double{outflow[i]}, last_inflow[i], inflow[i], supply[i]};
        const double own_weight = weight_of_before(dt, own.held, own.before);
        weight[i] = own_weight;
        content[i] = box_content(dt, own_weight, double{beta[i]} / 2, own);
    }
}

/// Gives the number of roots which will not do. Levels are short on narrow ground: the last lanes
/// are worked out in full, with what another level left there, and never read.
Index quick_roots(const Level& level, double dt) {
    const float* __restrict beta = level.storage_factor;
    const double* __restrict content = level.content;
    const double* __restrict weight = level.weight;
    double* __restrict root = level.root;
    const Index lanes = (level.cells + kWaveLanes - 1) / kWaveLanes * kWaveLanes;
    Index wrong = 0;
#pragma GCC ivdep
    for (Index i = 0; i < lanes; ++i) {
        const double ahead = dt - weight[i];
        const double half = double{beta[i]} / 2;
        const double u = quick_root(ahead, half, content[i]);
        root[i] = u;
        wrong += static_cast<Index>(is_wrong_root(ahead, half, content[i], u));
    }
    return wrong;
}

void mend_roots(const Level& level, double dt) {
    for (Index i = 0; i < level.cells; ++i) {
        const double half = double{level.storage_factor[i]} / 2;
        level.root[i] = root_of(dt - level.weight[i], half, level.content[i]);
    }
}

/// Outflows, what stays, and the peak so far.
void move_water(const Level& level, const WaveStep& step) {
    double* __restrict volume = level.volume;
    float* __restrict outflow = level.outflow;
    float* __restrict peak = level.peak_discharge;
    float* __restrict time = level.peak_time;
    const double* __restrict supply = level.supply;
    const double* __restrict inflow = level.inflow;
    const double* __restrict last_inflow = level.last_inflow;
    const double* __restrict content = level.content;
    const double* __restrict weight = level.weight;
    const double* __restrict root = level.root;
    double* __restrict mean = level.mean;
    double* __restrict last = level.end;
    const double dt = step.length;
    const auto end = static_cast<float>(step.end);
#pragma GCC ivdep
    for (Index i = 0; i < level.cells; ++i) {
        const BoxInflow own{volume[i], double{outflow[i]}, last_inflow[i], inflow[i], supply[i]};
        const BoxOutflow out = box_outflow_of_root(dt, weight[i], content[i], root[i], own);
        const double rest = own.content(dt) - dt * out.mean;
        const auto rounded = static_cast<float>(out.end);
        mean[i] = out.mean;
        last[i] = out.end;
        outflow[i] = rounded;
        volume[i] = rest < 0 ? 0 : rest;  // NaN stays
        time[i] = rounded > peak[i] ? end : time[i];
        peak[i] = rounded > peak[i] ? rounded : peak[i];
    }
}

void route(const Level& level, const WaveStep& step) {
    set_equations(level, step.length);
    if (quick_roots(level, step.length) > 0) {
        mend_roots(level, step.length);
    }
    move_water(level, step);
}

}  // namespace

Index route_box_level(const WaveCells& cells,
                      const WaveStep& step,
                      const ChunkLevel& level,
                      WaveScratch& scratch) {
    const Index next_donor = gather_inflows(level, scratch);
    route(level_of(cells, level, scratch), step);
    return next_donor;
}

BoxOutflow route_box_cell(const WaveCells& cells,
                          const WaveStep& step,
                          Index place,
                          BoxInflow own) {
    own.held = cells.volume[place];
    own.before = double{cells.outflow[place]};
    const double dt = step.length;
    const BoxOutflow out = box_outflow(dt, double{cells.storage_factor[place]}, own);
    const double rest = own.content(dt) - dt * out.mean;
    const auto rounded = static_cast<float>(out.end);
    cells.volume[place] = rest < 0 ? 0 : rest;  // NaN stays
    cells.outflow[place] = rounded;
    if (rounded > cells.peak_discharge[place]) {
        cells.peak_discharge[place] = rounded;
        cells.peak_time[place] = static_cast<float>(step.end);
    }
    return out;
}

}  // namespace hazone::models
