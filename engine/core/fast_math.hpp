#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

// Elementary functions of float for kernels which meet every cell: no branches and no calls, so
// that loops over them vectorise, and the same bits in the vector part and the rest of a loop.
// Polynomials are minimax fits (Remez) over the reduced range; the errors stated are those of the
// whole function with its rounding, kept by tests/engine/core/fast_math_test.cpp over all floats.

namespace hazone {

/// 1 / sqrt(x) for positive normal floats; a large finite number for 0, so that x times it is
/// sqrt(x) there too. Relative error below 5.3e-7. A first guess from the bits, constants of J.
/// Kadlec (2010), and two steps of Newton's method: the division and the square root of a processor
/// take twice as long.
inline float inverse_root(float x) {
    const auto bits = 0x5F1FFFF9 - (std::bit_cast<std::int32_t>(x) >> 1);
    const auto guess = std::bit_cast<float>(bits);
    const float better = guess * (1.68191391F - 0.703952253F * x * guess * guess);
    return better * (1.50000036F - 0.500000053F * x * better * better);
}

/// 1 / sqrt(x), for references in double.
inline double inverse_root(double x) { return 1 / std::sqrt(x); }

/// Arc tangent of t in [0, 1]. Relative error below 2.1e-7.
inline float fast_atan_of_unit(float t) {
    // Polynomials are summed in pairs (Estrin), since one term after the other would wait.
    const float u = t * t;
    const float square = u * u;
    const float low = (-0.333324630938F + 0.199756083949F * u) +
                      square * (-0.14050376128F + 0.0999545622548F * u);
    const float high = (-0.0606097901512F + 0.025035455739F * u) + square * -0.00490985417337F;
    return t + (t * u) * (low + (square * square) * high);
}

/// Arc sine of x from 0 to sin(pi/4), an eighth of a turn. Relative error below 2.2e-7.
inline float fast_asin_of_eighth(float x) {
    const float u = x * x;
    const float square = u * u;
    const float low = (0.166653168794F + 0.075487031019F * u) +
                      square * (0.0388624963442F + 0.0611165881345F * u);
    const float high = -0.0557848598648F + 0.101629040299F * u;
    return x + (x * u) * (low + (square * square) * high);
}

/// Natural logarithm of x 2^-halvings for positive normal floats x; some number for others.
/// Relative error below 1.2e-7.
inline float fast_log_of_normal(float x, float halvings = 0) {
    constexpr float kLn2High = 0.693359375F;  // few bits: exact times an exponent
    constexpr float kLn2Low = -2.12194440e-4F;
    const auto bits = std::bit_cast<std::int32_t>(x);
    const std::int32_t power = (bits - std::bit_cast<std::int32_t>(0.707106781F)) >> 23;
    const float exponent = static_cast<float>(power) - halvings;
    const float f = std::bit_cast<float>(bits - (power << 23)) - 1;  // -0.2929 to 0.4142
    float sum = 0.0891787996746F;
    sum = sum * f - 0.143502051519F;
    sum = sum * f + 0.148769591609F;
    sum = sum * f - 0.165656340099F;
    sum = sum * f + 0.199653982452F;
    sum = sum * f - 0.250017469488F;
    sum = sum * f + 0.333338580634F;
    const float square = f * f;
    const float small = square * (f * sum) + exponent * kLn2Low - 0.5F * square;
    return (f + small) + exponent * kLn2High;
}

/// Natural logarithm of all floats, denormal ones too: -infinity for 0, NaN below 0.
/// Relative error below 1.2e-7.
inline float fast_log(float x) {
    constexpr float kDenormalScale = 33554432.0F;  // 2^25
    const bool denormal = x < std::numeric_limits<float>::min();
    const float logarithm =
        fast_log_of_normal(denormal ? x * kDenormalScale : x, denormal ? 25.0F : 0.0F);
    const bool ordinary = x > 0 && x < std::numeric_limits<float>::infinity();
    const float at_zero = x == 0 ? -std::numeric_limits<float>::infinity() : x;
    const float other = x < 0 ? std::numeric_limits<float>::quiet_NaN() : at_zero;
    return ordinary ? logarithm : other;
}

/// e to the power x for x from -87 to 88, where the result is a normal float. Relative error below
/// 1e-7.
inline float fast_exp_of_normal(float x) {
    constexpr float kRound = 12582912.0F;  // 1.5 * 2^23: added to a float it rounds to a whole one
    const float rounded = x * std::numbers::log2e_v<float> + kRound;
    const float whole = rounded - kRound;
    const float r = (x - whole * 0.693359375F) - whole * -2.12194440e-4F;
    float sum = 0.00139517186814F;
    sum = sum * r + 0.00836959820354F;
    sum = sum * r + 0.0416661872654F;
    sum = sum * r + 0.166665128907F;
    sum = sum * r + 0.500000010098F;
    const float power = 1 + (r + r * r * sum);
    const auto raise = std::bit_cast<std::uint32_t>(rounded) << 23;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(power) + raise);
}

/// e to the power x: 0 below -104, infinity above 88.8, NaN for NaN.
/// Relative error below 1e-7 where the result is not denormal.
inline float fast_exp(float x) {
    constexpr float kRound = 12582912.0F;  // 1.5 * 2^23: added to a float it rounds to a whole one
    const float bounded_below = x < -104 ? -104 : x;
    const float bounded = bounded_below > 89 ? 89 : bounded_below;
    const float rounded = bounded * std::numbers::log2e_v<float> + kRound;
    const float whole = rounded - kRound;
    const float r = (bounded - whole * 0.693359375F) - whole * -2.12194440e-4F;
    float sum = 0.00139517186814F;
    sum = sum * r + 0.00836959820354F;
    sum = sum * r + 0.0416661872654F;
    sum = sum * r + 0.166665128907F;
    sum = sum * r + 0.500000010098F;
    const float power = 1 + (r + r * r * sum);
    // two factors, since one alone would leave the range of float before the product does
    const std::int32_t exponent =
        std::bit_cast<std::int32_t>(rounded) - std::bit_cast<std::int32_t>(kRound);
    const auto bits_of_power = [](std::int32_t n) {
        return std::bit_cast<float>((static_cast<std::uint32_t>(n) + 127U) << 23);
    };
    const std::int32_t half = exponent >> 1;
    return power * bits_of_power(half) * bits_of_power(exponent - half);
}

/// Sine of an angle in [0, pi/2], rad. Relative error below 1.2e-7.
inline float fast_sin_of_quarter(float angle) {
    const float u = angle * angle;
    float sum = 2.60522491682e-6F;
    sum = sum * u - 0.000198090753061F;
    sum = sum * u + 0.00833305106398F;
    sum = sum * u - 0.16666657992F;
    return angle + angle * (u * sum);
}

/// Cosine of an angle from 0 to the largest float below pi/2, rad. Relative error below 1.4e-7.
inline float fast_cos_of_quarter(float angle) {
    constexpr float kHalfPi = std::numbers::pi_v<float> / 2;
    constexpr float kHalfPiRest = -4.37113883e-8F;
    return fast_sin_of_quarter((kHalfPi - angle) + kHalfPiRest);
}

}  // namespace hazone
