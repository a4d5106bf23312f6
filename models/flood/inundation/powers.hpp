#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace hazone::inundation {

/// a b + c, rounded once where the processor has an instruction for it: a build for another
/// processor may differ in the last bit, results of one build do not.
template <class T>
inline T multiply_add(T a, T b, T c) {
#ifdef __FMA__
    return std::fma(a, b, c);
#else
    return a * b + c;
#endif
}

/// h^(-7/3), the power of the depth in Manning's friction, of h in [1e-12, 1e12]; relative error
/// under 1e-6. A first guess of h^(-1/3) from the bits of the number, then one step of Newton on
/// y^-3 = h; what r = 1 - h y^3 (0 to 0.0071) is left of it is made good in (1 - r)^(-7/3), of
/// which three terms are taken, the last so that the error is least. No division and no call, so
/// that loops vectorise.
inline float inverse_seven_thirds(float h) {
    constexpr float kGuess = 1419911680.0F;  // where the error of the step is least
    const auto bits = static_cast<float>(std::bit_cast<std::int32_t>(h));
    auto y = std::bit_cast<float>(static_cast<std::int32_t>(kGuess - bits * (1.0F / 3)));
    y *= multiply_add(h * (-1.0F / 3), y * y * y, 4.0F / 3);
    const float cube = y * y * y;
    const float r = multiply_add(-h, cube, 1.0F);
    const float series = multiply_add(r, multiply_add(r, 3.93F, 7.0F / 3), 1.0F);
    return cube * cube * y * series;
}

}  // namespace hazone::inundation
