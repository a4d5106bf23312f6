#pragma once

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

/// Adds what flows through the faces in `ratio` = time step over cell size. `west` has one face
/// more than cells; `rise_x` and `rise_y`, the limited rise of the water across each cell, are read
/// at second order only.
template <class T, bool kSecondOrder>
void add_fluxes(Index count,
                T ratio,
                const ConstWaterRow<T>& from,
                const FaceFlux<T>& west,
                const FaceFlux<T>& north,
                const FaceFlux<T>& south,
                const T* __restrict rise_x,
                const T* __restrict rise_y,
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
    constexpr T kG = static_cast<T>(kGravity);
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        T push_x = left_x[i + 1] - right_x[i];
        T push_y = left_s[i] - right_n[i];
        if constexpr (kSecondOrder) {
            push_x += kG * h[i] * rise_x[i];
            push_y += kG * h[i] * rise_y[i];
        }
        h_out[i] = h[i] - ratio * ((mass_x[i + 1] - mass_x[i]) + (mass_s[i] - mass_n[i]));
        qx_out[i] = qx[i] - ratio * (push_x + (along_s[i] - along_n[i]));
        qy_out[i] = qy[i] - ratio * (push_y + (along_x[i + 1] - along_x[i]));
    }
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

/// Rain, losses and friction; `gained` receives the water that sources brought, m, and is not a
/// number from then on where the depth was negative or not a number before them.
template <class T>
void add_sources(Index count,
                 T length,
                 T dry,
                 const float* __restrict net,
                 const float* __restrict drag,
                 const WaterRow<T>& water,
                 T* __restrict gained) {
    T* __restrict depth = water.depth;
    T* __restrict east = water.east;
    T* __restrict south = water.south;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T h = depth[i];
        const bool inside = drag[i] >= 0;
        const T wanted = h + length * static_cast<T>(net[i]);
        const T filled = inside ? std::max(wanted, T{0}) : T{0};
        // water that goes into the ground takes its momentum along
        const float kept =
            wanted < h ? static_cast<float>(filled) / std::max(static_cast<float>(h), 1e-30F)
                       : 1.0F;
        const T before = h >= T{0} ? h : std::numeric_limits<T>::quiet_NaN();
        gained[i] += filled - (inside ? before : T{0});
        const float qx = static_cast<float>(east[i]) * kept;
        const float qy = static_cast<float>(south[i]) * kept;
        const float lost =
            friction_share(std::max(static_cast<float>(filled), static_cast<float>(dry)),
                           std::sqrt(qx * qx + qy * qy), static_cast<float>(length) * drag[i]);
        const bool wet = filled >= dry;
        const T left = wet ? T{1} - static_cast<T>(lost) : T{0};
        const T scale = kept < 1 ? static_cast<T>(kept) * left : left;
        depth[i] = filled;
        east[i] *= scale;
        south[i] *= scale;
    }
}

/// Mean of the water before the step and after two stages (Heun); dry cells have no flow.
template <class T>
void average_stages(Index count, T dry, const ConstWaterRow<T>& before, const WaterRow<T>& water) {
    const T* __restrict h0 = before.depth;
    const T* __restrict qx0 = before.east;
    const T* __restrict qy0 = before.south;
    T* __restrict h = water.depth;
    T* __restrict qx = water.east;
    T* __restrict qy = water.south;
    constexpr T kHalf = static_cast<T>(0.5);
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T depth = kHalf * (h0[i] + h[i]);
        const T wet = depth >= dry ? kHalf : T{0};
        h[i] = depth;
        qx[i] = wet * (qx0[i] + qx[i]);
        qy[i] = wet * (qy0[i] + qy[i]);
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
