#pragma once

#include "engine/core/missing.hpp"
#include "models/flood/inundation/padded.hpp"

namespace hazone::inundation {

inline constexpr double kGravity = 9.81;  // m/s2
/// Rise of the bed towards a missing cell, m: no water climbs it. Its square fits into a float.
inline constexpr double kCliff = 1e15;
/// Drag of a missing cell; that of any other is not negative.
inline constexpr double kMissingDrag = -1;

/// What the ground of a run is made from. A cell whose bed or roughness is missing is outside.
struct GroundSource {
    View<const double> bed;         // m
    View<const float> roughness{};  // Manning's n, s/m^(1/3); empty: the same everywhere
    double uniform_roughness = 0;
    double cell_size = 1;  // m
};

/// Bed of a two-dimensional flow. Differences of the bed from cell to cell are taken in double
/// before they are stored: a depth so never meets the height above the sea, in which a float of
/// 1,000 m has steps of 0.06 mm.
template <class T>
struct Ground {
    explicit Ground(const GroundSource& source);

    bool is_inside(Index row, Index col) const { return drag(row, col) >= 0; }

    Extent extent;
    double cell_size = 1;
    Padded<T> rise_east;   // bed of the eastern neighbour less that of the cell
    Padded<T> rise_south;  // the same towards the south
    Padded<float> drag;    // g n^2; kMissingDrag outside
    Raster<double> bed;
};

/// Water on the ground: depth in the middle of a cell, and what flows per metre of width, to the
/// east and to the south, m2/s.
template <class T>
struct Water {
    Water() = default;
    /// `number` tells apart waters which are used together.
    explicit Water(Extent extent, Index number = 0)
        : depth(extent, 0, 3 * number + 3),
          east(extent, 0, 3 * number + 4),
          south(extent, 0, 3 * number + 5) {}

    Padded<T> depth;
    Padded<T> east;
    Padded<T> south;
};

}  // namespace hazone::inundation
