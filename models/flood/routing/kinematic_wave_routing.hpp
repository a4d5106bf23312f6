#pragma once

#include <vector>

#include "engine/parallel/loops.hpp"
#include "models/flood/routing/routing_network.hpp"

namespace hazone::models {

/// Roots are found for so many cells at a time: storage factors must be readable, whatever they
/// are, for so many places beyond the last.
inline constexpr Index kWaveLanes = 8;

/// What a kinematic wave reads and writes of each place of a network.
struct WaveCells {
    const float* storage_factor = nullptr;  // beta, see kinematic_cell.hpp; kWaveLanes more
    double* volume = nullptr;               // m3; NaN where it is not known, and so all below
    float* peak_discharge = nullptr;        // m3/s, the highest so far
    float* peak_time = nullptr;             // s, end of the step which had it
};

/// One step of the wave.
struct WaveStep {
    double length = 0;  // s
    float end = 0;      // s after the start of the event
};

/// Working memory of one thread, for a chunk.
struct WaveScratch {
    std::vector<double> supply;     // m3/s, what reaches a place from beside
    std::vector<double> content;    // m3
    std::vector<double> discharge;  // m3/s
    void fit(Index cells);
};

/// One step for one chunk or, cell by cell, for the trunk. `supply` and `discharge` begin with the
/// first place of the chunk; `leaving` has an entry per exit, m3/s.
void route_chunk(const RoutingNetwork& network,
                 const RoutingNetwork::Chunk& chunk,
                 const WaveCells& cells,
                 const WaveStep& step,
                 WaveScratch& scratch,
                 double* leaving);
void route_trunk(const RoutingNetwork& network,
                 const WaveCells& cells,
                 const WaveStep& step,
                 const double* supply,
                 double* leaving);

/// One step of a kinematic wave through the whole network. supply(first, last, out) writes what
/// reaches the places [first, last) from rain or from beside, m3/s; it is called once for each
/// place, by several threads at once. `leaving`: m3/s at each exit. Same bits for any number of
/// threads.
template <class Supply>
void route(const RoutingNetwork& network,
           const WaveCells& cells,
           const WaveStep& step,
           Supply supply,
           std::vector<double>& leaving) {
    leaving.resize(network.exits().size());
    for_each_block_with<WaveScratch>(
        static_cast<Index>(network.chunks().size()), [&](Index number, WaveScratch& scratch) {
            const auto& chunk = network.chunks()[static_cast<std::size_t>(number)];
            scratch.fit(chunk.last - chunk.first);
            supply(chunk.first, chunk.last, scratch.supply.data());
            route_chunk(network, chunk, cells, step, scratch, leaving.data());
        });
    if (network.trunk_first() < network.size()) {
        std::vector<double> trunk(static_cast<std::size_t>(network.size() - network.trunk_first()));
        supply(network.trunk_first(), network.size(), trunk.data());
        route_trunk(network, cells, step, trunk.data(), leaving.data());
    }
}

}  // namespace hazone::models
