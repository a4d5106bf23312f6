#include "models/flood/routing/kinematic_wave_routing.hpp"

#include "models/flood/routing/box_routing.hpp"
#include "models/flood/routing/kinematic_cell.hpp"
#include "models/flood/routing/pools.hpp"
#include "models/flood/routing/sections.hpp"

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

/// One level of a chunk, whose donors begin with place `donor` of it; gives where those of the next
/// begin.
Index route_upwind_level(const WaveCells& cells,
                         const WaveStep& step,
                         const ChunkLevel& level,
                         WaveScratch& scratch) {
    const double* volume = cells.volume + level.chunk_first;
    const double* donor = scratch.discharge.data() + level.first_donor;
    for (Index i = level.begin; i < level.end; ++i) {
        double inflow = scratch.supply[static_cast<std::size_t>(i)];
        for (const double* last = donor + level.donors[i]; donor != last; ++donor) {
            inflow += *donor;
        }
        scratch.content[static_cast<std::size_t>(i)] = volume[i] + step.length * inflow;
    }
    const Index place = level.chunk_first + level.begin;
    route_level({.cells = level.end - level.begin,
                 .storage_factor = cells.storage_factor + place,
                 .content = scratch.content.data() + level.begin,
                 .discharge = scratch.discharge.data() + level.begin,
                 .volume = cells.volume + place,
                 .peak_discharge = cells.peak_discharge + place,
                 .peak_time = cells.peak_time + place},
                step);
    return donor - scratch.discharge.data();
}

void route_upwind_cell(
    const WaveCells& cells, const WaveStep& step, Index place, double inflow, double* discharge) {
    const double content = cells.volume[place] + step.length * inflow;
    *discharge = root_of(step.length, cells.storage_factor[place], content);
    move_water({.cells = 1,
                .content = &content,
                .discharge = discharge,
                .volume = cells.volume + place,
                .peak_discharge = cells.peak_discharge + place,
                .peak_time = cells.peak_time + place},
               step);
}

/// The number of the first pool in or beyond the place.
Index first_pool(const WaveCells& cells, Index place) {
    return cells.pools != nullptr ? cells.pools->first_from(place) : 0;
}

/// Lets the pools of a level pass on what has come to them, from number `pool` on; gives the next
/// number.
Index pass_pools(const WaveCells& cells,
                 const WaveStep& step,
                 Index pool,
                 const ChunkLevel& level,
                 WaveScratch& scratch) {
    while (cells.pools != nullptr && pool < cells.pools->count() &&
           cells.pools->place(pool) < level.chunk_first + level.end) {
        const auto own = static_cast<std::size_t>(cells.pools->place(pool) - level.chunk_first);
        const BoxOutflow out = cells.pools->pass(pool, step, cells);
        if (cells.scheme == WaveScheme::box) {
            scratch.outflow[own] = out;
        } else {
            scratch.discharge[own] = out.mean;
        }
        ++pool;
    }
    return pool;
}

/// The number of the first surveyed section in or beyond the place.
Index first_section(const WaveCells& cells, Index place) {
    return cells.sections != nullptr ? cells.sections->first_from(place) : 0;
}

/// Routes the places of a level whose sections are surveyed, from number `section` on; gives the
/// next number.
Index pass_sections(const WaveCells& cells,
                    const WaveStep& step,
                    Index section,
                    const ChunkLevel& level,
                    WaveScratch& scratch) {
    while (cells.sections != nullptr && section < cells.sections->count() &&
           cells.sections->place(section) < level.chunk_first + level.end) {
        const auto own =
            static_cast<std::size_t>(cells.sections->place(section) - level.chunk_first);
        if (cells.scheme == WaveScheme::box) {
            const std::size_t at = own - static_cast<std::size_t>(level.begin);
            const BoxInflow inflow{scratch.held[at], scratch.before[at], scratch.inflow[at],
                                   scratch.mean[at], scratch.beside[at]};
            scratch.outflow[own] = cells.sections->pass_box(section, step, inflow, cells);
        } else {
            scratch.discharge[own] = cells.sections->pass_upwind(section, step, cells);
        }
        ++section;
    }
    return section;
}

