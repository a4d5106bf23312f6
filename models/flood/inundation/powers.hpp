#pragma once

#include <bit>
#include <cstdint>

namespace hazone::inundation {

/// h^(-1/3) of a positive h in [1e-30, 1e30]; relative error under 3e-7. A first guess from the
/// bits of the number, then Newton on y^-3 = h. No division and no call, so that loops vectorise.
inline float inverse_cube_root(float h) {
    const auto bits = static_cast<float>(std::bit_cast<std::int32_t>(h));
    auto y = std::bit_cast<float>(static_cast<std::int32_t>(1419967116.0F - bits * (1.0F / 3)));
    const float third = h * (1.0F / 3);
    for (int step = 0; step < 3; ++step) {
        y *= (4.0F / 3) - third * (y * y * y);
    }
    return y;
}

/// h^(-7/3), the power of the depth in Manning's friction; relative error under 3e-6.
inline float inverse_seven_thirds(float h) {
    const float y = inverse_cube_root(h);
    const float cube = y * y * y;
    return cube * cube * y;
}

}  // namespace hazone::inundation
