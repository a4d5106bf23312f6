#pragma once

#include <vector>

#include "engine/parallel/loops.hpp"
#include "models/flood/routing/routing_network.hpp"

namespace hazone::models {

/// How a reach holds and passes on water in a step: kinematic_cell.hpp, of first order, or
/// box_cell.hpp, of second.
enum class WaveScheme { upwind, box };

/// Roots are found for so many cells at a time: storage factors must be readable, whatever they
/// are, for so many places beyond the last.
inline constexpr Index kWaveLanes = 8;

/// Storage factor of a place which holds back all that comes: (V / beta)^(5/3) is nothing. What
/// flows on from there a level pool says.
inline constexpr float kHoldsAll = 1e35F;
inline bool holds_all(float storage_factor) { return storage_factor > 1e30F; }

class Pools;
class Sections;

/// What a kinematic wave reads and writes of each place of a network.
struct WaveCells {
    const float* storage_factor = nullptr;  // beta, see kinematic_cell.hpp; kWaveLanes more
    double* volume = nullptr;               // m3; NaN where it is not known, and so all below
    float* peak_discharge = nullptr;        // m3/s, the highest so far
    float* peak_time = nullptr;             // s, end of the step which had it
    float* outflow = nullptr;               // m3/s, at the end of the last step; of the box alone
    const Pools* pools = nullptr;           // lakes and reservoirs; none
    double* pool_storage = nullptr;         // m3, by pool
    const Sections* sections = nullptr;     // places whose sections are surveyed; none
    WaveScheme scheme = WaveScheme::upwind;
};

/// One step of the wave, or several of one length.
struct WaveStep {
    double length = 0;  // s
    double end = 0;     // of the first, s after the start of the event
    int count = 1;

    WaveStep number(int own) const { return {length, end + length * own, 1}; }
};

/// What goes through the exits, m3/s: one entry per exit, step after step.
struct ExitFlows {
    std::vector<double> mean;  // of each step
    std::vector<double> end;   // at its end; of the box alone
    void fit(std::size_t entries, WaveScheme scheme);
};

/// The same of one step.
struct ExitStep {
    double* mean = nullptr;
    double* end = nullptr;
};

/// What leaves a place in a step, m3/s.
struct BoxOutflow {
    double mean = 0;
    double end = 0;  // of the step
};

/// Working memory of one thread, for a chunk.
struct WaveScratch {
    std::vector<double> supply;     // m3/s, what reaches a place from beside
    std::vector<double> content;    // m3
    std::vector<double> discharge;  // m3/s
    // Of the box, for a chunk, and for the level at hand.
    std::vector<BoxOutflow> outflow;
    std::vector<double> held;    // m3, before the step
    std::vector<double> before;  // m3/s, outflow then
    std::vector<double> mean;    // m3/s, inflow from above in the step, and at its end
    std::vector<double> inflow;
    std::vector<double> beside;  // m3/s
    std::vector<double> weight;  // s, see weight_of_before()
    void fit(Index cells, WaveScheme scheme);
};

/// One step for one chunk or, cell by cell, for the trunk. `supply` and `discharge` begin with the
/// first place of the chunk.
void route_chunk(const RoutingNetwork& network,
                 const RoutingNetwork::Chunk& chunk,
                 const WaveCells& cells,
                 const WaveStep& step,
                 WaveScratch& scratch,
                 ExitStep leaving);
void route_trunk(const RoutingNetwork& network,
                 const WaveCells& cells,
                 const WaveStep& step,
                 const double* supply,
                 ExitStep leaving);

/// The steps of a kinematic wave through the whole network. supply(first, last, out) writes what
/// reaches the places [first, last) from rain or from beside, m3/s; it is called once for each
/// place and step, by several threads at once. A chunk goes through all steps before the next
/// begins: its cells stay near, and threads meet once. Same bits for any number of threads.
template <class Supply>
void route(const RoutingNetwork& network,
           const WaveCells& cells,
           const WaveStep& steps,
           Supply supply,
           ExitFlows& leaving) {
    const std::size_t exits = network.exits().size();
    leaving.fit(exits * static_cast<std::size_t>(steps.count), cells.scheme);
    const auto leaving_in = [&](int step) {
        const std::size_t first = exits * static_cast<std::size_t>(step);
        return ExitStep{leaving.mean.data() + first,
                        leaving.end.empty() ? nullptr : leaving.end.data() + first};
    };
    for_each_block_with<WaveScratch>(
        static_cast<Index>(network.chunks().size()), [&](Index number, WaveScratch& scratch) {
            const auto& chunk = network.chunks()[static_cast<std::size_t>(number)];
            scratch.fit(chunk.last - chunk.first, cells.scheme);
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
