#include "models/flood/routing/box_routing.hpp"

namespace hazone::models {
namespace {

/// The cells of a level, each array from its first one on.
struct Level {
    Index cells = 0;
    const float* storage_factor = nullptr;
    double* volume = nullptr;
    float* outflow = nullptr;
    float* peak_discharge = nullptr;
    float* peak_time = nullptr;
    BoxOutflow* leaving = nullptr;
};

Level level_of(const WaveCells& cells, const ChunkLevel& own, WaveScratch& scratch) {
    const Index place = own.chunk_first + own.begin;
    return {.cells = own.end - own.begin,
            .storage_factor = cells.storage_factor + place,
            .volume = cells.volume + place,
            .outflow = cells.outflow + place,
            .peak_discharge = cells.peak_discharge + place,
            .peak_time = cells.peak_time + place,
            .leaving = scratch.outflow.data() + own.begin};
}

/// What each cell has and gets; gives where the donors of the next level begin. Sums are kept in
/// memory: in registers the loop over one to seven donors is made a vector loop, which takes
/// longer.
Index gather(const Level& level, const ChunkLevel& own, WaveScratch& scratch) {
    const BoxOutflow* donor = scratch.outflow.data() + own.first_donor;
    const double* supply = scratch.supply.data() + own.begin;
    double* mean = scratch.mean.data();
    double* inflow = scratch.inflow.data();
    for (Index i = 0; i < level.cells; ++i) {
        const auto at = static_cast<std::size_t>(i);
        mean[i] = 0;
        inflow[i] = 0;
        for (const BoxOutflow* last = donor + own.donors[own.begin + i]; donor != last; ++donor) {
            mean[i] += donor->mean;
            inflow[i] += donor->end;
        }
        scratch.held[at] = level.volume[i];
        scratch.before[at] = double{level.outflow[i]};
        scratch.beside[at] = supply[i];
    }
    return donor - scratch.outflow.data();
}

/// Sets up the equation of each cell and finds u; gives the number of roots which will not do.
/// Levels are short on narrow ground: the last lanes are worked out in full, with what another
/// level left there, and never read.
Index quick_roots(const Level& level, double dt, WaveScratch& scratch) {
    const float* __restrict beta = level.storage_factor;
    const double* __restrict held = scratch.held.data();
    const double* __restrict before = scratch.before.data();
    const double* __restrict mean = scratch.mean.data();
    const double* __restrict inflow = scratch.inflow.data();
    const double* __restrict beside = scratch.beside.data();
    double* __restrict content = scratch.content.data();
    double* __restrict weight = scratch.weight.data();
    double* __restrict root = scratch.discharge.data();
    const Index lanes = (level.cells + kWaveLanes - 1) / kWaveLanes * kWaveLanes;
    Index wrong = 0;
#pragma GCC ivdep
    for (Index i = 0; i < lanes; ++i) {
        const BoxInflow own{held[i], before[i], inflow[i], mean[i], beside[i]};
        const double half = double{beta[i]} / 2;
        const double behind = weight_of_before(dt, own.held, own.before);
        const double right = box_content(dt, behind, half, own);
        const double ahead = dt - behind;
        const double u = quick_root(ahead, 1 / static_cast<float>(ahead), half, right);
        weight[i] = behind;
        content[i] = right;
        root[i] = u;
        wrong += static_cast<Index>(is_wrong_root(ahead, half, right, u));
    }
    return wrong;
}

void mend_roots(const Level& level, double dt, WaveScratch& scratch) {
    for (Index i = 0; i < level.cells; ++i) {
        const auto at = static_cast<std::size_t>(i);
        scratch.discharge[at] = root_of(dt - scratch.weight[at],
                                        double{level.storage_factor[i]} / 2, scratch.content[at]);
    }
}

/// Outflows, what stays, and the peak so far.
void move_water(const Level& level, const WaveStep& step, const WaveScratch& scratch) {
    const double* __restrict held = scratch.held.data();
    const double* __restrict before = scratch.before.data();
    const double* __restrict mean = scratch.mean.data();
    const double* __restrict inflow = scratch.inflow.data();
    const double* __restrict beside = scratch.beside.data();
    const double* __restrict content = scratch.content.data();
    const double* __restrict weight = scratch.weight.data();
    const double* __restrict root = scratch.discharge.data();
    const float* __restrict beta = level.storage_factor;
    double* __restrict volume = level.volume;
    float* __restrict outflow = level.outflow;
    float* __restrict peak = level.peak_discharge;
    float* __restrict time = level.peak_time;
    BoxOutflow* __restrict leaving = level.leaving;
    const double dt = step.length;
    const auto end = static_cast<float>(step.end);
#pragma GCC ivdep
    for (Index i = 0; i < level.cells; ++i) {
        const BoxInflow own{held[i], before[i], inflow[i], mean[i], beside[i]};
        const BoxOutflow free = box_outflow_of_root(dt, weight[i], content[i], root[i], own);
        const double share = holds_all(beta[i]) ? 0 : 1;  // the bounds of the box know no pool
        const BoxOutflow out{share * free.mean, share * free.end};
        const double rest = own.content(dt) - dt * out.mean;
        const auto rounded = static_cast<float>(out.end);
        leaving[i].mean = out.mean;
        leaving[i].end = out.end;
        outflow[i] = rounded;
        volume[i] = rest < 0 ? 0 : rest;  // NaN stays
        time[i] = rounded > peak[i] ? end : time[i];
        peak[i] = rounded > peak[i] ? rounded : peak[i];
    }
}

}  // namespace

Index route_box_level(const WaveCells& cells,
                      const WaveStep& step,
                      const ChunkLevel& level,
                      WaveScratch& scratch) {
    const Level own = level_of(cells, level, scratch);
    const Index next_donor = gather(own, level, scratch);
    if (quick_roots(own, step.length, scratch) > 0) {
        mend_roots(own, step.length, scratch);
    }
    move_water(own, step, scratch);
    return next_donor;
}

BoxOutflow route_box_cell(const WaveCells& cells,
                          const WaveStep& step,
                          Index place,
                          BoxInflow own) {
    own.held = cells.volume[place];
    own.before = double{cells.outflow[place]};
    const double dt = step.length;
    const float beta = cells.storage_factor[place];
    const double share = holds_all(beta) ? 0 : 1;  // the bounds of the box know no pool
    const BoxOutflow free = box_outflow(dt, double{beta}, own);
    const BoxOutflow out{share * free.mean, share * free.end};
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
