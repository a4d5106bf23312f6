#pragma once

#include <vector>

#include "models/flood/inundation/padded.hpp"
#include "models/flood/inundation/tiles.hpp"

namespace hazone::inundation {

/// Water that enters or leaves at one cell, m3/s.
struct PointInflow {
    Cell cell;
    double discharge = 0;
};

/// Water that comes from above and goes into the ground: rain less losses in m/s, the same
/// everywhere or cell by cell, and inflow at single cells. A loss takes no more than there is.
class Sources {
public:
    Sources() = default;
    Sources(Extent extent, double cell_size) : extent_(extent), cell_size_(cell_size) {}

    void set_uniform(double rate) {
        field_ = {};
        uniform_ = static_cast<float>(rate);
        changed_ = true;
    }
    /// `rain` and `loss` in m/s; an empty loss is none. Missing values count as 0: whoever calls
    /// has refused them.
    void set(View<const float> rain, View<const float> loss);
    void set_inflows(std::vector<PointInflow> inflows) {
        inflows_ = std::move(inflows);
        changed_ = true;
    }

    /// A new discharge of one of them.
    void set_discharge(std::size_t number, double discharge) {
        inflows_[number].discharge = discharge;
    }

    bool any() const { return !field_.extent().empty() || uniform_ != 0 || !inflows_.empty(); }
    bool has_field() const { return !field_.extent().empty(); }
    float uniform() const { return uniform_; }
    /// Rates of one row where there is a field; those around the grid are 0.
    const float* field_row(Index row) const { return field_.row(row); }
    /// Numbers of the inflows in a tile.
    const std::vector<std::size_t>& in_tile(Index tile) const {
        return by_tile_[static_cast<std::size_t>(tile)];
    }
    /// The rates of one row of a stretch, m/s, of rain, losses and inflows. They stand in `work`
    /// where there is no field or an inflow: without a field it holds the uniform rate on entry and
    /// is touched at inflows only, since the row before may have had one.
    const float* rates(Index row, const Window& window, const Stretch& stretch, float* work) const;
    const std::vector<PointInflow>& inflows() const { return inflows_; }
    /// Notes which tiles are fed, and which inflows each has; false if nothing was changed.
    bool find_tiles(Activity& activity, const std::vector<char>& fed_by_edges);

private:
    bool rains_on(const Window& window) const;

    Extent extent_;
    double cell_size_ = 1;
    Padded<float> field_;
    float uniform_ = 0;
    std::vector<PointInflow> inflows_;
    std::vector<std::vector<std::size_t>> by_tile_;  // numbers of inflows
    bool changed_ = true;
};

}  // namespace hazone::inundation
