// Tiles which take steps of their own; see shallow_water.hpp.
#include <algorithm>
#include <cmath>

#include "engine/parallel/loops.hpp"
#include "models/flood/inundation/shallow_water_sweep.hpp"

namespace hazone::inundation {
namespace {

/// Waves may grow so much within a common step; beyond it the steps that are left are too long.
constexpr double kMostGrowth = 1.1;

/// The cells of a window which are at most `reach` rows and columns away from another; empty if
/// none is.
Window near(const Window& window, const Window& other, Index reach) {
    const Cell from{std::max(window.from.row, other.from.row - reach),
                    std::max(window.from.col, other.from.col - reach)};
    return {from,
            {std::min(window.end_row(), other.end_row() + reach) - from.row,
             std::min(window.end_col(), other.end_col() + reach) - from.col}};
}

}  // namespace

template <class T>
double ShallowWater<T>::since_last(Index tile) const {
    const bool same = levels_ == nullptr || !this->ready_ || levels_->were_same();
    return same ? this->last_step_ : levels_->last(tile);
}

template <class T>
void ShallowWater<T>::begin_anew() {
    if (levels_ != nullptr) {
        levels_->forget();
    }
}

template <class T>
double ShallowWater<T>::speed_in(const Window& window) const {
    double speed = 0;
    for (Index row = window.from.row; row < window.end_row(); ++row) {
        for (Index col = window.from.col; col < window.end_col(); ++col) {
            speed = std::max(speed, wave_speed(row, col));
        }
    }
    return speed;
}

/// Speeds of waves by tile; where a tile beside it has a lower level, with those near to the tile:
/// in a common step they come 2^highest cells far.
template <class T>
std::vector<double> ShallowWater<T>::speeds_around(double fastest, int highest) const {
    const std::vector<Index>& active = this->activity_.active();
    const Windows& windows = this->activity_.windows();
    std::vector<double> own(this->results_.size());
    for (const Index tile : active) {
        own[static_cast<std::size_t>(tile)] = this->results_[static_cast<std::size_t>(tile)].speed;
    }
    std::vector<double> speeds = own;
    for_each_block(static_cast<Index>(active.size()), [&](Index number) {
        const Index tile = active[static_cast<std::size_t>(number)];
        double& speed = speeds[static_cast<std::size_t>(tile)];
        const Index across = windows.across();
        const Index col = tile % across;
        for (Index row = std::max<Index>(tile / across - 1, 0);
             row < std::min(tile / across + 2, windows.down()); ++row) {
            for (Index at = std::max<Index>(col - 1, 0); at < std::min(col + 2, across); ++at) {
                const Index beside = row * across + at;
                if (StepLevels::level_of(own[static_cast<std::size_t>(beside)], fastest, highest) <
                    StepLevels::level_of(speed, fastest, highest)) {
                    speed = std::max(speed, speed_in(near(windows.at(beside), windows.at(tile),
                                                          Index{1} << highest)));
                }
            }
        }
    });
    return speeds;
}

/// Gives tiles their levels and returns the shortest step, s.
template <class T>
double ShallowWater<T>::plan_levels(double longest, double whole) {
    const double shortest = std::min({this->stable_step(), longest, whole});
    const int highest = levels_->highest_within(shortest, longest, whole);
    const double fastest = rules_.courant * this->ground_.cell_size / shortest;
    const std::vector<Index>& active = this->activity_.active();
    if (highest == 0) {
        levels_->assign(active, std::vector<double>(this->results_.size()), fastest, 0);
    } else {
        levels_->assign(active, speeds_around(fastest, highest), fastest, highest);
    }
    return shortest;
}

template <class T>
double ShallowWater<T>::reach(double longest, double whole) {
    if (levels_ == nullptr) {
        return FlowRun<T>::reach(longest, whole);
    }
    const double shortest = plan_levels(longest, whole);
    return std::ldexp(shortest, levels_->highest());
}

template <class T>
StepReport ShallowWater<T>::advance_far(double longest, double whole) {
    if (levels_ == nullptr) {
        return FlowRun<T>::advance_far(longest, whole);
    }
    const double shortest = plan_levels(longest, whole);
    const std::vector<Index>& active = this->activity_.active();
    int refused = 0;
    while (levels_->highest() > 0 && !try_levels(shortest)) {
        undo_maxima();
        levels_->lower(active);
        ++refused;
    }
    if (levels_->highest() == 0) {
        StepReport report = this->advance(shortest);
        report.halvings += refused;
        return report;
    }
    const StepReport report{.length = std::ldexp(shortest, levels_->highest()),
                            .halvings = refused,
                            .active_tiles = static_cast<Index>(active.size()),
                            .steps = 1 << levels_->highest()};
    levels_->accept(active, shortest);
    this->settle(report.length, shortest);
    return report;
}

/// One common step: each level takes its steps when they end, the shorter before the longer.
template <class T>
bool ShallowWater<T>::try_levels(double shortest) {
    side_fluxes_->open(*levels_, this->activity_.active());
    for (const Index tile : this->activity_.active()) {
        this->tile_gain_[static_cast<std::size_t>(tile)] = 0;
    }
    std::fill(saved_.begin(), saved_.end(), 0);
    if (this->maxima_ != nullptr && maxima_before_ == nullptr) {
        maxima_before_ = std::make_unique<MaximaCells>(this->ground_.extent);
    }
    for (Index number = 0; number < Index{1} << levels_->highest(); ++number) {
        for (int level = 0; level <= levels_->highest(); ++level) {
            if ((number + 1) % (Index{1} << level) == 0 && !run_level(shortest, number, level)) {
                return false;
            }
        }
    }
    return true;
}

/// The step of a level which ends after the shortest step `number`. The water of the beginning
/// stays for a step that is refused; the steps in between go to and fro between the two others, so
/// that all tiles end in `next_`.
template <class T>
bool ShallowWater<T>::run_level(double shortest, Index number, int level) {
    const int highest = levels_->highest();
    const auto water_of = [&](int of) {
        const Index step = number >> of;
        const Water<T>* later = step % 2 == 1 ? &between_ : &this->next_;
        return step == 0 ? &this->water_ : later;
    };
    LevelStep own{.levels = levels_.get(),
                  .idle = &this->water_,
                  .number = number >> level,
                  .share = std::ldexp(1.0, level - highest)};
    for (int of = 0; of <= highest; ++of) {
        own.waters[static_cast<std::size_t>(of)] = water_of(of);
    }
    const bool last = own.number + 1 == Index{1} << (highest - level);
    const Stage stage{.from = water_of(level),
                      .to = last || own.number % 2 == 1 ? &this->next_ : &between_,
                      .length = std::ldexp(shortest, level),
                      .face_mass = &this->face_mass_,
                      .record = this->maxima_ != nullptr,
                      .own = &own};
    sweep(stage, levels_->stretches(level));
    return accepts(stage, level);
}

/// Takes the results of a step of a level in; false where one of its tiles refuses, or its waves
/// have become too fast for the steps that are left.
template <class T>
bool ShallowWater<T>::accepts(const Stage& stage, int level) {
    const bool last = stage.own->number + 1 == Index{1} << (levels_->highest() - level);
    const double most = kMostGrowth * rules_.courant * this->ground_.cell_size / stage.length;
    bool accepted = true;
    for (const Stretch& stretch : levels_->stretches(level)) {
        for (Index tile = stretch.first; tile < stretch.first + stretch.count; ++tile) {
            const TileResult& result = this->results_[static_cast<std::size_t>(tile)];
            accepted = accepted && !result.refused && (last || result.speed <= most);
            this->tile_gain_[static_cast<std::size_t>(tile)] += result.gained;
            if (stage.record && stage.own->number == 0) {
                levels_->set_recorded(tile);
            }
        }
    }
    return accepted;
}

/// Before a tile takes in water which a refused step would undo.
template <class T>
void ShallowWater<T>::save_maxima(Index tile) {
    copy_maxima(this->maxima_->cells(), this->activity_.windows().at(tile),
                maxima_before_->views());
    saved_[static_cast<std::size_t>(tile)] = 1;
}

template <class T>
void ShallowWater<T>::undo_maxima() {
    const Windows& windows = this->activity_.windows();
    for_each_block(windows.count(), [&](Index tile) {
        if (saved_[static_cast<std::size_t>(tile)] != 0) {
            copy_maxima(maxima_before_->views(), windows.at(tile), this->maxima_->cells());
        }
    });
}

template class ShallowWater<float>;
template class ShallowWater<double>;

}  // namespace hazone::inundation
