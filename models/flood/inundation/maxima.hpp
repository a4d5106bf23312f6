#pragma once

#include <cstdint>

#include "models/flood/inundation/padded.hpp"

namespace hazone::inundation {

/// Which results a run keeps.
struct MaximaChoice {
    bool speed = false;
    bool flow = false;  // depth times speed, the momentum per area over the density
    bool rating = false;
    bool hazard = false;
    bool arrival = false;
    bool duration = false;
    double wet_depth = 0.05;  // m: from here on a cell counts as reached
};

/// One row of cells as the solver has it in its cache: depth and the two speeds.
template <class T>
struct RowState {
    const T* depth = nullptr;
    const T* east = nullptr;
    const T* south = nullptr;
};

/// The worst that each cell met in a run, judged at every step and not from separate maxima. The
/// highest depth is always kept; the highest water level is that depth above the bed.
class Maxima {
public:
    Maxima(Extent extent, const MaximaChoice& choice);

    /// Takes in `count` cells from (row, col) on at `time`, s, `since` seconds after the last.
    template <class T>
    void record(Cell from, Index count, const RowState<T>& state, double time, double since);

    const MaximaChoice& choice() const { return choice_; }
    const Padded<float>& depth() const { return depth_; }           // m
    const Padded<float>& speed() const { return speed_; }           // m/s
    const Padded<float>& flow() const { return flow_; }             // m2/s
    const Padded<float>& rating() const { return rating_; }         // see hazard_rating()
    const Padded<std::uint8_t>& hazard() const { return hazard_; }  // H1..H6; 0 not reached
    const Padded<float>& arrival() const { return arrival_; }       // s; infinite where not reached
    const Padded<double>& duration() const { return duration_; }    // s

private:
    MaximaChoice choice_;
    Padded<float> depth_;
    Padded<float> speed_;
    Padded<float> flow_;
    Padded<float> rating_;
    Padded<std::uint8_t> hazard_;
    Padded<float> arrival_;
    Padded<double> duration_;
};

}  // namespace hazone::inundation
