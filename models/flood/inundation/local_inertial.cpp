#include "models/flood/inundation/local_inertial.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/inundation/local_inertial_sweep.hpp"

namespace hazone::inundation {
namespace {

// A second step which is a smaller share of the first is left to the next call.
constexpr double kLeastSecond = 0.05;
// The length of a second step, by that of the first, after one that was too long: shorter than what
// was allowed, not below a half, and slowly longer again.
constexpr double kMoreCaution = 0.98;
constexpr double kMostCaution = 0.5;
constexpr double kLessCaution = 1.01;

double most_courant(const LocalInertialRules& rules) {
    return std::sqrt((rules.scheme == InertialScheme::bates ? 1 : rules.theta) / 2);
}

}  // namespace

void check(const LocalInertialRules& rules) {
    if (!(rules.theta > 0 && rules.theta <= 1)) {
        throw InputError(
            fmt::format("local inertial: theta = {} must be over 0 and at most 1", rules.theta));
    }
    const double most = most_courant(rules);
    if (!(rules.courant > 0 && rules.courant <= most)) {
        throw InputError(
            fmt::format("local inertial: courant = {} must be over 0 and at most {:.4f}, which is "
                        "sqrt(theta / 2), theta 1 by bates: beyond it a checkerboard of heights "
                        "grows from nothing",
                        rules.courant, most));
    }
}

template <class T>
LocalInertial<T>::LocalInertial(const GroundSource& ground,
                                const Edges& edges,
                                const LocalInertialRules& rules)
    : FlowRun<T>(ground, edges, rules.courant, Stage::kBefore),
      rules_(rules),
      between_(this->results_.size()),
      first_mass_(this->face_mass_.size()) {
    check(rules);
    this->faces_.leave_out_walls(edges.rules);
}

template <class T>
double LocalInertial<T>::wave_speed(Index row, Index col) const {
    return std::sqrt(kGravity * static_cast<double>(this->water_.depth(row, col)));
}

template <class T>
typename LocalInertial<T>::Steps LocalInertial<T>::plan(double longest, double whole) {
    if (!this->ready_) {
        caution_ = 1;  // a run which is resumed here takes the same steps
    }
    Steps steps;
    steps.first = std::min({this->stable_step(), longest, whole});
    steps.second = std::min(caution_ * steps.first, whole - steps.first);
    const bool at_end = steps.first + steps.second >= whole;
    if (steps.second <= kLeastSecond * steps.first) {
        steps.second = 0;
    } else if (at_end) {
        steps.first = steps.second = whole / 2;
    }
    return steps;
}

template <class T>
double LocalInertial<T>::reach(double longest, double whole) {
    const Steps steps = plan(longest, whole);
    return steps.first + steps.second;
}

template <class T>
StepReport LocalInertial<T>::advance_far(double longest, double whole) {
    Steps steps = plan(longest, whole);
    if (steps.second == 0) {
        return this->advance(steps.first);
    }
    StepReport report{.active_tiles = static_cast<Index>(this->activity_.active().size()),
                      .steps = 2};
    typename FlowRun<T>::RecordOnce once(*this);
    const double planned = steps.second;
    for (Fate fate = try_two(steps); fate != Fate::stands; fate = try_two(steps)) {
        once.stop();
        report.halvings += fate == Fate::too_long ? 0 : 1;
        const bool first = fate == Fate::first_refused;
        if (first || report.halvings > FlowRun<T>::kMostHalvings) {
            StepReport one = this->advance(first ? steps.first / 2 : steps.first);
            one.halvings += report.halvings;
            return one;
        }
        steps.second = fate == Fate::too_long
                           ? rules_.courant * this->ground_.cell_size / fastest_between()
                           : steps.second / 2;
    }
    caution_ = steps.second < planned
                   ? std::max(kMostCaution, kMoreCaution * steps.second / steps.first)
                   : std::min(1.0, kLessCaution * caution_);
    report.length = steps.first + steps.second;
    const double first = this->ratio(steps.first) / this->ratio(report.length);
    const double second = this->ratio(steps.second) / this->ratio(report.length);
    for (std::size_t face = 0; face < first_mass_.size(); ++face) {
        this->face_mass_[face] = first_mass_[face] * first + this->face_mass_[face] * second;
    }
    this->settle(report.length, steps.second);
    return report;
}

template <class T>
double LocalInertial<T>::fastest_between() const {
    double fastest = 0;
    for (const Index tile : this->activity_.active()) {
        fastest = std::max(fastest, between_[static_cast<std::size_t>(tile)].speed);
    }
    return fastest;
}

template <class T>
typename LocalInertial<T>::Fate LocalInertial<T>::try_two(const Steps& steps) {
    const bool accepted = try_steps(steps);
    for (const Index tile : this->activity_.active()) {
        if (between_[static_cast<std::size_t>(tile)].refused) {
            return Fate::first_refused;
        }
    }
    const double courant = steps.second * fastest_between() / this->ground_.cell_size;
    if (courant > most_courant(rules_)) {
        return Fate::too_long;
    }
    return accepted ? Fate::stands : Fate::second_refused;
}

template <class T>
bool LocalInertial<T>::try_steps(const Steps& steps) {
    const std::vector<Stretch>& stretches = this->activity_.stretches();
    for_each_block_with<Sweep>(
        static_cast<Index>(stretches.size()), [&](Index number, Sweep& sweep) {
            sweep.run(*this, steps, stretches[static_cast<std::size_t>(number)]);
        });
    bool accepted = true;
    for (const Index tile : this->activity_.active()) {
        const auto number = static_cast<std::size_t>(tile);
        accepted = accepted && !this->results_[number].refused;
        this->tile_gain_[number] = this->results_[number].gained;
    }
    return accepted;
}

template <class T>
Cell LocalInertial<T>::refused_cell(Index tile, double length) {
    Sweep sweep;
    return sweep.find_refused(*this, length, {tile, 1});
}

template <class T>
void LocalInertial<T>::keep_last() {
    if (this->maxima_ == nullptr) {
        return;
    }
    const Water<T>& water = this->water_;
    const Windows& windows = this->activity_.windows();
    for_each_block(windows.count(), [&](Index tile) {
        const Window window = windows.at(tile);
        const Index cols = window.extent.cols;
        Row<float> depth, squared;
        for (Index row = window.from.row; row < window.end_row(); ++row) {
            const Index col = window.from.col;
            const T* here = water.depth.row(row) + col;
            squared_speeds(cols, here, water.east.row(row) + col - 1,
                           water.south.row(row - 1) + col, water.south.row(row) + col,
                           static_cast<float>(rules_.dry_depth), squared.at(0));
            const Moment now{as_float(cols, here, depth.at(0)), squared.at(0), this->time_,
                             this->last_step_};
            this->maxima_->take({row, col}, cols, {&now, 1});
        }
    });
}

template <class T>
double LocalInertial<T>::flow_size(Cell cell) const {
    const Water<T>& water = this->water_;
    const double east = static_cast<double>(water.east(cell.row, cell.col - 1)) +
                        static_cast<double>(water.east(cell.row, cell.col));
    const double south = static_cast<double>(water.south(cell.row - 1, cell.col)) +
                         static_cast<double>(water.south(cell.row, cell.col));
    return std::hypot(east, south) / 2;
}

template class LocalInertial<float>;
template class LocalInertial<double>;

}  // namespace hazone::inundation
