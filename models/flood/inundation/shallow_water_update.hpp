#pragma once

#include <algorithm>
#include <array>
#include <limits>

#include "models/flood/inundation/shallow_water_rows.hpp"

namespace hazone::inundation {

/// Depth and flow of one row.
template <class T>
struct WaterRow {
    T* depth = nullptr;
    T* east = nullptr;
    T* south = nullptr;
};
template <class T>
struct ConstWaterRow {
    const T* depth = nullptr;
    const T* east = nullptr;
    const T* south = nullptr;
};

/// What drives the water inside the cells at second order: its depth half a step later and the
/// slopes of its level.
template <class T>
struct Drive {
    const T* depth = nullptr;
    const T* level_x = nullptr;
    const T* level_y = nullptr;
};

/// Adds what flows through the faces in `ratio` = time step over cell size. `west` has one face
/// more than cells; `drive` is read at second order only.
template <class T, bool kSecondOrder>
void add_fluxes(Index count,
                T ratio,
                const ConstWaterRow<T>& from,
                const FaceFlux<T>& west,
                const FaceFlux<T>& north,
                const FaceFlux<T>& south,
                const Drive<T>& drive,
                const WaterRow<T>& to) {
    const T* __restrict h = from.depth;
    const T* __restrict qx = from.east;
    const T* __restrict qy = from.south;
    const T* __restrict mass_x = west.mass;
    const T* __restrict left_x = west.left;
    const T* __restrict right_x = west.right;
    const T* __restrict along_x = west.along;
    const T* __restrict mass_n = north.mass;
    const T* __restrict right_n = north.right;
    const T* __restrict along_n = north.along;
    const T* __restrict mass_s = south.mass;
    const T* __restrict left_s = south.left;
    const T* __restrict along_s = south.along;
    T* __restrict h_out = to.depth;
    T* __restrict qx_out = to.east;
    T* __restrict qy_out = to.south;
    const T* __restrict depth = drive.depth;
    const T* __restrict level_x = drive.level_x;
    const T* __restrict level_y = drive.level_y;
    constexpr T kTwice = static_cast<T>(2 * kGravity);
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        T push_x = left_x[i + 1] - right_x[i];
        T push_y = left_s[i] - right_n[i];
        if constexpr (kSecondOrder) {
            push_x += kTwice * depth[i] * level_x[i];
            push_y += kTwice * depth[i] * level_y[i];
        }
        h_out[i] = h[i] - ratio * ((mass_x[i + 1] - mass_x[i]) + (mass_s[i] - mass_n[i]));
        qx_out[i] = qx[i] - ratio * (push_x + (along_s[i] - along_n[i]));
        qy_out[i] = qy[i] - ratio * (push_y + (along_x[i + 1] - along_x[i]));
    }
}

/// What is known of some cells before their flows slow down.
struct SourceRows {
    static constexpr Index kCells = 256;

    alignas(64) std::array<float, kCells> kept;  // share of the water which losses leave
    alignas(64) std::array<float, kCells> lost;  // share of the flow which friction takes
};

/// Rain and losses; see add_sources().
template <class T>
void fill_depths(Index count,
                 T length,
                 const float* __restrict net,
                 const float* __restrict drag,
                 T* __restrict depth,
                 T* __restrict gained,
                 SourceRows& cells) {
    float* __restrict kept = cells.kept.data();
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        // factors, since choices by a float among doubles make long chains of masks
        const auto inside = static_cast<T>(drag[i] >= 0 ? 1.0F : 0.0F);
        const T h = inside * depth[i];
        const T filled = inside * std::max(h + length * static_cast<T>(net[i]), T{0});
        // water that goes into the ground takes its momentum along
        kept[i] =
            std::min(1.0F, static_cast<float>(filled) / std::max(static_cast<float>(h), 1e-30F));
        gained[i] += h < T{0} ? std::numeric_limits<T>::quiet_NaN() : filled - h;
        depth[i] = filled;
    }
}

template <class T>
void find_friction(Index count,
                   T length,
                   T dry,
                   const float* __restrict drag,
                   const ConstWaterRow<T>& water,
                   SourceRows& cells) {
    const T* __restrict depth = water.depth;
    const T* __restrict east = water.east;
    const T* __restrict south = water.south;
    const float* __restrict kept = cells.kept.data();
    float* __restrict lost = cells.lost.data();
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const float qx = static_cast<float>(east[i]) * kept[i];
        const float qy = static_cast<float>(south[i]) * kept[i];
        lost[i] =
            friction_share(std::max(static_cast<float>(depth[i]), static_cast<float>(dry)),
                           std::sqrt(qx * qx + qy * qy), static_cast<float>(length) * drag[i]);
    }
}

template <class T>
void slow_down(Index count, T dry, const WaterRow<T>& water, const SourceRows& cells) {
    const T* __restrict depth = water.depth;
    T* __restrict east = water.east;
    T* __restrict south = water.south;
    const float* __restrict kept = cells.kept.data();
    const float* __restrict lost = cells.lost.data();
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const bool wet = depth[i] >= dry;
        const T left = wet ? T{1} - static_cast<T>(lost[i]) : T{0};
        const T scale = static_cast<T>(kept[i]) * left;
        east[i] *= scale;
        south[i] *= scale;
    }
}

/// Rain, losses and friction; `gained` receives the water that sources brought, m, and is not a
/// number from then on where the depth was negative or not a number before them. In three loops,
/// as face_fluxes().
template <class T>
void add_sources(Index count,
                 T length,
                 T dry,
                 const float* net,
                 const float* drag,
                 const WaterRow<T>& water,
                 T* gained) {
    SourceRows cells;
    for (Index first = 0; first < count; first += SourceRows::kCells) {
        const Index some = std::min(count - first, SourceRows::kCells);
        const WaterRow<T> here{water.depth + first, water.east + first, water.south + first};
        fill_depths(some, length, net + first, drag + first, here.depth, gained + first, cells);
        find_friction(some, length, dry, drag + first,
                      ConstWaterRow<T>{here.depth, here.east, here.south}, cells);
        slow_down(some, dry, here, cells);
    }
}

/// Waves from here on are not believed, m/s.
inline constexpr float kWildWave = 1e30F;

/// Keeps for each column the fastest wave |u| + c, infinite where it is not below kWildWave, and
/// the greatest depth of a new row.
template <class T>
void judge_row(Index count,
               T dry,
               const ConstWaterRow<T>& water,
               float* __restrict fastest,
               T* __restrict deepest) {
    const T* __restrict h = water.depth;
    const T* __restrict qx = water.east;
    const T* __restrict qy = water.south;
    constexpr auto kG = static_cast<float>(kGravity);
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T deep = h[i];
        const auto depth = static_cast<float>(deep);
        const float flow =
            std::max(std::abs(static_cast<float>(qx[i])), std::abs(static_cast<float>(qy[i])));
        const float wave =
            flow / std::max(depth, static_cast<float>(dry)) + std::sqrt(kG * std::max(depth, 0.0F));
        const float believed = deep >= dry ? wave : 0.0F;
        const float counted = wave < kWildWave ? believed : std::numeric_limits<float>::infinity();
        const float before = fastest[i];
        fastest[i] = counted > before ? counted : before;
        const T deepest_before = deepest[i];
        deepest[i] = deep > deepest_before ? deep : deepest_before;
    }
}

}  // namespace hazone::inundation
