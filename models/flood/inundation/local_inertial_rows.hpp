#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "models/flood/inundation/ground.hpp"
#include "models/flood/inundation/powers.hpp"
#include "models/flood/inundation/rows.hpp"

// The arithmetic of the local inertial solver on rows of one tile.

namespace hazone::inundation {

/// What the new flow of a face is made from: depth and drag of the cells on both sides, the old
/// flow through it, through the faces before and after it, and through the four faces across which
/// the two cells have at their ends, of which the flow along it is the mean.
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
    const T* left_across[2] = {};
    const T* right_across[2] = {};

    /// The same from a later face on.
    FaceInputs from(Index first) const {
        return {left_depth + first,
                right_depth + first,
                rise + first,
                left_drag + first,
                right_drag + first,
                flow + first,
                flow_before + first,
                flow_after + first,
                {left_across[0] + first, left_across[1] + first},
                {right_across[0] + first, right_across[1] + first}};
    }
};

/// A cell gives at most this share of its water in a step: rounding must not draw more than there
/// is.
inline constexpr double kMostShare = 1 - 1e-6;

/// Numbers of one step.
template <class T>
struct InertialStep {
    T length = 0;  // s
    T ratio = 0;   // time step over cell size
    T theta = 0;
    T froude = 0;
    T dry = 0;
};

/// Water on both sides of a face above the higher of their beds; below 0 where it is lower.
template <class T>
struct FaceWater {
    T left, right;

    FaceWater(T left_depth, T right_depth, T rise) {
        const T up = std::max(rise, T{0});
        left = left_depth - up;
        right = right_depth + (rise - up);
    }
    T rise() const { return right - left; }
    /// The greatest depth over the face, not less than `dry`.
    T depth(T dry) const { return std::max(std::max(left, right), dry); }
};

/// The square of the flow at which it is as fast as the Froude number of the step allows, m4/s2.
template <class T>
T most_flow_squared(T depth, T froude) {
    return (froude * froude * static_cast<T>(kGravity)) * (depth * depth * depth);
}

// The flows of a row are found in three loops: one long one has so many operations on its way from
// the depth to the flow that a processor cannot look far enough ahead to keep busy meanwhile.

/// Flow through the faces before friction, and the depth of water over them. Nothing flows where
/// the water is no deeper than `dry`. By Bates et al. the flow of the face alone counts; what is
/// around it is not read.
template <bool kBates, class T>
void driven_flows(Index count,
                  const FaceInputs<T>& in,
                  const InertialStep<T>& step,
                  float* __restrict depth_out,
                  T* __restrict out) {
    const T* __restrict hl = in.left_depth;
    const T* __restrict hr = in.right_depth;
    const T* __restrict rise = in.rise;
    const T* __restrict q = in.flow;
    const T* __restrict qb = in.flow_before;
    const T* __restrict qa = in.flow_after;
    const T push = static_cast<T>(kGravity) * step.ratio;
    [[maybe_unused]] const T theta = step.theta;
    [[maybe_unused]] const T others = (1 - theta) / 2;
    const T dry = step.dry;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const FaceWater<T> water(hl[i], hr[i], rise[i]);
        const T depth = water.depth(dry);
        T carried = q[i];
        if constexpr (!kBates) {
            carried = multiply_add(theta, q[i], others * (qb[i] + qa[i]));
        }
        const T driven = multiply_add(-push * depth, water.rise(), carried);
        out[i] = driven;
        depth_out[i] = static_cast<float>(depth);
    }
}

