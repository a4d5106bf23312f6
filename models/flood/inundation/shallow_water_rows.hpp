#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "models/flood/inundation/ground.hpp"
#include "models/flood/inundation/powers.hpp"
#include "models/flood/inundation/rows.hpp"

// The arithmetic of the shallow water solver on rows of one tile: free functions over rows which do
// not overlap, so that the compiler makes vectors of them.

namespace hazone::inundation {

/// Speeds of the two outer waves at a face (Einfeldt), as the weights of the HLL flux
/// F = ((FL + FR) + lean (FL - FR)) / 2 - spread (UR - UL).
/// lean = (SR + SL) / (SR - SL), spread = -SL SR / (SR - SL), with SL <= 0 <= SR.
struct FaceWaves {
    float lean = 0;
    float spread = 0;
};

/// They act as a numerical viscosity only: the flux is consistent, conservative and symmetric
/// whatever their last digits, so that single precision serves both solvers.
[[gnu::always_inline]] inline FaceWaves face_waves(float left_depth,
                                                   float left_speed,
                                                   float right_depth,
                                                   float right_speed) {
    constexpr auto kG = static_cast<float>(kGravity);
    constexpr float kTiny = 1e-30F;
    const float left = std::sqrt(kG * left_depth);
    const float right = std::sqrt(kG * right_depth);
    const float mean_speed =
        (left_speed * left + right_speed * right) / std::max(left + right, kTiny);
    const float mean = std::sqrt((0.5F * kG) * (left_depth + right_depth));
    float slow = std::min(left_speed - left, mean_speed - mean);
    float fast = std::max(right_speed + right, mean_speed + mean);
    slow = left_depth <= 0 ? right_speed - 2 * right : slow;
    fast = right_depth <= 0 ? left_speed + 2 * left : fast;
    slow = std::min(slow, 0.0F);
    fast = std::max(fast, 0.0F);
    const float between = 1.0F / std::max(fast - slow, kTiny);
    return {(fast + slow) * between, -(slow * fast) * between};
}

/// Limited changes of a row of cells over half a cell in one direction: of the depth, of the two
/// speeds and of the level of the water.
template <class T>
struct Slopes {
    T* depth = nullptr;
    T* across = nullptr;
    T* along = nullptr;
    T* level = nullptr;
};

/// Water on one side of the faces of a row: depth, speed across and along the face in the middle of
/// the cells, and, at second order, their slopes.
template <class T>
struct FaceSide {
    const T* depth = nullptr;
    const T* across = nullptr;
    const T* along = nullptr;
    Slopes<const T> slopes{};

    /// Those from a later face on; the slopes are there at second order only.
    template <bool kSecondOrder>
    FaceSide from(Index face) const {
        FaceSide later{depth + face, across + face, along + face};
        if constexpr (kSecondOrder) {
            later.slopes = {slopes.depth + face, slopes.across + face, slopes.along + face,
                            slopes.level + face};
        }
        return later;
    }
};

/// Fluxes through the faces of a row. The flux of the momentum across differs on the two sides
/// of a step of the bed; what stands here is less the pressure of the water on that side, so that
/// water at rest has 0 and no digits are lost where it is deep.
template <class T>
struct FaceFlux {
    T* mass = nullptr;
    T* left = nullptr;
    T* right = nullptr;
    T* along = nullptr;

