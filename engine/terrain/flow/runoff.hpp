#pragma once

#include <span>
#include <vector>

#include "engine/core/index.hpp"

// Rain that the ground cannot take runs downhill and infiltrates where capacity is left: Baum,
// Savage & Godt (2008), USGS OFR 2008-1159, doi:10.3133/ofr20081159, "Runoff and flow routing". All
// runoff of a period reaches the edge within it; none is kept for the next.

namespace hazone {

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
    std::span<const float> capacity;  // what the ground can take, K_s
    std::span<const float>
        exfiltration;               // 0 or more: what comes out where the table is at the ground
    std::span<float> infiltration;  // result
    std::span<float> runoff;        // result: what leaves the cell, or ends there
};

/// Infiltration and runoff of one period, in single precision as the reference has them. A cell
/// with exfiltration takes in nothing. A cell that is its own receiver keeps its runoff, as at an
/// outlet. A missing rain or capacity is missing in the infiltration, and so below it.
void route_runoff(const RunoffNetwork& network, const RunoffPeriod& period);

}  // namespace hazone
