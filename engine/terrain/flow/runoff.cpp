#include "engine/terrain/flow/runoff.hpp"

#include <algorithm>

namespace hazone {

void route_runoff(const RunoffNetwork& network, const RunoffPeriod& period) {
    std::fill(period.runoff.begin(), period.runoff.end(), 0.0F);
    for (const Index cell : network.order) {
        const auto k = static_cast<std::size_t>(cell);
        const float arriving = period.runoff[k] + period.rain[k];
        const float emerging = period.exfiltration[k];
        float leaving = 0;
        if (emerging > 0) {
            period.infiltration[k] = 0;
            leaving = arriving + emerging;
        } else if (period.capacity[k] >= arriving) {
            period.infiltration[k] = arriving;
        } else {  // also where one of them is missing
            period.infiltration[k] = period.capacity[k] + 0 * arriving;
            leaving = arriving - period.capacity[k];
        }
        period.runoff[k] = leaving;
        if (leaving == 0) {
            continue;
        }
        for (Index s = network.first[k]; s < network.first[k + 1]; ++s) {
            const RunoffNetwork::Share& share = network.shares[static_cast<std::size_t>(s)];
            const float part = share.receiver == cell ? share.weight - 1 : share.weight;
            period.runoff[static_cast<std::size_t>(share.receiver)] += leaving * part;
        }
    }
}

}  // namespace hazone