    /// Those from a later face on.
    FaceFlux from(Index face) const {
        return {mass + face, left + face, right + face, along + face};
    }
};

/// Fluxes through one face, as in FaceFlux.
template <class T>
struct FluxOf {
    T mass = 0;
    T left = 0;
    T right = 0;
    T along = 0;
};

/// HLLC flux (Toro 2001, Shock-capturing methods for free-surface shallow flows, 10.3) between two
/// depths with their speeds across and along the face. The middle wave carries the speed along the
/// face; it moves to where the mass flows, so that its own speed is not needed. Always inline: a
/// call would keep the rows from becoming vectors.
template <class T>
[[gnu::always_inline]] inline FluxOf<T> hllc(
    T hl, T ul, T vl, T hr, T ur, T vr, const FaceWaves& waves) {
    constexpr T kHalf = static_cast<T>(0.5);
    constexpr T kHalfGravity = static_cast<T>(0.5 * kGravity);
    constexpr T kZero = 0;
    const T lean = static_cast<T>(waves.lean);
    const T spread = static_cast<T>(waves.spread);
    const T from_left = kHalf * (1 + lean);
    const T from_right = kHalf * (1 - lean);
    // what each side sends: never more than a share of its own water, whatever the rounding
    const T sent_left = hl * std::max(from_left * ul + spread, kZero);
    const T sent_right = hr * std::max(spread - from_right * ur, kZero);
    const T mass = sent_left - sent_right;
    const T ql = hl * ul;
    const T qr = hr * ur;
    const T ml = ql * ul;
    const T mr = qr * ur;
    const T moved = kHalf * ((ml + mr) + lean * (ml - mr)) - spread * (qr - ql);
    const T pressure = kHalfGravity * ((hr - hl) * (hr + hl));
    return {mass, moved + from_right * pressure, moved - from_left * pressure,
            mass * (mass > kZero ? vl : vr)};
}

/// What is known of some faces before their fluxes: the depths on both sides and the waves.
template <class T>
struct FaceRows {
    static constexpr Index kFaces = 256;

    alignas(64) std::array<T, kFaces> left, right;  // m
    alignas(64) std::array<float, kFaces> lean, spread;
};

/// Depths at the faces by hydrostatic reconstruction (Audusse et al. 2004, eqs. 2.9-2.13), at
/// second order from the slopes. `rises`: bed in the middle of the right cell less that of the left
/// cell.
template <class T, bool kSecondOrder>
void reconstruct_depths(Index count,
                        const FaceSide<T>& left,
                        const FaceSide<T>& right,
                        const T* __restrict rises,
                        FaceRows<T>& faces) {
    const T* __restrict left_depth = left.depth;
    const T* __restrict left_dh = left.slopes.depth;
    const T* __restrict left_level = left.slopes.level;
    const T* __restrict right_depth = right.depth;
    const T* __restrict right_dh = right.slopes.depth;
    const T* __restrict right_level = right.slopes.level;
    T* __restrict left_out = faces.left.data();
    T* __restrict right_out = faces.right.data();
    constexpr T kZero = 0;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        T rise = rises[i];
        T deep_left = left_depth[i];
        T deep_right = right_depth[i];
        if constexpr (kSecondOrder) {
            rise -= (left_level[i] - left_dh[i]) + (right_level[i] - right_dh[i]);
            deep_left += left_dh[i];
            deep_right -= right_dh[i];
        }
        left_out[i] = std::max(deep_left - std::max(rise, kZero), kZero);
        right_out[i] = std::max(deep_right + std::min(rise, kZero), kZero);
    }
}

template <class T, bool kSecondOrder>
void find_waves(Index count,
                const FaceSide<T>& left,
                const FaceSide<T>& right,
                FaceRows<T>& faces) {
    const T* __restrict left_across = left.across;
    const T* __restrict left_du = left.slopes.across;
    const T* __restrict right_across = right.across;
    const T* __restrict right_du = right.slopes.across;
    const T* __restrict hl = faces.left.data();
    const T* __restrict hr = faces.right.data();
    float* __restrict lean = faces.lean.data();
    float* __restrict spread = faces.spread.data();
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        T ul = left_across[i];
        T ur = right_across[i];
        if constexpr (kSecondOrder) {
            ul += left_du[i];
            ur -= right_du[i];
        }
        const FaceWaves waves = face_waves(static_cast<float>(hl[i]), static_cast<float>(ul),
                                           static_cast<float>(hr[i]), static_cast<float>(ur));
        lean[i] = waves.lean;
        spread[i] = waves.spread;
    }
}

