// The normal distribution and its inverse.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

#include "engine/core/fast_math.hpp"

namespace hazone {

/// Density of the standard normal distribution.
inline double normal_density(double z) {
    return std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

/// Probability that a standard normal variable is below z; accurate relative to itself in the lower
/// tail.
inline double normal_probability(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

/// The z below which a standard normal variable lies with probability p; -infinity for 0, infinity
/// for 1, missing outside. Relative error below 1e-14, which is less than p itself allows near 1.
/// Wichura (1988), Algorithm AS 241 (PPND16), Applied Statistics 37(3), 477-484,
/// https://doi.org/10.2307/2347330.
double normal_quantile(double p);

/// As normal_quantile((word + 0.5) / 2^32) in float, without branches, for loops over samples.
/// Absolute error below 4e-6 where |z| is below 5 and 2.5e-3 beyond, which one draw of
/// a million is.
/// Giles (2010), Approximating the erfinv function, GPU Computing Gems Jade Edition, 109-116,
/// table 5 (single precision).
inline float fast_normal_quantile(std::uint32_t word) {
    const auto centred = static_cast<std::int32_t>(word ^ 0x80000000U);
    const std::int32_t magnitude = centred < 0 ? ~centred : centred;
    const float size = (static_cast<float>(magnitude) + 0.5F) * 0x1p-31F;
    const float x = centred < 0 ? -size : size;
    // 1 - |x| from the integer, since the difference of floats would lose the tail
    const float tail = (static_cast<float>(0x7FFFFFFF - magnitude) + 0.5F) * 0x1p-31F;
    const float w = -fast_log_of_normal(tail * (2 - tail));
    const float near = w - 2.5F;
    float middle = 2.81022636e-08F;
    middle = middle * near + 3.43273939e-07F;
    middle = middle * near - 3.5233877e-06F;
    middle = middle * near - 4.39150654e-06F;
    middle = middle * near + 0.00021858087F;
    middle = middle * near - 0.00125372503F;
    middle = middle * near - 0.00417768164F;
    middle = middle * near + 0.246640727F;
    middle = middle * near + 1.50140941F;
    const float far = std::sqrt(w) - 3;
    float outer = -0.000200214257F;
    outer = outer * far + 0.000100950558F;
    outer = outer * far + 0.00134934322F;
    outer = outer * far - 0.00367342844F;
    outer = outer * far + 0.00573950773F;
    outer = outer * far - 0.0076224613F;
    outer = outer * far + 0.00943887047F;
    outer = outer * far + 1.00167406F;
    outer = outer * far + 2.83297682F;
    return (w < 5 ? middle : outer) * x * std::numbers::sqrt2_v<float>;
}

}  // namespace hazone
