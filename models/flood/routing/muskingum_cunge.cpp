#include "models/flood/routing/muskingum_cunge.hpp"

#include <algorithm>
#include <cmath>

#include "models/flood/routing/kinematic_cell.hpp"
#include "models/flood/routing/pools.hpp"

namespace hazone::models {
namespace {

constexpr double kBeta = 5.0 / 3;  // celerity over velocity of a wide section
constexpr double kNoFlow = 1e-12;  // m3/s

/// The reach as it is with so much water.
MuskingumReach filled(const MuskingumReach& bed, double factor, double volume, double side) {
    MuskingumReach own = bed;
    own.storage_factor = factor;
    own.width += 2 * side * trapezoid_depth(volume / bed.length, bed.width, side);
    return own;
}

/// Routes one place and keeps its peak; gives its outflow.
double route_place(const MuskingumReach& reach,
                   const WaveCells& cells,
                   const WaveStep& step,
                   Index place,
                   double inflow,
                   double supply) {
    if (cells.pools != nullptr) {
        const Index pool = cells.pools->first_from(place);
        if (pool < cells.pools->count() && cells.pools->place(pool) == place) {
            cells.volume[place] += step.length * (inflow + supply);
            return cells.pools->pass(pool, step, cells).mean;
        }
    }
    const double content = cells.volume[place] + step.length * (inflow + supply);
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

}  // namespace

MuskingumParameters muskingum_parameters(const MuskingumReach& reach, double dt, double discharge) {
    const double time = reach.storage_factor * std::pow(discharge, -0.4);
    const double celerity = kBeta * reach.length / time;
    const double spread = discharge / (reach.width * reach.slope * celerity * reach.length) -
                          celerity * dt / reach.length;
    return {time, std::min((1 - spread / kBeta) / 2, 1.0)};
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
                     double side,
                     std::vector<double>& leaving) {
    const auto reach_of = [&](Index place) {
        return filled(reaches[static_cast<std::size_t>(place)], cells.storage_factor[place],
                      cells.volume[place], side);
    };
    leaving.resize(network.exits().size());
    for_each_block_with<std::vector<double>>(
        static_cast<Index>(network.chunks().size()),
        [&](Index number, std::vector<double>& discharge) {
            const auto& chunk = network.chunks()[static_cast<std::size_t>(number)];
            discharge.resize(static_cast<std::size_t>(chunk.last - chunk.first));
            const double* donor = discharge.data();
            for (Index place = chunk.first; place < chunk.last; ++place) {
                double inflow = 0;
                for (const double* last = donor + network.donors()[place]; donor != last; ++donor) {
                    inflow += *donor;
                }
                discharge[static_cast<std::size_t>(place - chunk.first)] =
                    route_place(reach_of(place), cells, step, place, inflow, supply[place]);
            }
            Index exit = chunk.first_exit;
            for (const auto exits = static_cast<Index>(network.exits().size());
                 exit < exits && network.exits()[static_cast<std::size_t>(exit)].place < chunk.last;
                 ++exit) {
                const Index place = network.exits()[static_cast<std::size_t>(exit)].place;
                leaving[static_cast<std::size_t>(exit)] =
                    discharge[static_cast<std::size_t>(place - chunk.first)];
            }
        });
    for (Index place = network.trunk_first(); place < network.size(); ++place) {
        double inflow = 0;
        for (const Index donor : network.trunk_donors(place)) {
            inflow += leaving[static_cast<std::size_t>(donor)];
        }
        leaving[static_cast<std::size_t>(network.trunk_exit(place))] =
            route_place(reach_of(place), cells, step, place, inflow, supply[place]);
    }
}

}  // namespace hazone::models