template <class T, bool kSecondOrder>
void find_fluxes(Index count,
                 const FaceSide<T>& left,
                 const FaceSide<T>& right,
                 const FaceRows<T>& faces,
                 const FaceFlux<T>& flux) {
    const T* __restrict left_across = left.across;
    const T* __restrict left_along = left.along;
    const T* __restrict left_du = left.slopes.across;
    const T* __restrict left_dv = left.slopes.along;
    const T* __restrict right_across = right.across;
    const T* __restrict right_along = right.along;
    const T* __restrict right_du = right.slopes.across;
    const T* __restrict right_dv = right.slopes.along;
    const T* __restrict hl = faces.left.data();
    const T* __restrict hr = faces.right.data();
    const float* __restrict lean = faces.lean.data();
    const float* __restrict spread = faces.spread.data();
    T* __restrict mass_flux = flux.mass;
    T* __restrict left_flux = flux.left;
    T* __restrict right_flux = flux.right;
    T* __restrict along_flux = flux.along;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        T ul = left_across[i];
        T ur = right_across[i];
        T vl = left_along[i];
        T vr = right_along[i];
        if constexpr (kSecondOrder) {
            ul += left_du[i];
            ur -= right_du[i];
            vl += left_dv[i];
            vr -= right_dv[i];
        }
        const FluxOf<T> found = hllc(hl[i], ul, vl, hr[i], ur, vr, {lean[i], spread[i]});
        mass_flux[i] = found.mass;
        left_flux[i] = found.left;
        right_flux[i] = found.right;
        along_flux[i] = found.along;
    }
}

/// Fluxes through a row of faces, some at a time and in three loops: one long one has so many
/// operations on its way from the depths to the fluxes that a processor cannot look far enough
/// ahead to keep busy meanwhile.
template <class T, bool kSecondOrder>
void face_fluxes(Index count,
                 const FaceSide<T>& left,
                 const FaceSide<T>& right,
                 const T* rises,
                 const FaceFlux<T>& flux) {
    FaceRows<T> faces;
    for (Index first = 0; first < count; first += FaceRows<T>::kFaces) {
        const Index some = std::min(count - first, FaceRows<T>::kFaces);
        const FaceSide<T> before = left.template from<kSecondOrder>(first);
        const FaceSide<T> after = right.template from<kSecondOrder>(first);
        reconstruct_depths<T, kSecondOrder>(some, before, after, rises + first, faces);
        find_waves<T, kSecondOrder>(some, before, after, faces);
        find_fluxes<T, kSecondOrder>(some, before, after, faces, flux.from(first));
    }
}

/// Depth and speed of a row of cells; the speed is 0 where the depth is less than `dry`.
template <class T>
void cell_speeds(Index count,
                 const T* __restrict depth,
                 const T* __restrict east,
                 const T* __restrict south,
                 T dry,
                 T* __restrict depth_out,
                 T* __restrict east_out,
                 T* __restrict south_out) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T h = depth[i];
        const T inverse = h >= dry ? T{1} / std::max(h, dry) : T{0};
        depth_out[i] = h;
        east_out[i] = east[i] * inverse;
        south_out[i] = south[i] * inverse;
    }
}

template <class T>
T minmod(T a, T b) {
    const T smaller = std::abs(a) < std::abs(b) ? a : b;
    return a * b > T{0} ? smaller : T{0};
}

/// Share of the flow which Manning friction takes in a step, by the implicit law
/// q1 = q - length drag |q1| q1 / h^(7/3), solved exactly: with s = 4 length drag |q| / h^(7/3),
/// 1 - q1 / q = s / (1 + sqrt(1 + s))^2. It is monotone for any step and has the right steady
/// state. Single precision is that of the roughness at best.
inline float friction_share(float depth, float flow, float length_drag) {
    const float s = 4 * length_drag * flow * inverse_seven_thirds(depth);
    const float root = 1 + std::sqrt(1 + s);
    return s / (root * root);
}

/// Depth and speeds of a row of cells.
template <class T>
struct Reach {
    const T* depth = nullptr;
    const T* across = nullptr;
    const T* along = nullptr;
};

