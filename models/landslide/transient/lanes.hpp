#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <numbers>
#include <type_traits>

// Some columns side by side in one vector register, and the functions of the infiltration theory
// on them, without branches or calls. A lane's result depends on nothing but that lane: the same
// bits whatever column stands beside it. Errors stated are kept by
// tests/models/landslide/transient/lanes_test.cpp.

namespace hazone::models::transient {

// As many as a register of the processor holds: of a longer vector the compiler makes comparisons
// and choices one by one, five to eight times as slow in all.
#if defined(__AVX512F__)
constexpr int kLanes = 8;
#elif defined(__AVX__)
constexpr int kLanes = 4;
#else
constexpr int kLanes = 2;
#endif
using Lanes = double __attribute__((vector_size(kLanes * 8)));  // NOLINT(modernize-use-using)
using LaneMask = std::int64_t __attribute__((vector_size(kLanes * 8)));  // -1 true, 0 false

inline Lanes all_lanes(double value) { return Lanes{} + value; }
inline Lanes choose(LaneMask mask, Lanes yes, Lanes no) { return mask ? yes : no; }
inline Lanes lower(Lanes a, Lanes b) { return a < b ? a : b; }
inline Lanes higher(Lanes a, Lanes b) { return a > b ? a : b; }
inline Lanes magnitude(Lanes a) { return a < 0 ? -a : a; }

inline bool any(LaneMask mask) {
    using Bytes = std::int8_t __attribute__((vector_size(kLanes)));  // NOLINT(modernize-use-using)
    const Bytes bytes = __builtin_convertvector(mask, Bytes);        // all lanes in one test
    std::conditional_t<kLanes == 8, std::uint64_t,
                       std::conditional_t<kLanes == 4, std::uint32_t, std::uint16_t>>
        found = 0;
    static_assert(sizeof found == sizeof bytes);
    std::memcpy(&found, &bytes, sizeof found);
    return found != 0;
}

inline Lanes root(Lanes a) {
    Lanes result = a;
    for (int lane = 0; lane < kLanes; ++lane) {
        result[lane] = __builtin_sqrt(a[lane]);
    }
    return result;
}

/// Rounds to the nearest whole number; |a| below 2^51.
inline Lanes nearest_whole(Lanes a) {
    constexpr double kRound = 6755399441055744.0;  // 1.5 * 2^52
    return (a + kRound) - kRound;
}

/// 2 to a whole power from -1022 to 1023.
inline Lanes power_of_two(Lanes whole) {
    constexpr double kRound = 6755399441055744.0;
    const auto bits = reinterpret_cast<LaneMask>(whole + (kRound + 1023));
    return reinterpret_cast<Lanes>(bits << 52);
}

/// e to the power a; 0 below -708, where the result would not be a normal number.
/// Relative error below 4e-16.
inline Lanes exponential(Lanes a) {
    const Lanes bounded = a < -708.0 ? all_lanes(-708.0) : a;  // a missing value stays
    const Lanes whole = nearest_whole(bounded * std::numbers::log2e);
    const Lanes r =
        (bounded - whole * 6.93147180369123816490e-01) - whole * 1.90821492927058770002e-10;
    const Lanes r2 = r * r;
    const Lanes r4 = r2 * r2;
    const Lanes low = (1.0 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
    const Lanes middle = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
    const Lanes high = (1.0 / 40320 + r * (1.0 / 362880)) +
                       r2 * (1.0 / 3628800 + r * (1.0 / 39916800)) + r4 * (1.0 / 479001600);
    const Lanes power = (low + r4 * (middle + r4 * high)) * power_of_two(whole);
    const Lanes large = a > 709.0 ? all_lanes(std::numeric_limits<double>::infinity()) : power;
    return a < -708.0 ? all_lanes(0) : large;
}

/// Natural logarithm of positive normal numbers. Relative error below 1e-15 away from 1, absolute
/// below 3e-16 near it.
inline Lanes logarithm(Lanes a) {
    const auto bits = reinterpret_cast<LaneMask>(a);
    const LaneMask shift = (bits - 0x3FE6A09E667F3BCD) >> 52;  // the exponent, from sqrt(1/2) on
    const auto fraction = reinterpret_cast<Lanes>(bits - (shift << 52));
    const Lanes exponent = __builtin_convertvector(shift, Lanes);
    const Lanes f = fraction - 1.0;
    const Lanes s = f / (f + 2.0);
    const Lanes u = s * s;
    Lanes sum = all_lanes(2.0 / 21);
    for (const double term :
         {2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3}) {
        sum = sum * u + term;
    }
    const Lanes tail = s * u * sum + exponent * 1.90821492927058770002e-10;
    return exponent * 6.93147180369123816490e-01 + (2.0 * s + tail);
}

/// exp(a^2) erfc(a) for a from 0 on; Chebyshev fit of (1 + 2 a) exp(a^2) erfc(a) over
/// (a - 3.75) / (a + 3.75), the variable of Shepherd & Laframboise (1981),
/// https://doi.org/10.1090/S0025-5718-1981-0595058-X. Relative error below 1e-15.
inline Lanes scaled_erfc(Lanes a) {
    constexpr double kTerms[] = {
        1.2375126308378275,      -0.14024059858554544,    0.0035854154854660816,
        0.08227673849001077,     -0.10880393014191955,    0.09230432116387145,
        -0.058693398584986914,   0.028362277376921038,    -0.009746579615145514,
        0.001755626134640824,    0.00029371405244655875,  -0.0002901552372731268,
        5.1647502347320285e-05,  2.2387296543376024e-05,  -1.1439917769307508e-05,
        -9.788692011934459e-07,  1.7442952193020988e-06,  -5.119412860188604e-08,
        -2.5035065555033134e-07, 1.8963269613878412e-08,  3.275370645684513e-08,
        -1.9913527280791e-09,    -2.7687805006082302e-09,
    };
    const Lanes shifted = a + 3.75;
    const Lanes scale = 1.0 + 2.0 * a;
    const Lanes inverse = 1.0 / (shifted * scale);  // of both: divisions are slow
    const Lanes t = (a - 3.75) * (scale * inverse);
    const Lanes t2 = t * t;  // odd and even powers apart, since one after the other would wait
    constexpr int kLast = static_cast<int>(sizeof(kTerms) / sizeof(double)) - 1;
    Lanes even = all_lanes(kTerms[kLast]);
    Lanes odd = all_lanes(kTerms[kLast - 1]);
    for (int term = kLast - 2; term >= 0; term -= 2) {
        even = even * t2 + kTerms[term];
        if (term > 0) {
            odd = odd * t2 + kTerms[term - 1];
        }
    }
    return (even + odd * t) * (shifted * inverse);
}

/// erfc(a) for a from 0 on. Relative error below 1e-15 + 3e-16 a^2.
inline Lanes complementary_error(Lanes a) { return exponential(-a * a) * scaled_erfc(a); }

/// Its integral from a to infinity, exp(-a^2) / sqrt(pi) - a erfc(a), for a from 0 on, with
/// 1 / sqrt(pi) as the caller has it.
inline Lanes integral_of_erfc(Lanes a, double inverse_root_of_pi) {
    return exponential(-a * a) * (inverse_root_of_pi - a * scaled_erfc(a));
}

struct SineCosine {
    Lanes sine;
    Lanes cosine;
};

/// Sine and cosine; |a| up to 1000. Absolute error below 4e-16.
inline SineCosine sine_cosine(Lanes a) {
    const Lanes whole = nearest_whole(a * (2 / std::numbers::pi));
    const Lanes r =
        ((a - whole * 1.57079632673412561417e+00) - whole * 6.07710050630396597660e-11) -
        whole * 2.02226624879595063154e-21;
    const Lanes u = r * r;
    Lanes sine = all_lanes(-1.0 / 1307674368000);
    for (const double term :
         {1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6}) {
        sine = sine * u + term;
    }
    sine = r + r * (u * sine);
    Lanes cosine = all_lanes(1.0 / 20922789888000);
    for (const double term : {-1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320,
                              -1.0 / 720, 1.0 / 24, -1.0 / 2}) {
        cosine = cosine * u + term;
    }
    cosine = 1.0 + u * cosine;
    const LaneMask quarter = __builtin_convertvector(whole, LaneMask) & 3;
    const LaneMask swapped = (quarter & 1) != 0;
    const Lanes first = choose(swapped, cosine, sine);
    const Lanes second = choose(swapped, sine, cosine);
    return {.sine = choose(quarter > 1, -first, first),
            .cosine = choose((quarter == 1) | (quarter == 2), -second, second)};
}

/// Arc tangent of a from 0 on, to 3e-7: a first guess for a root.
inline Lanes rough_arc_tangent(Lanes a) {
    const LaneMask steep = a > 1.0;
    const Lanes t = choose(steep, 1.0 / a, a);
    const Lanes u = t * t;
    Lanes sum = all_lanes(-0.00490985417337);
    for (const double term : {0.025035455739, -0.0606097901512, 0.0999545622548, -0.14050376128,
                              0.199756083949, -0.333324630938, 1.0}) {
        sum = sum * u + term;
    }
    return choose(steep, std::numbers::pi / 2 - t * sum, t * sum);
}

}  // namespace hazone::models::transient