/// One step of a place of the trunk by the box: `own` has what flows in.
BoxOutflow route_trunk_box(
    const WaveCells& cells, const WaveStep& step, Index place, Index section, BoxInflow own) {
    if (section == RoutingNetwork::kNone) {
        return route_box_cell(cells, step, place, own);
    }
    own.held = cells.volume[place];
    own.before = double{cells.outflow[place]};
    return cells.sections->pass_box(section, step, own, cells);
}

}  // namespace

void ExitFlows::fit(std::size_t entries, WaveScheme scheme) {
    mean.resize(entries);
    end.resize(scheme == WaveScheme::box ? entries : 0);
}

void WaveScratch::fit(Index cells, WaveScheme scheme) {
    const auto size = static_cast<std::size_t>(cells + kWaveLanes);
    if (supply.size() >= size) {
        return;
    }
    for (std::vector<double>* each : {&supply, &content, &discharge}) {
        each->resize(size);
    }
    if (scheme == WaveScheme::box) {
        outflow.resize(size);
        for (std::vector<double>* each : {&held, &before, &mean, &inflow, &beside, &weight}) {
            each->resize(size);
        }
    }
}

void route_chunk(const RoutingNetwork& network,
                 const RoutingNetwork::Chunk& chunk,
                 const WaveCells& cells,
                 const WaveStep& step,
                 WaveScratch& scratch,
                 ExitStep leaving) {
    ChunkLevel own{.donors = network.donors() + chunk.first, .chunk_first = chunk.first};
    Index pool = first_pool(cells, chunk.first);
    Index section = first_section(cells, chunk.first);
    for (Index level = chunk.first_level; level < chunk.last_level; ++level) {
        own.begin = own.end;
        own.end = network.level_ends()[static_cast<std::size_t>(level)] - chunk.first;
        own.first_donor = cells.scheme == WaveScheme::box
                              ? route_box_level(cells, step, own, scratch)
                              : route_upwind_level(cells, step, own, scratch);
        section = pass_sections(cells, step, section, own, scratch);
        pool = pass_pools(cells, step, pool, own, scratch);
    }
    Index exit = chunk.first_exit;
    for (const auto exits = static_cast<Index>(network.exits().size());
         exit < exits && network.exits()[static_cast<std::size_t>(exit)].place < chunk.last;
         ++exit) {
        const auto own_place = static_cast<std::size_t>(
            network.exits()[static_cast<std::size_t>(exit)].place - chunk.first);
        if (cells.scheme == WaveScheme::box) {
            leaving.mean[exit] = scratch.outflow[own_place].mean;
            leaving.end[exit] = scratch.outflow[own_place].end;
        } else {
            leaving.mean[exit] = scratch.discharge[own_place];
        }
    }
}

void route_trunk(const RoutingNetwork& network,
                 const WaveCells& cells,
                 const WaveStep& step,
                 const double* supply,
                 ExitStep leaving) {
    Index pool = first_pool(cells, network.trunk_first());
    for (Index place = network.trunk_first(); place < network.size(); ++place) {
        const auto donors = network.trunk_donors(place);
        const double beside = supply[place - network.trunk_first()];
        const Index exit = network.trunk_exit(place);
        const Index section =
            cells.sections != nullptr ? cells.sections->at(place) : RoutingNetwork::kNone;
        if (cells.scheme == WaveScheme::box) {
            BoxInflow own{.supply = beside};
            for (const Index donor : donors) {
                own.mean += leaving.mean[donor];
                own.inflow += leaving.end[donor];
            }
            const BoxOutflow out = route_trunk_box(cells, step, place, section, own);
            leaving.mean[exit] = out.mean;
            leaving.end[exit] = out.end;
        } else {
            double inflow = beside;
            for (const Index donor : donors) {
                inflow += leaving.mean[donor];
            }
            route_upwind_cell(cells, step, place, inflow, leaving.mean + exit);
            if (section != RoutingNetwork::kNone) {
                leaving.mean[exit] = cells.sections->pass_upwind(section, step, cells);
            }
        }
        if (cells.pools != nullptr && pool < cells.pools->count() &&
            cells.pools->place(pool) == place) {
            const BoxOutflow out = cells.pools->pass(pool++, step, cells);
            leaving.mean[exit] = out.mean;
            if (cells.scheme == WaveScheme::box) {
                leaving.end[exit] = out.end;
            }
        }
    }
}

}  // namespace hazone::models
