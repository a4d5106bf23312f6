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

/// A factor times h^(-7/3), the power of the depth in Manning's friction, of h in [1e-12, 1e12];
/// relative error under 1e-6. A first guess y of h^(-1/3) from the bits of the number; with
/// r = 1 - h y^3, which is within 0.1021, h^(-7/3) = y^7 (1 - r)^(-7/3), and of that a polynomial
/// in r is taken whose greatest relative error is least. No division and no call, so that loops
/// vectorise.
class InverseSevenThirds {
public:
    constexpr explicit InverseSevenThirds(float factor)
        : terms_{factor * 1.0000004F, factor * 2.3333313F, factor * 3.88817F,
                 factor * 5.61734F,   factor * 7.6735F,    factor * 9.6354F} {}

    float operator()(float h) const {
        constexpr float kGuess = 1419900352.0F;  // where r is as far below 0 as above
        const auto bits = static_cast<float>(std::bit_cast<std::int32_t>(h));
        const auto y =
            std::bit_cast<float>(static_cast<std::int32_t>(multiply_add(bits, -1.0F / 3, kGuess)));
        const float cube = y * y * y;
        const float r = multiply_add(-h, cube, 1.0F);
        float series = terms_[5];
        series = multiply_add(series, r, terms_[4]);
        series = multiply_add(series, r, terms_[3]);
        series = multiply_add(series, r, terms_[2]);
        series = multiply_add(series, r, terms_[1]);
        series = multiply_add(series, r, terms_[0]);
        return cube * cube * y * series;
    }

private:
    float terms_[6];
};

/// 1 / x of x in [1e-37, 1e37], relative error under 2e-7; 1 of 1. A first guess from the bits of
/// the number, off by a twentieth at most, and two corrections.
inline float quick_inverse(float x) {
    const auto y = std::bit_cast<float>(0x7EF31000 - std::bit_cast<std::int32_t>(x));
    const float r = multiply_add(-x, y, 1.0F);
    const float better = multiply_add(multiply_add(r, r, r), y, y);
    return multiply_add(better, multiply_add(-x, better, 1.0F), better);
}

inline float inverse_seven_thirds(float h) {
    constexpr InverseSevenThirds kPower(1);
    return kPower(h);
}

}  // namespace hazone::inundation
