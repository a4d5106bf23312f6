#include "models/flood/routing/muskingum_cunge.hpp"

#include <algorithm>
#include <cmath>

#include "models/flood/routing/kinematic_cell.hpp"
#include "models/flood/routing/pools.hpp"
#include "models/flood/routing/sections.hpp"

namespace hazone::models {
namespace {

constexpr double kBeta = 5.0 / 3;  // celerity over velocity of a wide section
constexpr double kNoFlow = 1e-12;  // m3/s

/// One step of a network.
struct MuskingumStep {
    const RoutingNetwork& network;
    const std::vector<MuskingumReach>& reaches;
    const WaveCells& cells;
    const WaveStep& step;
    const double* supply;

    /// Routes one place and keeps its peak; gives its outflow.
    double route_place(Index place, double inflow) const;
    /// `discharge` has an entry for each place of the chunk.
    void route_chunk(const RoutingNetwork::Chunk& chunk,
                     std::vector<double>& discharge,
                     double* leaving) const;
};

double MuskingumStep::route_place(Index place, double inflow) const {
    if (cells.pools != nullptr) {
        const Index pool = cells.pools->first_from(place);
        if (pool < cells.pools->count() && cells.pools->place(pool) == place) {
            cells.volume[place] += step.length * (inflow + supply[place]);
            return cells.pools->pass(pool, step, cells).mean;
        }
    }
    if (cells.sections != nullptr) {
        const Index section = cells.sections->at(place);
        if (section != RoutingNetwork::kNone) {
            return cells.sections->pass_muskingum(section, step, inflow, supply[place], cells);
        }
    }
    const MuskingumReach reach = filled_reach(reaches[static_cast<std::size_t>(place)],
                                              cells.storage_factor[place], cells.volume[place]);
    const double content = cells.volume[place] + step.length * (inflow + supply[place]);
    const double outflow = muskingum_outflow(reach, step.length, inflow, content);
    const double rest = content - step.length * outflow;
    cells.volume[place] = rest < 0 ? 0 : rest;  // NaN stays
    const auto rounded = static_cast<float>(outflow);
    if (cells.outflow != nullptr) {
        cells.outflow[place] = rounded;
    }
    if (rounded > cells.peak_discharge[place]) {
        cells.peak_discharge[place] = rounded;
        cells.peak_time[place] = static_cast<float>(step.end);
    }
    return outflow;
}

void MuskingumStep::route_chunk(const RoutingNetwork::Chunk& chunk,
                                std::vector<double>& discharge,
                                double* leaving) const {
    const double* donor = discharge.data();
    for (Index place = chunk.first; place < chunk.last; ++place) {
        double inflow = 0;
        for (const double* last = donor + network.donors()[place]; donor != last; ++donor) {
            inflow += *donor;
        }
        discharge[static_cast<std::size_t>(place - chunk.first)] = route_place(place, inflow);
    }
    Index exit = chunk.first_exit;
    for (const auto exits = static_cast<Index>(network.exits().size());
         exit < exits && network.exits()[static_cast<std::size_t>(exit)].place < chunk.last;
         ++exit) {
        const Index place = network.exits()[static_cast<std::size_t>(exit)].place;
        leaving[exit] = discharge[static_cast<std::size_t>(place - chunk.first)];
    }
}

}  // namespace

MuskingumParameters muskingum_parameters(const MuskingumReach& reach, double dt, double discharge) {
    const double time = reach.storage_factor * std::pow(discharge, -0.4);
    const double celerity = kBeta * reach.length / time;
    const double spread = discharge / (reach.width * reach.slope * celerity * reach.length) -
                          celerity * dt / reach.length;
    return {time, std::min((1 - spread / kBeta) / 2, 1.0)};
}

MuskingumReach filled_reach(const MuskingumReach& bed, double storage_factor, double volume) {
    MuskingumReach own = bed;
    own.storage_factor = storage_factor;
    own.width +=
        2 * bed.side_slope * trapezoid_depth(volume / bed.length, bed.width, bed.side_slope);
    return own;
}

double muskingum_outflow(const MuskingumReach& reach, double dt, double inflow, double content) {
    double outflow = std::min(inflow, content / dt);
    constexpr int kPasses = 3;  // the parameters belong to the mean flow of the reach
    for (int pass = 0; pass < kPasses; ++pass) {
        const double reference = outflow > 0
                                     ? (inflow + outflow) / 2
                                     : std::pow(content / reach.storage_factor, 1 / 0.6) / 2;
        if (!(reference > kNoFlow)) {
            return 0 * content;
        }
        const MuskingumParameters own = muskingum_parameters(reach, dt, reference);
        outflow = (content - own.time * own.weight * inflow) / (own.time * (1 - own.weight) + dt);
        outflow = outflow < 0 ? 0 : std::min(outflow, content / dt);
    }
    return outflow;
}

void route_muskingum(const RoutingNetwork& network,
                     const std::vector<MuskingumReach>& reaches,
                     const WaveCells& cells,
                     const WaveStep& step,
                     const double* supply,
                     std::vector<double>& leaving) {
    const MuskingumStep own{network, reaches, cells, step, supply};
    leaving.resize(network.exits().size());
    for_each_block_with<std::vector<double>>(
        static_cast<Index>(network.chunks().size()),
        [&](Index number, std::vector<double>& discharge) {
            const auto& chunk = network.chunks()[static_cast<std::size_t>(number)];
            discharge.resize(static_cast<std::size_t>(chunk.last - chunk.first));
            own.route_chunk(chunk, discharge, leaving.data());
        });
    for (Index place = network.trunk_first(); place < network.size(); ++place) {
        double inflow = 0;
        for (const Index donor : network.trunk_donors(place)) {
            inflow += leaving[static_cast<std::size_t>(donor)];
        }
        leaving[static_cast<std::size_t>(network.trunk_exit(place))] =
            own.route_place(place, inflow);
    }
}

}  // namespace hazone::models
