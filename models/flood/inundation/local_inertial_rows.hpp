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
    constexpr T kG = static_cast<T>(kGravity);
    const T push = kG * step.ratio;
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

/// Flow through a face which neither of the cells beside it gives more than it has.
template <class T>
T limited_flow(T flow, T share_before, T share_after) {
    return flow * (flow > 0 ? share_before : share_after);
}

/// The raw flows around a row of cells and the shares of those cells and their neighbours.
template <class T>
struct RawFlows {
    const T* west = nullptr;  // has one face more than cells
    const T* north = nullptr;
    const T* south = nullptr;
    const T* share_north = nullptr;
    const T* share = nullptr;  // from the cell in the west of the first to that in the east
    const T* share_south = nullptr;
};

/// What a row of cells becomes, and what its columns tell: the gain from sources, the greatest
/// depth, and whether a depth was negative or not a number.
template <class T>
struct NewCells {
    T* depth = nullptr;
    T* east = nullptr;
    T* south = nullptr;
    T* gained = nullptr;
    T* deepest = nullptr;
    T* refused = nullptr;
};

/// New flows, and the new depth after them and the sources.
template <class T>
void fill_cells(Index count,
                const InertialStep<T>& step,
                const RawFlows<T>& raw,
                const T* __restrict depth,
                const float* __restrict net,
                const float* __restrict drag,
                const NewCells<T>& to) {
    const T* __restrict raw_x = raw.west;
    const T* __restrict raw_n = raw.north;
    const T* __restrict raw_s = raw.south;
    const T* __restrict share_n = raw.share_north;
    const T* __restrict share = raw.share;
    const T* __restrict share_s = raw.share_south;
    T* __restrict depth_out = to.depth;
    T* __restrict east_out = to.east;
    T* __restrict south_out = to.south;
    T* __restrict gained = to.gained;
    T* __restrict deepest = to.deepest;
    T* __restrict refused = to.refused;
    const T ratio = step.ratio;
    const T length = step.length;
    constexpr T kMostDepth = static_cast<T>(kCliff);
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T here = share[i + 1];
        const T west = limited_flow(raw_x[i], share[i], here);
        const T east = limited_flow(raw_x[i + 1], here, share[i + 2]);
        const T north = limited_flow(raw_n[i], share_n[i], here);
        const T south = limited_flow(raw_s[i], here, share_s[i]);
        const bool inside = drag[i] >= 0;
        const T h = depth[i] - ratio * ((east - west) + (south - north));
        const T wanted = std::max(h + length * static_cast<T>(net[i]), T{0});
        const T filled = inside ? wanted : T{0};
        const T mark = (h >= T{0}) & (h < kMostDepth) ? T{0} : T{1};
        refused[i] += inside ? mark : T{0};
        gained[i] += filled - (inside ? h : T{0});
        const T before = deepest[i];
        deepest[i] = filled > before ? filled : before;
        depth_out[i] = filled;
        east_out[i] = east;
        south_out[i] = south;
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
