#include "models/flood/inundation/shallow_water.hpp"

#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/inundation/shallow_water_sweep.hpp"

namespace hazone::inundation {
namespace {

constexpr int kMostHalvings = 12;

}  // namespace

template <class T>
ShallowWater<T>::ShallowWater(const GroundSource& ground, const Edges& edges,
                              const ShallowWaterRules& rules)
    : ground_(ground),
      edges_(edges),
      rules_(rules),
      activity_(ground_.extent),
      faces_(ground_, edges_, activity_.windows()),
      sources_(ground_.extent, ground_.cell_size),
      water_(ground_.extent),
      next_(ground_.extent),
      results_(static_cast<std::size_t>(activity_.windows().count())),
      face_mass_{std::vector<double>(faces_.count()), std::vector<double>(faces_.count())} {
    if (rules_.order == Order::second) {
        between_ = Water<T>(ground_.extent);
    }
    balance_.rules.assign(edges_.rules.size(), 0.0);
}

template <class T>
void ShallowWater<T>::set_depth(View<const double> depth) {
    for_each_cell(ground_.extent, [&](Index row, Index col) {
        const bool none = is_missing(depth(row, col)) || !ground_.is_inside(row, col);
        water_.depth(row, col) = none ? T{0} : static_cast<T>(std::max(depth(row, col), 0.0));
    });
    ready_ = false;
}

template <class T>
void ShallowWater<T>::set_flow(View<const double> east, View<const double> south) {
    for_each_cell(ground_.extent, [&](Index row, Index col) {
        const bool wet = water_.depth(row, col) >= static_cast<T>(rules_.dry_depth);
        water_.east(row, col) = wet ? static_cast<T>(east(row, col)) : T{0};
        water_.south(row, col) = wet ? static_cast<T>(south(row, col)) : T{0};
    });
    ready_ = false;
}

/// Before the first step: the volume, the speeds and which tiles are wet.
template <class T>
void ShallowWater<T>::prepare() {
    std::vector<char> fed_by_edges(results_.size());
    for (std::size_t tile = 0; tile < results_.size(); ++tile) {
        fed_by_edges[tile] = faces_.feeds(static_cast<Index>(tile), edges_.rules) ? 1 : 0;
    }
    sources_.find_tiles(activity_, fed_by_edges);
    if (ready_) {
        return;
    }
    const double area = ground_.cell_size * ground_.cell_size;
    balance_.initial = area * sum_cells(ground_.extent, [&](Index row, Index col) {
                           return static_cast<double>(water_.depth(row, col));
                       });
    find_speeds();
    activity_.next();
    ready_ = true;
}

template <class T>
void ShallowWater<T>::find_speeds() {
    const Windows& windows = activity_.windows();
    for_each_block(windows.count(), [&](Index tile) {
        const Window window = windows.at(tile);
        double speed = 0;
        bool wet = false;
        for (Index row = window.from.row; row < window.end_row(); ++row) {
            for (Index col = window.from.col; col < window.end_col(); ++col) {
                const double depth = water_.depth(row, col);
                const double flow = std::max(std::abs(static_cast<double>(water_.east(row, col))),
                                             std::abs(static_cast<double>(water_.south(row, col))));
                wet = wet || depth > 0;
                if (depth >= rules_.dry_depth) {
                    speed = std::max(speed, flow / depth + std::sqrt(kGravity * depth));
                }
            }
        }
        results_[static_cast<std::size_t>(tile)] = {.speed = speed, .wet = wet};
    });
    speed_ = 0;
    for (Index tile = 0; tile < windows.count(); ++tile) {
        const TileResult& result = results_[static_cast<std::size_t>(tile)];
        speed_ = std::max(speed_, result.speed);
        activity_.set_wet(tile, result.wet);
    }
}

template <class T>
double ShallowWater<T>::stable_step() const {
    return speed_ > 0 ? rules_.courant * ground_.cell_size / speed_
                      : std::numeric_limits<double>::infinity();
}

template <class T>
StepReport ShallowWater<T>::advance(double longest) {
    prepare();
    StepReport report{.length = std::min(stable_step(), longest),
                      .active_tiles = static_cast<Index>(activity_.active().size())};
    while (!try_step(report.length)) {
        report.length /= 2;
        if (++report.halvings > kMostHalvings) {
            refuse(report.length);
        }
    }
    settle(report.length);
    return report;
}

template <class T>
bool ShallowWater<T>::try_step(double length) {
    tile_gain_.assign(results_.size(), 0.0);
    const bool first = rules_.order == Order::first;
    if (!run_stage({.from = &water_,
                    .to = first ? &next_ : &between_,
                    .length = length,
                    .face_mass = &face_mass_[0],
                    .record = maxima_ != nullptr})) {
        return false;
    }
    return first || run_stage({.from = &between_,
                               .before = &water_,
                               .to = &next_,
                               .length = length,
                               .face_mass = &face_mass_[1]});
}

template <class T>
bool ShallowWater<T>::run_stage(const Stage& stage) {
    const std::vector<Index>& active = activity_.active();
    const auto count = static_cast<Index>(active.size());
    const auto sweep = [&](auto one) {
        using Scratch = decltype(one);
        for_each_block_with<typename Scratch::type>(count, [&](Index number, auto& scratch) {
            const Index tile = active[static_cast<std::size_t>(number)];
            results_[static_cast<std::size_t>(tile)] = scratch.run(*this, stage, tile);
        });
    };
    if (rules_.order == Order::first) {
        sweep(std::type_identity<Sweep<false>>{});
    } else {
        sweep(std::type_identity<Sweep<true>>{});
    }
    bool accepted = true;
    const double share = rules_.order == Order::first ? 1 : 0.5;
    for (const Index tile : active) {
        const TileResult& result = results_[static_cast<std::size_t>(tile)];
        accepted = accepted && !result.refused;
        tile_gain_[static_cast<std::size_t>(tile)] += share * result.gained;
    }
    return accepted;
}

/// Makes the new water the present one and closes the books of the step.
template <class T>
void ShallowWater<T>::settle(double length) {
    std::swap(water_, next_);
    time_ += length;
    last_step_ = length;
    speed_ = 0;
    const double area = ground_.cell_size * ground_.cell_size;
    const bool first = rules_.order == Order::first;
    const auto add_face = [&](const EdgeFace& face) {
        const double mass = first ? face_mass_[0][face.slot]
                                  : 0.5 * (face_mass_[0][face.slot] + face_mass_[1][face.slot]);
        balance_.edges -= mass * length * ground_.cell_size;
        balance_.rules[face.rule] -= mass * length * ground_.cell_size;
    };
    double gained = 0;
    for (const Index tile : activity_.active()) {
        const TileResult& result = results_[static_cast<std::size_t>(tile)];
        speed_ = std::max(speed_, result.speed);
        activity_.set_wet(tile, result.wet);
        gained += tile_gain_[static_cast<std::size_t>(tile)];
        for (const EdgeFace& face : faces_.in_x(tile)) {
            add_face(face);
        }
        for (const EdgeFace& face : faces_.in_y(tile)) {
            add_face(face);
        }
    }
    balance_.sources += gained * area;
    activity_.next();
}

template <class T>
const WaterBalance& ShallowWater<T>::balance() {
    prepare();
    balance_.volume = ground_.cell_size * ground_.cell_size *
                      sum_cells(ground_.extent, [&](Index row, Index col) {
                          return static_cast<double>(water_.depth(row, col));
                      });
    return balance_;
}

template <class T>
void ShallowWater<T>::keep_last() {
    if (maxima_ == nullptr) {
        return;
    }
    const Windows& windows = activity_.windows();
    for_each_block(windows.count(), [&](Index tile) {
        const Window window = windows.at(tile);
        const Index col = window.from.col;
        Row<T> depth;
        Row<T> east;
        Row<T> south;
        for (Index row = window.from.row; row < window.end_row(); ++row) {
            cell_speeds(window.extent.cols, water_.depth.row(row) + col, water_.east.row(row) + col,
                        water_.south.row(row) + col, static_cast<T>(rules_.dry_depth), depth.at(0),
                        east.at(0), south.at(0));
            maxima_->record<T>({row, col}, window.extent.cols,
                               {depth.at(0), east.at(0), south.at(0)}, time_, last_step_);
        }
    });
}

template <class T>
void ShallowWater<T>::refuse(double length) const {
    for (const Index tile : activity_.active()) {
        const Window window = activity_.windows().at(tile);
        if (results_[static_cast<std::size_t>(tile)].refused) {
            throw InputError(fmt::format(
                "shallow water: no step of {:.3g} s or more is possible {:.6g} s after the start: "
                "a depth would be negative or not a number in rows {} to {}, columns {} to {}; "
                "look at the ground and the inflow there",
                length, time_, window.from.row, window.end_row() - 1, window.from.col,
                window.end_col() - 1));
        }
    }
    throw InputError(fmt::format("shallow water: no step is possible {:.6g} s after the start",
                                 time_));
}

template class ShallowWater<float>;
template class ShallowWater<double>;

}  // namespace hazone::inundation
