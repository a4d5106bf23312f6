#pragma once

#include <algorithm>
#include <cmath>

#include "models/flood/inundation/powers.hpp"
#include "models/flood/inundation/rows.hpp"

// The arithmetic of the local inertial solver on rows of one tile.

namespace hazone::inundation {

/// What the new flow of a face is made from: depth and drag of the cells on both sides, the old
/// flow through it, through the faces before and after it, and through the four faces beside it.
template <class T>
struct FaceInputs {
    const T* left_depth = nullptr;
    const T* right_depth = nullptr;
    const T* rise = nullptr;
    const float* left_drag = nullptr;
    const float* right_drag = nullptr;
    const T* flow = nullptr;
    const T* flow_before = nullptr;
    const T* flow_after = nullptr;
    const T* beside[4] = {};
};

/// Numbers of one step.
template <class T>
struct InertialStep {
    T length = 0;  // s
    T ratio = 0;   // time step over cell size
    T theta = 0;
    T froude = 0;
    T dry = 0;
};

template <class T>
void inertial_flows(Index count,
                    const FaceInputs<T>& in,
                    const InertialStep<T>& step,
                    T* __restrict out) {
    const T* __restrict hl = in.left_depth;
    const T* __restrict hr = in.right_depth;
    const T* __restrict rise = in.rise;
    const float* __restrict drag_l = in.left_drag;
    const float* __restrict drag_r = in.right_drag;
    const T* __restrict q = in.flow;
    const T* __restrict qb = in.flow_before;
    const T* __restrict qa = in.flow_after;
    const T* __restrict s0 = in.beside[0];
    const T* __restrict s1 = in.beside[1];
    const T* __restrict s2 = in.beside[2];
    const T* __restrict s3 = in.beside[3];
    constexpr T kZero = 0;
    constexpr T g = static_cast<T>(kGravity);
    const T push = g * step.ratio;
    const T theta = step.theta;
    const T others = (1 - theta) / 2;
    const auto half_length = static_cast<float>(step.length / 2);
    const auto froude = static_cast<float>(step.froude);
    const T dry = step.dry;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T up = std::max(rise[i], kZero);
        const T down = std::min(rise[i], kZero);
        const T depth = std::max(hl[i] - up, hr[i] + down);
        const auto hf = static_cast<float>(std::max(depth, dry));
        const auto along = static_cast<float>((s0[i] + s1[i]) + (s2[i] + s3[i])) * 0.25F;
        const auto across = static_cast<float>(q[i]);
        const float size = std::sqrt(across * across + along * along);
        const float drag = half_length * (drag_l[i] + drag_r[i]) * size * inverse_seven_thirds(hf);
        const T centred = theta * q[i] + others * (qb[i] + qa[i]);
        const T driven = centred - push * depth * ((hr[i] - hl[i]) + rise[i]);
        const T slowed = driven / (1 + static_cast<T>(drag));
        const T most = static_cast<T>(froude * hf * std::sqrt(static_cast<float>(kGravity) * hf));
        const T flow = std::min(std::max(slowed, -most), most);
        out[i] = depth > dry ? flow : kZero;
    }
}

/// Share of what would flow out of each cell that its water allows, 1 for what comes from outside;
/// `west` has one face more than cells.
template <class T>
void outflow_shares(Index count,
                    T ratio,
                    const float* __restrict drag,
                    const T* __restrict depth,
                    const T* __restrict west,
                    const T* __restrict north,
                    const T* __restrict south,
                    T* __restrict share) {
    constexpr T kZero = 0;
    constexpr T kSafety = static_cast<T>(1 - 1e-6);  // rounding must not draw more than there is
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T out = ratio * ((std::max(west[i + 1], kZero) - std::min(west[i], kZero)) +
                               (std::max(south[i], kZero) - std::min(north[i], kZero)));
        const T held = kSafety * depth[i];
        share[i] = out > held && drag[i] >= 0 ? held / out : T{1};
    }
}

/// Flow through faces which none of the two cells gives more than it has.
template <class T>
void limited_flows(Index count,
                   const T* __restrict flow,
                   const T* __restrict share_before,
                   const T* __restrict share_after,
                   T* __restrict out) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        out[i] = flow[i] * (flow[i] > 0 ? share_before[i] : share_after[i]);
    }
}

/// New depth after flows and sources. Keeps for each column what the sources brought, the greatest
/// depth, and whether a depth was negative or not a number.
template <class T>
void fill_cells(Index count,
                const InertialStep<T>& step,
                const T* __restrict depth,
                const T* __restrict west,
                const T* __restrict north,
                const T* __restrict south,
                const float* __restrict net,
                const float* __restrict drag,
                T* __restrict out,
                double* __restrict gained,
                T* __restrict deepest,
                T* __restrict refused) {
    const T ratio = step.ratio;
    const T length = step.length;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const bool inside = drag[i] >= 0;
        const T h = depth[i] - ratio * ((west[i + 1] - west[i]) + (south[i] - north[i]));
        const T wanted = std::max(h + length * static_cast<T>(net[i]), T{0});
        const T filled = inside ? wanted : T{0};
        refused[i] = (h >= T{0} && h < T(1e15)) || !inside ? refused[i] : T{1};
        gained[i] += static_cast<double>(filled - (inside ? h : T{0}));
        deepest[i] = std::max(deepest[i], filled);
        out[i] = filled;
    }
}

/// Speeds in the middle of cells from the flows through their faces; 0 where less than `dry` deep.
template <class T>
void middle_speeds(Index count,
                   const T* __restrict depth,
                   const T* __restrict before,
                   const T* __restrict after,
                   T dry,
                   T* __restrict out) {
    constexpr T kHalf = static_cast<T>(0.5);
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T h = depth[i];
        out[i] = h > dry ? kHalf * (before[i] + after[i]) / std::max(h, dry) : T{0};
    }
}

}  // namespace hazone::inundation
