#pragma once

#include <algorithm>
#include <cmath>

#include "engine/core/fast_math.hpp"
#include "engine/core/view.hpp"

// The attributes of one cell and its eight neighbours: the science of surface_form(), of
// horn_slope() and of their tests. `Real` is float in the kernels, which meet every cell, and
// double in the references against which tests hold them. No function branches, so that a loop
// over them vectorises.

namespace hazone {

/// Three rows of heights around one row.
struct RowTriple {
    const float* north;
    const float* middle;
    const float* south;
};

inline RowTriple rows_around(View<const float> z, Index row) {
    return {z.row(row - 1), z.row(row), z.row(row + 1)};
}

/// Nine heights, m, named by the compass.
template <class Real>
struct Heights {
    Real nw, n, ne, w, own, e, sw, s, se;
};

template <class Real>
inline Heights<Real> heights(const RowTriple& z, Index col) {
    return {z.north[col - 1],  z.north[col],     z.north[col + 1], z.middle[col - 1], z.middle[col],
            z.middle[col + 1], z.south[col - 1], z.south[col],     z.south[col + 1]};
}

// Every formula below takes differences of heights first: two floats within a factor of two of each
// other subtract without rounding, so that sums of differences keep the accuracy of the heights,
// and a constant added to the ground changes nothing.

/// 0, or NaN where the value is missing or infinite.
template <class Real>
inline Real nothing_if_known(Real value) {
    return value - value;
}

/// Ground whose rise per metre, squared, is below this counts as level: smaller squares are not
/// exact in float.
inline constexpr double kLevelSteepness = 1e-30;

/// Rise of the ground per metre towards east and towards north.
template <class Real>
struct GradientOf {
    Real east = 0;
    Real north = 0;
};

/// Rise over eight cells towards east and towards north, without the middle height: weights 1, 2,
/// 1 on each side, Horn (1981), Proc. IEEE 69(1), 14-47, doi:10.1109/PROC.1981.11918.
template <class Real>
inline GradientOf<Real> horn_rise(const Heights<Real>& z) {
    return {((z.ne - z.nw) + (z.se - z.sw)) + 2 * (z.e - z.w),
            ((z.nw - z.sw) + (z.ne - z.se)) + 2 * (z.n - z.s)};
}

/// Horn's gradient. `per_eight_cells`: 1 / (8 cell_size). NaN where a height is missing, the
/// middle one included although it has no weight; NaN or infinite where one is.
template <class Real>
inline GradientOf<Real> horn_gradient(const Heights<Real>& z, Real per_eight_cells) {
    const Real known = nothing_if_known(z.own);
    const auto [east, north] = horn_rise(z);
    return {(east + known) * per_eight_cells, (north + known) * per_eight_cells};
}

/// Square of the length of Horn's gradient, NaN or infinite where that is.
template <class Real>
inline Real horn_steepness(const Heights<Real>& z, Real per_eight_cells) {
    const auto [east, north] = horn_rise(z);
    return (east * east + north * north) * (per_eight_cells * per_eight_cells) +
           nothing_if_known(z.own);
}

/// How second derivatives come from nine heights.
enum class CurvatureMethod {
    /// The surface of nine terms through all nine heights: Zevenbergen & Thorne (1987), Earth
    /// Surface Processes and Landforms 12(1), 47-56, doi:10.1002/esp.3290120107, eq. 3-8.
    zevenbergen_thorne,
    /// The surface of six terms nearest to them: Evans (1980), Zeitschrift fuer Geomorphologie,
    /// Supplementband 36, 274-295; the least squares are written out in Minar, Evans & Jenco
    /// (2020).
    evans,
};

/// Derivatives of the height z, x to the east and y to the north: p = dz/dx, q = dz/dy (1);
/// r = d2z/dx2, s = d2z/dxdy, t = d2z/dy2 (1/m). As in Evans (1980).
template <class Real>
struct Derivatives {
    Real p, q, r, s, t;
};

/// `per_cell`: 1 / cell_size. One of the five at least is NaN or infinite where a height is.
template <class Real>
inline Derivatives<Real> zevenbergen_thorne_derivatives(const Heights<Real>& z, Real per_cell) {
    const Real per_area = per_cell * per_cell;
    return {(z.e - z.w) * (per_cell / 2), (z.n - z.s) * (per_cell / 2),
            ((z.e - z.own) + (z.w - z.own)) * per_area,
            ((z.ne - z.nw) + (z.sw - z.se)) * (per_area / 4),
            ((z.n - z.own) + (z.s - z.own)) * per_area};
}

template <class Real>
inline Derivatives<Real> evans_derivatives(const Heights<Real>& z, Real per_cell) {
    const Real per_area = per_cell * per_cell;
    const Real north_west = z.nw - z.own;
    const Real north_east = z.ne - z.own;
    const Real south_west = z.sw - z.own;
    const Real south_east = z.se - z.own;
    const Real corners = (north_west + south_east) + (north_east + south_west);
    const Real east_west = (z.e - z.own) + (z.w - z.own);
    const Real north_south = (z.n - z.own) + (z.s - z.own);
    return {((z.ne - z.nw) + (z.se - z.sw) + (z.e - z.w)) * (per_cell / 6),
            ((z.nw - z.sw) + (z.ne - z.se) + (z.n - z.s)) * (per_cell / 6),
            ((corners + east_west) - 2 * north_south) * (per_area / 3),
            ((north_east + south_west) - (north_west + south_east)) * (per_area / 4),
            ((corners + north_south) - 2 * east_west) * (per_area / 3)};
}

/// Five curvatures. Positive where the ground is convex: on a summit, a spur, the brow of a slope;
/// negative in hollows and at the foot of a slope. GRASS r.slope.aspect and SAGA have these signs;
/// ArcGIS turns that of the profile curvature and multiplies by 100.
template <class Real>
struct Curvatures {
    Real profile;     // 1/m, along the line of steepest slope, in the normal plane
    Real plan;        // 1/m, of the contour as drawn on a map
    Real tangential;  // 1/m, along the contour, in the normal plane
    Real mean;        // 1/m, mean of the two principal curvatures
    Real total;       // 1/m2, r^2 + 2 s^2 + t^2: how strongly bent in any direction
};

/// Minar, Evans & Jenco (2020), Earth-Science Reviews 211, 103414,
/// doi:10.1016/j.earscirev.2020.103414, for the first three: normal slope line curvature, projected
/// contour curvature, normal contour curvature; mean: Gauss's, in Florinsky (2017), Progress in
/// Physical Geography 41(6), 723-752, doi:10.1177/0309133317733667; total: Wilson & Gallant (2000),
/// Terrain Analysis, ch. 3.
/// Level ground has no slope line and no contour: there profile, plan and tangential curvature are
/// 0, as in GRASS and SAGA. NaN if any derivative is.
template <class Real>
inline Curvatures<Real> curvatures(const Derivatives<Real>& d) {
    constexpr auto kLevel = static_cast<Real>(kLevelSteepness);
    const Real steepness = d.p * d.p + d.q * d.q;
    const Real twist = 2 * d.p * d.q * d.s;
    const Real along = d.p * d.p * d.r + twist + d.q * d.q * d.t;
    const Real across = d.q * d.q * d.r - twist + d.p * d.p * d.t;
    const Real per_gradient = steepness < kLevel ? 0 : inverse_root(steepness);
    const Real per_steepness = per_gradient * per_gradient;
    const Real cosine = inverse_root(1 + steepness);  // of the slope
    const Real cube = cosine * cosine * cosine;
    return {.profile = -along * per_steepness * cube,
            .plan = -across * per_steepness * per_gradient,
            .tangential = -across * per_steepness * cosine,
            .mean = (d.r + d.t + across) * cube / -2,
            .total = d.r * d.r + 2 * d.s * d.s + d.t * d.t};
}

/// Cosine of the angle between the ground and the sun, 0 in its own shade: the light of an evenly
/// scattering surface. `sun_east`, `sun_north`, `sun_up`: the direction to the sun, of length 1.
template <class Real>
inline Real hillshade_of(const GradientOf<Real>& g, Real sun_east, Real sun_north, Real sun_up) {
    const Real facing = sun_up - (g.east * sun_east + g.north * sun_north);
    const Real cosine = facing * inverse_root(1 + (g.east * g.east + g.north * g.north));
    return cosine < 0 ? 0 : cosine;
}

/// Topographic position index: height above the mean of the eight neighbours, m. Weiss (2001),
/// ESRI User Conference; Wilson et al. (2007), Marine Geodesy 30(1-2), 3-35,
/// doi:10.1080/01490410701295962, and `gdaldem TPI`.
template <class Real>
inline Real position_index(const Heights<Real>& z) {
    return (((z.own - z.nw) + (z.own - z.se)) + ((z.own - z.ne) + (z.own - z.sw)) +
            (((z.own - z.n) + (z.own - z.s)) + ((z.own - z.w) + (z.own - z.e)))) /
           8;
}

/// What the terrain ruggedness index is.
enum class RuggednessMethod {
    /// Root of the sum of squared differences: Riley, DeGloria & Elliot (1999), Intermountain
    /// Journal of Sciences 5(1-4), 23-27.
    riley,
    /// Mean of the absolute differences: Wilson et al. (2007), as above.
    wilson,
};

template <class Real>
inline Real riley_ruggedness(const Heights<Real>& z) {
    const auto square = [own = z.own](Real height) { return (own - height) * (own - height); };
    return std::sqrt(((square(z.nw) + square(z.n)) + (square(z.ne) + square(z.w))) +
                     ((square(z.e) + square(z.sw)) + (square(z.s) + square(z.se))));
}

template <class Real>
inline Real wilson_ruggedness(const Heights<Real>& z) {
    const auto apart = [own = z.own](Real height) { return std::abs(height - own); };
    return (((apart(z.nw) + apart(z.n)) + (apart(z.ne) + apart(z.w))) +
            ((apart(z.e) + apart(z.sw)) + (apart(z.s) + apart(z.se)))) /
           8;
}

/// Largest difference among the nine heights, m; Wilson et al. (2007) and `gdaldem roughness`.
template <class Real>
inline Real roughness_of(const Heights<Real>& z) {
    const auto higher = [](Real a, Real b) { return a > b ? a : b; };
    const auto lower = [](Real a, Real b) { return a < b ? a : b; };
    const Real highest = higher(higher(higher(z.nw, z.n), higher(z.ne, z.w)),
                                higher(higher(z.e, z.sw), higher(higher(z.s, z.se), z.own)));
    const Real lowest = lower(lower(lower(z.nw, z.n), lower(z.ne, z.w)),
                              lower(lower(z.e, z.sw), lower(lower(z.s, z.se), z.own)));
    // a comparison does not hand a missing height on
    return (highest - lowest) + nothing_if_known(position_index(z));
}

}  // namespace hazone
