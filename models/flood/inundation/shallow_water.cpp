#include "models/flood/inundation/shallow_water.hpp"

#include <cmath>
#include <type_traits>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/inundation/shallow_water_sweep.hpp"

namespace hazone::inundation {

void check(const ShallowWaterRules& rules) {
    if (rules.step_levels < 0 || rules.step_levels > kMostStepLevels) {
        throw InputError(fmt::format("shallow_water.step_levels = {} must be from 0 to {}",
                                     rules.step_levels, kMostStepLevels));
    }
    if (rules.step_levels > 0 && rules.order == Order::second) {
        throw InputError(fmt::format(
            "shallow_water.step_levels = {} goes with order = first only: where steps of two "
            "lengths meet, the scheme of the second has no values in between; set order = first, "
            "or step_levels = 0",
            rules.step_levels));
    }
}

template <class T>
ShallowWater<T>::ShallowWater(const GroundSource& ground,
                              const Edges& edges,
                              const ShallowWaterRules& rules)
    : FlowRun<T>(ground, edges, rules.courant, 0), rules_(rules) {
    check(rules);
    if (rules_.step_levels > 0) {
        const Windows& tiles = this->activity_.windows();
        between_ = Water<T>(this->ground_.extent);
        levels_ = std::make_unique<StepLevels>(tiles, rules_.step_levels);
        side_fluxes_ = std::make_unique<SideFluxes<T>>(tiles.count());
        saved_.resize(static_cast<std::size_t>(tiles.count()));
        this->activity_.work_around_fed();
    }
}

template <class T>
void ShallowWater<T>::set_flow(View<const double> east, View<const double> south) {
    Water<T>& water = this->water_;
    for_each_cell(this->ground_.extent, [&](Index row, Index col) {
        const bool wet = water.depth(row, col) >= static_cast<T>(rules_.dry_depth);
        water.east(row, col) = wet ? static_cast<T>(east(row, col)) : T{0};
        water.south(row, col) = wet ? static_cast<T>(south(row, col)) : T{0};
    });
    this->ready_ = false;
}

template <class T>
double ShallowWater<T>::wave_speed(Index row, Index col) const {
    const double depth = this->water_.depth(row, col);
    const double flow = std::max(std::abs(static_cast<double>(this->water_.east(row, col))),
                                 std::abs(static_cast<double>(this->water_.south(row, col))));
    return depth >= rules_.dry_depth ? flow / depth + std::sqrt(kGravity * depth) : 0.0;
}

template <class T>
bool ShallowWater<T>::try_step(double length) {
    sweep({.from = &this->water_,
           .to = &this->next_,
           .length = length,
           .face_mass = &this->face_mass_,
           .record = this->maxima_ != nullptr},
          this->activity_.stretches());
    bool accepted = true;
    for (const Index tile : this->activity_.active()) {
        const TileResult& result = this->results_[static_cast<std::size_t>(tile)];
        accepted = accepted && !result.refused;
        this->tile_gain_[static_cast<std::size_t>(tile)] = result.gained;
    }
    if (accepted && levels_ != nullptr) {
        levels_->accept_same();
    }
    return accepted;
}

template <class T>
void ShallowWater<T>::sweep(const Stage& stage, const std::vector<Stretch>& stretches) {
    const auto run = [&](auto scratch_type) {
        using Scratch = typename decltype(scratch_type)::type;
        for_each_block_with<Scratch>(
            static_cast<Index>(stretches.size()), [&](Index number, Scratch& scratch) {
                scratch.run(*this, stage, stretches[static_cast<std::size_t>(number)]);
            });
    };
    if (rules_.order == Order::first) {
        run(std::type_identity<Sweep<false>>{});
    } else {
        run(std::type_identity<Sweep<true>>{});
    }
}

template <class T>
void ShallowWater<T>::keep_last() {
    if (this->maxima_ == nullptr) {
        return;
    }
    const Windows& windows = this->activity_.windows();
    const Water<T>& water = this->water_;
    for_each_block(windows.count(), [&](Index tile) {
        const Window window = windows.at(tile);
        const Index col = window.from.col;
        Row<T> depth;
        Row<T> east;
        Row<T> south;
        for (Index row = window.from.row; row < window.end_row(); ++row) {
            cell_speeds(window.extent.cols, water.depth.row(row) + col, water.east.row(row) + col,
                        water.south.row(row) + col, static_cast<T>(rules_.dry_depth), depth.at(0),
                        east.at(0), south.at(0));
            this->maxima_->template record<T>({row, col}, window.extent.cols,
                                              {depth.at(0), east.at(0), south.at(0)}, this->time_,
                                              since_last(tile));
        }
    });
}

template <class T>
double ShallowWater<T>::flow_size(Cell cell) const {
    return std::hypot(static_cast<double>(this->water_.east(cell.row, cell.col)),
                      static_cast<double>(this->water_.south(cell.row, cell.col)));
}

template class ShallowWater<float>;
template class ShallowWater<double>;

}  // namespace hazone::inundation