/// The drag of friction on each flow, which leaves 1 / (1 + drag) of it; worked out in float (see
/// powers.hpp).
template <bool kBates, class T>
void friction_drags(Index count,
                    const FaceInputs<T>& in,
                    const InertialStep<T>& step,
                    const float* __restrict depth,
                    float* __restrict out) {
    const float* __restrict drag_l = in.left_drag;
    const float* __restrict drag_r = in.right_drag;
    const T* __restrict q = in.flow;
    [[maybe_unused]] const T* __restrict left_before = in.left_across[0];
    [[maybe_unused]] const T* __restrict left_after = in.left_across[1];
    [[maybe_unused]] const T* __restrict right_before = in.right_across[0];
    [[maybe_unused]] const T* __restrict right_after = in.right_across[1];
    const InverseSevenThirds power(static_cast<float>(step.length / 2));
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const auto across = static_cast<float>(q[i]);
        float size = std::abs(across);
        if constexpr (!kBates) {
            const auto along = 0.25F * static_cast<float>((left_before[i] + left_after[i]) +
                                                          (right_before[i] + right_after[i]));
            size = std::sqrt(multiply_add(across, across, along * along));
        }
        out[i] = (drag_l[i] + drag_r[i]) * size * power(depth[i]);
    }
}

/// The flows after friction; none where the water is no deeper than `dry`. A flow in float is
/// multiplied by the share which is left; from one in double that which is taken is drawn, which is
/// small where a float would be too coarse. True where one may be faster than the step allows, for
/// limit_froude(): it is looked for in float, and from a little below the limit on.
template <class T>
bool slow_flows(Index count,
                const InertialStep<T>& step,
                const float* __restrict depth,
                const float* __restrict drag,
                T* __restrict flows) {
    constexpr bool kIsFloat = sizeof(T) == sizeof(float);
    constexpr float kNothingLeft = kIsFloat ? 0 : 1;
    const auto dry = static_cast<float>(step.dry);
    const auto froude = 0.9999F * static_cast<float>(step.froude);
    std::int32_t any_negative = 0;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T driven = flows[i];
        const float left = quick_inverse(1 + drag[i]);
        const float share = kIsFloat ? left : drag[i] * left;
        const auto part = static_cast<T>(depth[i] > dry ? share : kNothingLeft);
        const T flow = kIsFloat ? driven * part : multiply_add(-driven, part, driven);
        const auto size = static_cast<float>(flow);
        const float spare = multiply_add(-size, size, most_flow_squared(depth[i], froude));
        any_negative |= std::bit_cast<std::int32_t>(spare);
        flows[i] = flow;
    }
    return any_negative < 0;
}

/// Holds the flows which are faster than the step allows at its limit; the others stay as they are,
/// so that it does not matter which are in the row.
template <class T>
void limit_froude(Index count,
                  const FaceInputs<T>& in,
                  const InertialStep<T>& step,
                  T* __restrict flows) {
    const T* __restrict hl = in.left_depth;
    const T* __restrict hr = in.right_depth;
    const T* __restrict rise = in.rise;
    const T froude = step.froude;
    const T dry = step.dry;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T depth = FaceWater<T>(hl[i], hr[i], rise[i]).depth(dry);
        const T flow = flows[i];
        const T squared = most_flow_squared(depth, froude);
        const T most = std::copysign(std::sqrt(squared), flow);
        flows[i] = flow * flow > squared ? most : flow;
    }
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

/// Would one of these cells give more than it has, or all but a millionth? outflow_shares() tells
/// exactly.
template <class T>
bool any_short(Index count,
               T ratio,
               const float* __restrict drag,
               const T* __restrict depth,
               const RawFlows<T>& raw) {
    const T* __restrict west = raw.west;
    const T* __restrict north = raw.north;
    const T* __restrict south = raw.south;
    constexpr T kZero = 0;
    using Bits = std::conditional_t<sizeof(T) == sizeof(float), std::int32_t, std::int64_t>;
    constexpr T kHeld = static_cast<T>(kMostShare * kMostShare);
    Bits any = 0;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T out = (std::max(west[i + 1], kZero) - std::min(west[i], kZero)) +
                      (std::max(south[i], kZero) - std::min(north[i], kZero));
        const T spare = multiply_add(-ratio, out, kHeld * depth[i]);
        any |= std::bit_cast<Bits>(spare) & ~std::bit_cast<Bits>(static_cast<T>(drag[i]));
    }
    return any < 0;
}

