#include "models/flood/routing/pools.hpp"

#include <algorithm>

namespace hazone::models {

Index Pools::first_from(Index place) const {
    const auto found = std::lower_bound(
        pools_.begin(), pools_.end(), place,
        [](const std::pair<Index, LevelPool>& pool, Index own) { return pool.first < own; });
    return static_cast<Index>(found - pools_.begin());
}

BoxOutflow Pools::pass(Index number, const WaveStep& step, const WaveCells& cells) const {
    const Index at = place(number);
    double& inflow = cells.volume[at];
    const double outflow = pool(number).pass(step.length, inflow, cells.pool_storage[number]);
    inflow *= 0;  // NaN stays
    const auto rounded = static_cast<float>(outflow);
    if (rounded > cells.peak_discharge[at]) {
        cells.peak_discharge[at] = rounded;
        cells.peak_time[at] = static_cast<float>(step.end);
    }
    const double end = pool(number).outflow(pool(number).level(cells.pool_storage[number]));
    if (cells.outflow != nullptr) {
        cells.outflow[at] = static_cast<float>(end);
    }
    return {outflow, end};
}

}  // namespace hazone::models
