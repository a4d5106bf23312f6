#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "engine/core/raster.hpp"
#include "engine/parallel/windows.hpp"

namespace hazone::inundation {

/// One row of cells as the solver has it in its cache: depth and the two speeds.
template <class T>
struct RowState {
    const T* depth = nullptr;
    const T* east = nullptr;
    const T* south = nullptr;
};

/// One row of cells at one time.
struct Moment {
    const float* depth = nullptr;          // m
    const float* squared_speed = nullptr;  // m2/s2: of two times the root of the greater is enough
    double time = 0;                       // s
    double since = 0;                      // s after the moment before
};

/// Where the worst that each cell met is kept; a result whose view is empty is not kept. Depth and
/// the others begin at 0, arrival at infinity.
struct MaximaViews {
    View<float> depth;          // m; the highest water level is that much above the bed
    View<float> speed;          // m/s
    View<float> flow;           // m2/s, depth times speed: momentum per area over the density
    View<float> rating;         // see hazard_rating()
    View<std::uint8_t> hazard;  // H1..H6; 0 not reached
    View<float> arrival;        // s
    View<double> duration;      // s at wet_depth or deeper
    double wet_depth = 0.05;    // m: from here on a cell counts as reached
};

/// Keeps the worst of a run, judged at every step and not from separate maxima.
class Maxima {
public:
    explicit Maxima(const MaximaViews& cells) : cells_(cells) {}

    /// Takes in `count` cells from (row, col) on at `time`, s, `since` seconds after the last.
    template <class T>
    void record(Cell from, Index count, const RowState<T>& state, double time, double since);

    /// The same of one time, or of two, one after the other.
    void take(Cell from, Index count, std::span<const Moment> moments);

    /// These cells are soon taken in.
    void fetch(Cell from, Index count) const;

    const MaximaViews& cells() const { return cells_; }

private:
    MaximaViews cells_;
};

/// Copies what both keep of the cells of a window.
void copy_maxima(const MaximaViews& from, const Window& window, const MaximaViews& to);

/// Rasters of all results, for tests and benchmarks.
struct MaximaCells {
    explicit MaximaCells(Extent extent)
        : depth(extent, 0),
          speed(extent, 0),
          flow(extent, 0),
          rating(extent, 0),
          hazard(extent, 0),
          arrival(extent, std::numeric_limits<float>::infinity()),
          duration(extent, 0) {}
    MaximaViews views() {
        return {depth.view(),  speed.view(),   flow.view(),    rating.view(),
                hazard.view(), arrival.view(), duration.view()};
    }

    Raster<float> depth, speed, flow, rating;
    Raster<std::uint8_t> hazard;
    Raster<float> arrival;
    Raster<double> duration;
};

}  // namespace hazone::inundation
