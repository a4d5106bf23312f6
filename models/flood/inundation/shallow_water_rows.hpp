#pragma once

#include <algorithm>
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
inline FaceWaves face_waves(float left_depth,
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

/// Water on one side of the faces of a row: depth, speed across and along the face, and, at second
/// order, how far the bed there is above that in the middle of the cell.
template <class T>
struct FaceSide {
    const T* depth = nullptr;
    const T* across = nullptr;
    const T* along = nullptr;
    const T* bed = nullptr;
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
};

/// HLLC flux (Toro 2001, Shock-capturing methods for free-surface shallow flows, 10.3) on depths
/// reconstructed at the face (Audusse et al. 2004, eqs. 2.9-2.13). The middle wave carries the
/// speed along the face; it moves to where the mass flows, so that its own speed is not needed.
/// `rise`: bed in the middle of the right cell less that of the left cell.
template <class T, bool kSecondOrder>
void face_fluxes(Index count,
                 const FaceSide<T>& left,
                 const FaceSide<T>& right,
                 const T* rises,
                 const FaceFlux<T>& flux) {
    const T* __restrict left_depth = left.depth;
    const T* __restrict left_across = left.across;
    const T* __restrict left_along = left.along;
    const T* __restrict left_bed = left.bed;
    const T* __restrict right_depth = right.depth;
    const T* __restrict right_across = right.across;
    const T* __restrict right_along = right.along;
    const T* __restrict right_bed = right.bed;
    const T* __restrict rise_of = rises;
    T* __restrict mass_flux = flux.mass;
    T* __restrict left_flux = flux.left;
    T* __restrict right_flux = flux.right;
    T* __restrict along_flux = flux.along;
    constexpr T kHalf = static_cast<T>(0.5);
    constexpr T kHalfGravity = static_cast<T>(0.5 * kGravity);
    constexpr T kZero = 0;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        T rise = rise_of[i];
        if constexpr (kSecondOrder) {
            rise += right_bed[i] - left_bed[i];
        }
        const T deep_left = left_depth[i];
        const T deep_right = right_depth[i];
        const T hl = std::max(deep_left - std::max(rise, kZero), kZero);
        const T hr = std::max(deep_right + std::min(rise, kZero), kZero);
        const T ul = left_across[i];
        const T ur = right_across[i];
        const T vl = left_along[i];
        const T vr = right_along[i];
        const FaceWaves waves = face_waves(static_cast<float>(hl), static_cast<float>(ul),
                                           static_cast<float>(hr), static_cast<float>(ur));
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
        mass_flux[i] = mass;
        left_flux[i] = moved + from_right * pressure;
        right_flux[i] = moved - from_left * pressure;
        along_flux[i] = mass * (mass > kZero ? vl : vr);
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

/// Limited change of a row of values across each cell: `before`, `here`, `after` are the rows (or
/// one row, shifted) of the neighbours; `open_before` and `open_after` are 0 at a wall.
template <class T>
struct Reach {
    const T* depth = nullptr;
    const T* east = nullptr;
    const T* south = nullptr;
};

/// Values at the two faces of each cell in one direction (Audusse et al. 2004, section 4, with
/// minmod; the speeds so that the mean momentum stays), and the limited rise of the water across
/// the cell, which drives it.
template <class T>
struct Faces {
    T* depth[2];  // towards west or north, towards east or south
    T* across[2];
    T* along[2];
    T* bed[2];
    T* rise;
};

template <class T>
void reconstruct(Index count,
                 const Reach<T>& before,
                 const Reach<T>& here,
                 const Reach<T>& after,
                 bool eastwards,
                 const T* __restrict rise_before,
                 const T* __restrict rise_after,
                 const Faces<T>& faces) {
    const T* __restrict h = here.depth;
    const T* __restrict hb = before.depth;
    const T* __restrict ha = after.depth;
    const T* __restrict u = eastwards ? here.east : here.south;
    const T* __restrict ub = eastwards ? before.east : before.south;
    const T* __restrict ua = eastwards ? after.east : after.south;
    const T* __restrict v = eastwards ? here.south : here.east;
    const T* __restrict vb = eastwards ? before.south : before.east;
    const T* __restrict va = eastwards ? after.south : after.east;
    T* __restrict h0 = faces.depth[0];
    T* __restrict h1 = faces.depth[1];
    T* __restrict u0 = faces.across[0];
    T* __restrict u1 = faces.across[1];
    T* __restrict v0 = faces.along[0];
    T* __restrict v1 = faces.along[1];
    T* __restrict z0 = faces.bed[0];
    T* __restrict z1 = faces.bed[1];
    T* __restrict rise = faces.rise;
    constexpr T kWall = static_cast<T>(0.5 * kCliff);
    constexpr T kHalf = static_cast<T>(0.5);
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T before_rise = rise_before[i];
        const T after_rise = rise_after[i];
        const T depth = h[i];
        const T open_before = std::abs(before_rise) < kWall ? T{1} : T{0};
        const T open_after = std::abs(after_rise) < kWall ? T{1} : T{0};
        const T open_half = kHalf * (open_before * open_after);
        const T dh_before = depth - hb[i];
        const T dh_after = ha[i] - depth;
        const T dh = open_half * minmod(dh_before, dh_after);
        const T level = open_half * minmod(dh_before + open_before * before_rise,
                                           dh_after + open_after * after_rise);
        const T across = u[i];
        const T along = v[i];
        const T du = open_half * minmod(across - ub[i], ua[i] - across);
        const T dv = open_half * minmod(along - vb[i], va[i] - along);
        // in single precision: it only divides the slope of the speed between the two faces
        const auto held = static_cast<float>(depth > T{0} ? depth : T{1});
        const T share = static_cast<T>(static_cast<float>(dh) / std::max(held, 1e-30F));
        h0[i] = depth - dh;
        h1[i] = depth + dh;
        u0[i] = across - (1 + share) * du;
        u1[i] = across + (1 - share) * du;
        v0[i] = along - (1 + share) * dv;
        v1[i] = along + (1 - share) * dv;
        z1[i] = level - dh;
        z0[i] = dh - level;
        rise[i] = level + level;
    }
}

}  // namespace hazone::inundation
