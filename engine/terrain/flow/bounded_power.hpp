#pragma once

#include <bit>
#include <cstdint>

namespace hazone {

/// base^exponent, not less than 2^-960 and not more than 2^960, for a base above 0 and an exponent
/// not below 0. Without calls and branches, so that loops over it vectorise, which std::pow does
/// not. Relative error below 2e-7 (1 + exponent), that of the heights of which slopes are made. A
/// base which is no number (or 0) gives some number within the bounds.
///
/// log2 by the series of the inverse hyperbolic tangent, exp by that of Taylor, in float and on
/// intervals around 1 and 0 on which the terms left out are below 4e-8 and 2e-7; the exponent of
/// the result is that of a double.
inline double bounded_power(float base, double exponent) {
    // base = mantissa 2^whole, the mantissa from sqrt 1/2 to sqrt 2
    constexpr std::int32_t kSqrtHalf = 0x3F3504F3;
    constexpr int kFloatMantissaBits = 23;
    const auto bits = std::bit_cast<std::int32_t>(base);
    const std::int32_t whole = (bits - kSqrtHalf) >> kFloatMantissaBits;
    const auto mantissa = std::bit_cast<float>(bits - (whole << kFloatMantissaBits));
    // log2 mantissa = 2 / ln 2 artanh t
    constexpr double kTwoOverLn2 = 2.8853900817779268;
    constexpr auto kL1 = static_cast<float>(kTwoOverLn2), kL3 = static_cast<float>(kTwoOverLn2 / 3);
    constexpr auto kL5 = static_cast<float>(kTwoOverLn2 / 5),
                   kL7 = static_cast<float>(kTwoOverLn2 / 7);
    const float t = (mantissa - 1.0F) / (mantissa + 1.0F);
    const float s = t * t;
    const float logarithm = t * (kL1 + s * (kL3 + s * (kL5 + s * kL7)));
    constexpr double kBound = 960;
    const double unbounded = exponent * (static_cast<double>(whole) + double{logarithm});
    const double below = unbounded < kBound ? unbounded : kBound;
    const double power = below > -kBound ? below : -kBound;
    // 2^power = 2^rounded e^x; adding the shift rounds, and leaves the whole number in the low bits
    constexpr double kShift = 0x1.8p52;
    constexpr int kDoubleMantissaBits = 52;
    const double shifted = power + kShift;
    const float x = static_cast<float>(power - (shifted - kShift)) * 0.69314718F;
    constexpr float kC3 = 1.0F / 6, kC4 = 1.0F / 24, kC5 = 1.0F / 120, kC6 = 1.0F / 720;
    const float e = 1.0F + x * (1.0F + x * (0.5F + x * (kC3 + x * (kC4 + x * (kC5 + x * kC6)))));
    const std::int64_t raise = std::bit_cast<std::int64_t>(shifted) << kDoubleMantissaBits;
    return std::bit_cast<double>(std::bit_cast<std::int64_t>(double{e}) + raise);
}

}  // namespace hazone