/// Share of what would flow out of each cell that its water allows, 1 for what comes from outside.
template <class T>
void outflow_shares(Index count,
                    T ratio,
                    const float* __restrict drag,
                    const T* __restrict depth,
                    const RawFlows<T>& raw,
                    T* __restrict share) {
    const T* __restrict west = raw.west;
    const T* __restrict north = raw.north;
    const T* __restrict south = raw.south;
    constexpr T kZero = 0;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T out = ratio * ((std::max(west[i + 1], kZero) - std::min(west[i], kZero)) +
                               (std::max(south[i], kZero) - std::min(north[i], kZero)));
        const T held = static_cast<T>(kMostShare) * depth[i];
        share[i] = out > held && drag[i] >= 0 ? held / out : T{1};
    }
}

/// Flow through a face which neither of the cells beside it gives more than it has.
template <class T>
T limited_flow(T flow, T share_before, T share_after) {
    return flow * (flow > 0 ? share_before : share_after);
}

/// Where the new water of a row of cells goes.
template <class T>
struct NewCells {
    T* depth = nullptr;
    T* east = nullptr;
    T* south = nullptr;
};

/// What some cells tell of a step: the greatest depth and the gain from sources, m, which is not a
/// number where a depth is not, or was negative before the sources.
template <class T>
struct CellsTold {
    T deepest = 0;
    T gained = 0;
};

/// New flows, and the new depth after them and the sources. Without kLimited no cell here gives
/// more than it has: all shares are 1 and are not read.
template <bool kLimited, class T>
CellsTold<T> fill_cells(Index count,
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
    const T ratio = step.ratio;
    const T length = step.length;
    T gained = 0;
    T deepest = 0;
#pragma omp simd reduction(+ : gained) reduction(max : deepest)
    for (Index i = 0; i < count; ++i) {
        T west = raw_x[i];
        T east = raw_x[i + 1];
        T north = raw_n[i];
        T south = raw_s[i];
        if constexpr (kLimited) {
            const T here = share[i + 1];
            west = limited_flow(west, share[i], here);
            east = limited_flow(east, here, share[i + 2]);
            north = limited_flow(north, share_n[i], here);
            south = limited_flow(south, here, share_s[i]);
        }
        // factors, since choices by a float among doubles make long chains of masks
        const T inside = drag[i] >= 0 ? T{1} : T{0};
        const T h = inside * multiply_add(-ratio, (east - west) + (south - north), depth[i]);
        const T wanted = std::max(multiply_add(length, static_cast<T>(net[i]), h), T{0});
        const T filled = inside * wanted;
        gained += h < 0 ? std::numeric_limits<T>::quiet_NaN() : filled - h;
        deepest = filled > deepest ? filled : deepest;
        depth_out[i] = filled;
        east_out[i] = east;
        south_out[i] = south;
    }
    return {deepest, gained};
}

/// Squares of the speeds in the middle of cells, m2/s2, from the flows through their faces; 0 where
/// the water is less than `dry` deep. `west` has one face more than cells.
template <class T>
void squared_speeds(Index count,
                    const T* __restrict depth,
                    const T* __restrict west,
                    const T* __restrict north,
                    const T* __restrict south,
                    float dry,
                    float* __restrict out) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const auto twice_x = static_cast<float>(west[i] + west[i + 1]);
        const auto twice_y = static_cast<float>(north[i] + south[i]);
        const auto here = static_cast<float>(depth[i]);
        const float squared = multiply_add(twice_x, twice_x, twice_y * twice_y);
        const float half_inverse = 0.5F * quick_inverse(std::max(here, dry));
        out[i] = here > dry ? squared * (half_inverse * half_inverse) : 0.0F;
    }
}

}  // namespace hazone::inundation
