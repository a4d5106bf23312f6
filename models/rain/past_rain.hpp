#pragma once

#include <span>
#include <vector>

#include "engine/core/field_set.hpp"

namespace hazone::models {

/// The rain of the last steps of every cell, kept in the state of a model of time: each step in the
/// place of the one which has become too old.
class PastRain {
public:
    /// Room in `state` for that many steps, one or more.
    static void start(FieldSet& state, Index steps);
    /// As it is in step `newest`, 0 the first.
    PastRain(FieldSet& state, Index newest);

    /// Steps kept by now, the newest among them.
    Index steps() const;
    float* row(Index age, Index row) const { return rain_.at(place(age)).row(row); }
    /// The rain of each step from the cell on, the newest first.
    std::vector<const float*> from(Index row, Index col) const;

private:
    Index place(Index age) const { return (newest_ - age) % rain_.count(); }

    Frames<float> rain_;
    Index newest_ = 0;
};

/// Steps of the series which a time of `longest`, s, can hold, at least one and no more than there
/// are.
Index steps_within(const RainSeries& series, double longest);

/// Lengths of the step and of those before it, s, the newest first; `steps` of them.
std::vector<double> lengths_before(const RainSeries& series, Index newest, Index steps);

}  // namespace hazone::models
