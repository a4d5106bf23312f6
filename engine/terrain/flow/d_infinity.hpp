#pragma once

#include <array>
#include <cstdint>

#include "engine/core/raster.hpp"
#include "engine/core/view.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {

/// The angle of a cell which drains off the grid or into missing ground: it has no direction.
inline constexpr float kNoFlowAngle = -1;

/// D-infinity flow direction, Tarboton (1997), doi:10.1029/96WR03137: the steepest way down over
/// the eight triangles between a cell and two neighbours beside each other (eqs. 1-5 and table 1).
/// Angle in radians counter-clockwise from east, 0 (included) to 2 pi (excluded).
///
/// Where the steepest way follows an edge of a triangle, and where there is none in full because a
/// neighbour is missing or off the grid, this is the D8 direction; so it is in flats, which D8
/// crosses without cycles (see flow_direction()). kNoFlowAngle where D8 has an outlet. Of triangles
/// equally steep the first counts, from the east counter-clockwise.
///
/// filled: m. d8: directions on the same ground, 255 missing: there, and where filled is missing,
/// `angle` is missing. All views have one extent. Error of the angle below 1e-9 rad before it is
/// rounded to float. No scratch.
void d_infinity_direction(View<const float> filled, View<const std::uint8_t> d8, View<float> angle);

/// Share of the water which each neighbour receives: all to the one at which the angle points, or
/// to the two between which it points, to each the more the nearer it is (Tarboton 1997, fig. 2).
/// Within 1e-6 eighths of a circle, about what a float can tell, it points at one. All 0 where the
/// angle is missing or below 0.
std::array<double, kNeighbours> d_infinity_shares(float angle);

/// Who receives water from each cell, as sums of codes (see shared_flow.hpp).
Raster<std::uint8_t> d_infinity_receivers(View<const float> angle);

/// Contributing area of each cell along D-infinity directions, its own included. Missing where the
/// angle is; a share which leads off the grid or into a missing cell leaves. Cells on a cycle of
/// directions, and all below, are missing; d_infinity_direction() makes none on a filled surface,
/// since both cells of a triangle which receive are lower. Both views have one extent. Sums in
/// double, the givers of a cell in the order of the neighbours: same bits for any number of
/// threads. Scratch: 2 bytes per cell.
void d_infinity_accumulation(View<const float> angle, View<double> area, double cell_area);

/// Sum of `weight` over the cells above, each counted with the share that comes down to the cell,
/// its own included. A missing weight makes the total of its cell and of all below missing.
void d_infinity_accumulate(View<const float> angle, View<const float> weight, View<double> total);

}  // namespace hazone
