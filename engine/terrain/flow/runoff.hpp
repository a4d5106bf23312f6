#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/terrain/flow/multiple_flow.hpp"

// Rain that the ground cannot take runs downhill and infiltrates where capacity is left: Baum,
// Savage & Godt (2008), USGS OFR 2008-1159, doi:10.3133/ofr20081159, "Runoff and flow routing". All
// runoff of a period reaches the edge within it; none is kept for the next.

namespace hazone {

/// What becomes of the water of a cell, m/s.
struct RunoffBalance {
    float infiltration = 0;
    float runoff = 0;  // leaves the cell
};

/// `arriving`: rain and runoff from above; `capacity`: what the ground can take, K_s; `emerging`:
/// water that comes out where the table stands at the ground: nothing enters there. The
/// infiltration is missing where either is that belongs to it.
RunoffBalance runoff_balance(float arriving, float capacity, float emerging);

/// Where runoff goes, by cells numbered from 0.
struct RunoffNetwork {
    struct Share {
        Index receiver = 0;
        float weight = 0;
    };
    std::vector<Index> order;  // from above: a cell stands before its receivers
    std::vector<Index> first;  // shares of cell k: first[k] up to first[k + 1]
    std::vector<Share> shares;
};

/// Rates of one period, m/s, by cell.
struct RunoffPeriod {
    std::span<const float> rain;
    std::span<const float> capacity;
    std::span<const float> emerging;
    std::span<float> infiltration;  // result
    std::span<float> runoff;        // result: what leaves the cell, or ends there
};

/// Infiltration and runoff of one period, in single precision as the reference has them. A cell
/// that is its own receiver keeps its runoff, as at an outlet.
void route_runoff(const RunoffNetwork& network, const RunoffPeriod& period);

/// Rates of one period on a grid, m/s.
struct RunoffGrids {
    View<const float> rain;
    View<const float> capacity;
    View<const float> emerging;
    View<float> infiltration;  // result
    View<float> runoff;        // result: what leaves the cell
};

/// The same along D8 directions (see flow_direction()); missing where the direction is, and where a
/// rain or a capacity above is. The same bits for any number of threads.
void route_runoff(View<const std::uint8_t> direction, const RunoffGrids& period);

/// The same where each cell shares its runoff among its lower neighbours (see
/// multiple_flow_accumulation()).
void route_runoff(View<const float> filled,
                  View<const std::uint8_t> direction,
                  FlowSharing sharing,
                  const RunoffGrids& period);

}  // namespace hazone