/// Slopes of a row of cells in one direction (minmod): `before`, `here` and `after` are the rows
/// (or one row, shifted) of the neighbours; there is none towards a wall.
template <class T>
void limit(Index count,
           const Reach<T>& before,
           const Reach<T>& here,
           const Reach<T>& after,
           const T* __restrict rise_before,
           const T* __restrict rise_after,
           const Slopes<T>& slopes) {
    const T* __restrict h = here.depth;
    const T* __restrict hb = before.depth;
    const T* __restrict ha = after.depth;
    const T* __restrict u = here.across;
    const T* __restrict ub = before.across;
    const T* __restrict ua = after.across;
    const T* __restrict v = here.along;
    const T* __restrict vb = before.along;
    const T* __restrict va = after.along;
    T* __restrict dh = slopes.depth;
    T* __restrict du = slopes.across;
    T* __restrict dv = slopes.along;
    T* __restrict level = slopes.level;
    constexpr T kWall = static_cast<T>(0.5 * kCliff);
    constexpr T kHalf = static_cast<T>(0.5);
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T rise0 = rise_before[i];
        const T rise1 = rise_after[i];
        const T half = std::max(std::abs(rise0), std::abs(rise1)) < kWall ? kHalf : T{0};
        const T depth = h[i];
        const T dh0 = depth - hb[i];
        const T dh1 = ha[i] - depth;
        dh[i] = half * minmod(dh0, dh1);
        level[i] = half * minmod(dh0 + rise0, dh1 + rise1);
        du[i] = half * minmod(u[i] - ub[i], ua[i] - u[i]);
        dv[i] = half * minmod(v[i] - vb[i], va[i] - v[i]);
    }
}

/// The water half a step later, by its slopes and friction (MUSCL-Hancock: van Leer 1984,
/// doi:10.1137/0905001; Toro 2001, 11.2): the faces then need no second stage. The bed comes in
/// through the slope of the level alone, so that water at rest stays as it is. The depth never
/// falls below what the slopes take from it. `ratio` = time step over cell size.
template <class T>
void half_step(Index count,
               T ratio,
               T length,
               T dry,
               const Reach<T>& cells,
               const Slopes<T>& x,
               const Slopes<T>& y,
               const float* __restrict drag,
               T* __restrict depth,
               T* __restrict east,
               T* __restrict south) {
    const T* __restrict h = cells.depth;
    const T* __restrict u = cells.across;
    const T* __restrict v = cells.along;
    const T* __restrict h_x = x.depth;
    const T* __restrict u_x = x.across;
    const T* __restrict v_x = x.along;
    const T* __restrict level_x = x.level;
    const T* __restrict h_y = y.depth;
    const T* __restrict v_y = y.across;
    const T* __restrict u_y = y.along;
    const T* __restrict level_y = y.level;
    constexpr T kG = static_cast<T>(kGravity);
    const auto half = static_cast<float>(static_cast<T>(0.5) * length);
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T before = h[i];
        const T spread = (u[i] * h_x[i] + before * u_x[i]) + (v[i] * h_y[i] + before * v_y[i]);
        const T least = std::max(std::abs(h_x[i]), std::abs(h_y[i]));
        const T after = std::max(before - ratio * spread, least);
        const T push_x = (u[i] * u_x[i] + v[i] * u_y[i]) + kG * level_x[i];
        const T push_y = (u[i] * v_x[i] + v[i] * v_y[i]) + kG * level_y[i];
        const T fast_x = u[i] - ratio * push_x;
        const T fast_y = v[i] - ratio * push_y;
        const float held = std::max(static_cast<float>(after), static_cast<float>(dry));
        const auto across = static_cast<float>(fast_x);
        const auto along = static_cast<float>(fast_y);
        const float lost =
            friction_share(held, held * std::sqrt(across * across + along * along), half * drag[i]);
        const T left = before >= dry ? T{1} - static_cast<T>(lost) : T{0};
        depth[i] = after;
        east[i] = fast_x * left;
        south[i] = fast_y * left;
    }
}

}  // namespace hazone::inundation
