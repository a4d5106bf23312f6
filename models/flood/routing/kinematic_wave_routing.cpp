#include "models/flood/routing/kinematic_wave_routing.hpp"

#include "models/flood/routing/kinematic_cell.hpp"

namespace hazone::models {
namespace {

/// The cells of one level, which do not depend on one another.
struct Level {
    Index cells = 0;
    const float* storage_factor = nullptr;
    const double* content = nullptr;
    double* discharge = nullptr;
    double* volume = nullptr;
    float* peak_discharge = nullptr;
    float* peak_time = nullptr;
};

/// u of each cell into `discharge`; gives the number of those which will not do. Levels are short
/// on narrow ground: the last lanes are worked out in full, with what lies beyond the level, and
/// what they give is overwritten by the next level or never read.
Index quick_roots(const Level& level, double dt) {
    const float* __restrict beta = level.storage_factor;
    const double* __restrict content = level.content;
    double* __restrict root = level.discharge;
    const Index lanes = (level.cells + kWaveLanes - 1) / kWaveLanes * kWaveLanes;
    Index wrong = 0;
    for (Index i = 0; i < lanes; ++i) {
        const double u = quick_root(dt, double{beta[i]}, content[i]);
        root[i] = u;
        wrong += static_cast<Index>(is_wrong_root(dt, double{beta[i]}, content[i], u));
    }
    return wrong;
}

void mend_roots(const Level& level, double dt) {
    for (Index i = 0; i < level.cells; ++i) {
        const double beta = level.storage_factor[i];
        if (is_wrong_root(dt, beta, level.content[i], level.discharge[i])) {
            level.discharge[i] = careful_root(dt, beta, level.content[i]);
        }
    }
}

/// Discharge, what stays, and the peak so far.
void move_water(const Level& level, const WaveStep& step) {
    const double* __restrict content = level.content;
    double* __restrict discharge = level.discharge;
    double* __restrict volume = level.volume;
    float* __restrict peak = level.peak_discharge;
    float* __restrict time = level.peak_time;
    const double dt = step.length;
    const auto end = static_cast<float>(step.end);
    for (Index i = 0; i < level.cells; ++i) {
        const double outflow = outflow_of_root(dt, content[i], discharge[i]);
        const double rest = content[i] - dt * outflow;
        const auto rounded = static_cast<float>(outflow);
        discharge[i] = outflow;
        volume[i] = rest < 0 ? 0 : rest;  // NaN stays
        time[i] = rounded > peak[i] ? end : time[i];
        peak[i] = rounded > peak[i] ? rounded : peak[i];
    }
}

void route_level(const Level& level, const WaveStep& step) {
    if (quick_roots(level, step.length) > 0) {
        mend_roots(level, step.length);
    }
    move_water(level, step);
}

}  // namespace

void WaveScratch::fit(Index cells) {
    const auto size = static_cast<std::size_t>(cells + kWaveLanes);
    if (supply.size() < size) {
        supply.resize(size);
        content.resize(size);
        discharge.resize(size);
    }
}

void route_chunk(const RoutingNetwork& network,
                 const RoutingNetwork::Chunk& chunk,
                 const WaveCells& cells,
                 const WaveStep& step,
                 WaveScratch& scratch,
                 double* leaving) {
    const std::uint8_t* donors = network.donors() + chunk.first;
    const double* volume = cells.volume + chunk.first;
    const double* donor = scratch.discharge.data();
    Index begin = 0;
    for (Index level = chunk.first_level; level < chunk.last_level; ++level) {
        const Index end = network.level_ends()[static_cast<std::size_t>(level)] - chunk.first;
        for (Index i = begin; i < end; ++i) {
            double inflow = scratch.supply[static_cast<std::size_t>(i)];
            for (const double* last = donor + donors[i]; donor != last; ++donor) {
                inflow += *donor;
            }
            scratch.content[static_cast<std::size_t>(i)] = volume[i] + step.length * inflow;
        }
        const Index place = chunk.first + begin;
        route_level({.cells = end - begin,
                     .storage_factor = cells.storage_factor + place,
                     .content = scratch.content.data() + begin,
                     .discharge = scratch.discharge.data() + begin,
                     .volume = cells.volume + place,
                     .peak_discharge = cells.peak_discharge + place,
                     .peak_time = cells.peak_time + place},
                    step);
        begin = end;
    }
    Index exit = chunk.first_exit;
    for (const auto exits = static_cast<Index>(network.exits().size());
         exit < exits && network.exits()[static_cast<std::size_t>(exit)].place < chunk.last;
         ++exit) {
        const Index place = network.exits()[static_cast<std::size_t>(exit)].place;
        leaving[exit] = scratch.discharge[static_cast<std::size_t>(place - chunk.first)];
    }
}

void route_trunk(const RoutingNetwork& network,
                 const WaveCells& cells,
                 const WaveStep& step,
                 const double* supply,
                 double* leaving) {
    for (Index place = network.trunk_first(); place < network.size(); ++place) {
        double inflow = supply[place - network.trunk_first()];
        for (const Index exit : network.trunk_donors(place)) {
            inflow += leaving[exit];
        }
        const double content = cells.volume[place] + step.length * inflow;
        const double root = root_of(step.length, cells.storage_factor[place], content);
        double* discharge = leaving + network.trunk_exit(place);
        *discharge = root;
        move_water({.cells = 1,
                    .content = &content,
                    .discharge = discharge,
                    .volume = cells.volume + place,
                    .peak_discharge = cells.peak_discharge + place,
                    .peak_time = cells.peak_time + place},
                   step);
    }
}

}  // namespace hazone::models
