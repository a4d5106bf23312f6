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

/// One step of the wave, or several of one length.
struct WaveStep {
    double length = 0;  // s
    double end = 0;     // of the first, s after the start of the event
    int count = 1;

    WaveStep number(int own) const { return {length, end + length * own, 1}; }
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

/// The steps of a kinematic wave through the whole network. supply(first, last, out) writes what
/// reaches the places [first, last) from rain or from beside, m3/s; it is called once for each
/// place and step, by several threads at once. `leaving`: m3/s at each exit, step after step. A
/// chunk goes through all steps before the next begins: its cells stay near, and threads meet once.
/// Same bits for any number of threads.
template <class Supply>
void route(const RoutingNetwork& network,
           const WaveCells& cells,
           const WaveStep& steps,
           Supply supply,
           std::vector<double>& leaving) {
    const std::size_t exits = network.exits().size();
    leaving.resize(exits * static_cast<std::size_t>(steps.count));
    const auto leaving_in = [&](int step) {
        return leaving.data() + exits * static_cast<std::size_t>(step);
    };
    for_each_block_with<WaveScratch>(
        static_cast<Index>(network.chunks().size()), [&](Index number, WaveScratch& scratch) {
            const auto& chunk = network.chunks()[static_cast<std::size_t>(number)];
            scratch.fit(chunk.last - chunk.first);
            for (int step = 0; step < steps.count; ++step) {
                supply(chunk.first, chunk.last, scratch.supply.data());
                route_chunk(network, chunk, cells, steps.number(step), scratch, leaving_in(step));
            }
        });
    std::vector<double> trunk(static_cast<std::size_t>(network.size() - network.trunk_first()));
    for (int step = 0; step < steps.count && !trunk.empty(); ++step) {
        supply(network.trunk_first(), network.size(), trunk.data());
        route_trunk(network, cells, steps.number(step), trunk.data(), leaving_in(step));
    }
}

}  // namespace hazone::models
