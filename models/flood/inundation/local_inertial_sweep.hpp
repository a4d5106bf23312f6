#pragma once

#include <cmath>

#include "models/flood/inundation/local_inertial_stage.hpp"
#include "models/flood/inundation/prefetch.hpp"
#include "models/flood/inundation/stream_row.hpp"

namespace hazone::inundation {

/// One step, or two, over tiles side by side: what a thread does at a time.
template <class T>
class LocalInertial<T>::Sweep {
public:
    void run(LocalInertial& solver, const Steps& steps, const Stretch& stretch);
    /// The cell at which a single step is refused; {-1, -1} if it is not.
    Cell find_refused(LocalInertial& solver, double length, const Stretch& stretch);

private:
    void run_last(const typename Stage::Plan& plan);
    void run_two(double first, const typename Stage::Plan& second);
    void finish(Index row);
    void record(Index row);
    void report();

    LocalInertial* solver_ = nullptr;
    Stretch stretch_;
    Window window_;
    bool two_ = false;
    Stage first_, last_;
    WaterRing<T> between_;
    Row<float> depth_[2], squared_[2];
};

template <class T>
void LocalInertial<T>::Sweep::run(LocalInertial& solver,
                                  const Steps& steps,
                                  const Stretch& stretch) {
    solver_ = &solver;
    stretch_ = stretch;
    window_ = solver.activity_.window(stretch);
    two_ = steps.second > 0;
    const Index col = window_.from.col;
    const WaterRows<T> next(solver.next_, col);
    if (two_) {
        run_two(steps.first, {.length = steps.second,
                              .time = solver.time_ + steps.first,
                              .since = steps.first,
                              .from = WaterRows<T>(between_),
                              .to = next,
                              .face_mass = &solver.face_mass_});
    } else {
        run_last({.length = steps.first,
                  .time = solver.time_,
                  .since = solver.last_step_,
                  .from = WaterRows<T>(solver.water_, col),
                  .to = next,
                  .face_mass = &solver.face_mass_});
    }
    stream_end();
    report();
}

template <class T>
void LocalInertial<T>::Sweep::run_last(const typename Stage::Plan& plan) {
    last_.begin(*solver_, stretch_, plan);
    for (Index row = last_.first_row() - 1; row <= last_.end_row(); ++row) {
        last_.step(row);
        finish(row - 1);
    }
}

/// The second step goes two rows behind the first: it reads the row after that which it is at, and
/// the first makes the row before that which it is at.
template <class T>
void LocalInertial<T>::Sweep::run_two(double first, const typename Stage::Plan& second) {
    first_.begin(*solver_, stretch_,
                 {.length = first,
                  .time = solver_->time_,
                  .since = solver_->last_step_,
                  .reaches_out = true,
                  .from = WaterRows<T>(solver_->water_, window_.from.col),
                  .to = WaterRows<T>(between_),
                  .face_mass = &solver_->first_mass_});
    const Index start = window_.from.row;
    for (Index row = first_.first_row() - 1; row <= first_.end_row(); ++row) {
        first_.step(row);
        if (row == start) {
            last_.begin(*solver_, stretch_, second);
        } else if (row > start) {
            last_.step(row - 2);
            finish(row - 3);
        }
    }
}

/// After the new water of a row is made.
template <class T>
void LocalInertial<T>::Sweep::finish(Index row) {
    if (row < window_.from.row) {
        return;
    }
    last_.store_outer_flows(row, solver_->next_);
    if (!last_.streams() && row + 1 < window_.end_row()) {
        Water<T>& next = solver_->next_;
        for (Padded<T>* cells : {&next.depth, &next.east, &next.south}) {
            fetch_row<FetchFor::writing>(cells->row(row + 1) + window_.from.col,
                                         window_.extent.cols);
        }
    }
    if (solver_->maxima_ != nullptr) {
        record(row);
        solver_->maxima_->fetch({row + 1, window_.from.col}, window_.extent.cols);
    }
}

template <class T>
void LocalInertial<T>::Sweep::record(Index row) {
    const Stage& first = two_ ? first_ : last_;
    const Moment moments[] = {
        first.moment(row, depth_[0].at(0), squared_[0].at(0)),
        two_ ? last_.moment(row, depth_[1].at(0), squared_[1].at(0)) : Moment{}};
    solver_->maxima_->take({row, window_.from.col}, window_.extent.cols, {moments, two_ ? 2U : 1U});
}

template <class T>
void LocalInertial<T>::Sweep::report() {
    for (Index tile = stretch_.first; tile < stretch_.first + stretch_.count; ++tile) {
        const auto number = static_cast<std::size_t>(tile);
        const auto wave_speed = [](T depth) {
            return std::sqrt(kGravity * static_cast<double>(depth));
        };
        const Index beside = tile - stretch_.first;
        typename Stage::Told told = last_.told(beside);
        const bool refused = told.refused();
        if (two_) {
            const typename Stage::Told& between = first_.told(beside);
            told.gained += between.gained;
            solver_->between_[number] = {wave_speed(between.deepest), between.refused()};
        }
        solver_->results_[number] = {.speed = wave_speed(told.deepest),
                                     .gained = told.gained,
                                     .wet = told.deepest > 0,
                                     .refused = refused};
    }
}

template <class T>
Cell LocalInertial<T>::Sweep::find_refused(LocalInertial& solver,
                                           double length,
                                           const Stretch& stretch) {
    const Index col = solver.activity_.window(stretch).from.col;
    last_.begin(solver, stretch,
                {.length = length,
                 .from = WaterRows<T>(solver.water_, col),
                 .to = WaterRows<T>(solver.next_, col),
                 .face_mass = &solver.face_mass_,
                 .searches = true});
    for (Index row = last_.first_row() - 1; row <= last_.end_row(); ++row) {
        last_.step(row);
    }
    return last_.refused_cell();
}

}  // namespace hazone::inundation
