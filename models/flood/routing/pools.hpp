#pragma once

#include <utility>
#include <vector>

#include "engine/core/index.hpp"
#include "models/flood/routing/kinematic_wave_routing.hpp"
#include "models/flood/routing/level_pool.hpp"

namespace hazone::models {

/// The level pools of a network, in the order of their places. In the cell of a pool the wave holds
/// all water back (see Catchment::set_pools); after each step the pool takes it and says what flows
/// on.
class Pools {
public:
    Pools() = default;
    /// Places rise and no two are the same.
    explicit Pools(std::vector<std::pair<Index, LevelPool>> pools) : pools_(std::move(pools)) {}

    Index count() const { return static_cast<Index>(pools_.size()); }
    const LevelPool& pool(Index number) const {
        return pools_[static_cast<std::size_t>(number)].second;
    }
    Index place(Index number) const { return pools_[static_cast<std::size_t>(number)].first; }
    /// The number of the first pool whose place is not below; count() where there is none.
    Index first_from(Index place) const;

    /// What flows out of the pool, m3/s, in a step in which the wave has brought `cells.volume` to
    /// its place, which is empty afterwards. Keeps the peak.
    BoxOutflow pass(Index number, const WaveStep& step, const WaveCells& cells) const;

private:
    std::vector<std::pair<Index, LevelPool>> pools_;
};

}  // namespace hazone::models
