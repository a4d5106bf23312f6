#pragma once

// One cell of a kinematic wave. Manning's law in a section of wetted perimeter P,
//   A = alpha Q^0.6,  alpha = (n P^(2/3) / sqrt(S))^0.6:
// Chow, Maidment & Mays (1988), Applied Hydrology, McGraw-Hill, eq. 9.3.5-7, and continuity, eq.
// 9.3.3, over a step dt and a reach of length L, backward in time and upstream in space (eq. 9.6.3
// without its linearisation of the lateral term):
//   V + dt Q = V_old + dt (Q_in + q) = C,   V = L A = beta Q^0.6,  beta = L alpha.
// With u = Q^(1/5) no power is left: dt u^5 + beta u^3 = C. The left side rises from 0 without end,
// so that there is one root, and V = C - dt Q closes the water balance whatever the error of u.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace hazone::models {

/// Of the residual over C at which a root is taken, and the water, m3, below which a cell is dry.
inline constexpr double kRootTolerance = 1e-12;
inline constexpr double kDryContent = 1e-30;

/// beta of a reach, m3 (s/m3)^0.6.
inline double storage_factor(double length, double roughness, double slope, double perimeter) {
    return length * std::pow(roughness / std::sqrt(slope), 0.6) * std::pow(perimeter, 0.4);
}

/// Depth, m, of a trapezoid which holds `area` m2 over a bed of `width` m, whose banks go `side` m
/// outwards for each m upwards (0: a rectangle): A = (b + z h) h, Chow (1959), Open-Channel
/// Hydraulics, table 2-1, not opened; the same in R's rivr, channel_geom().
inline double trapezoid_depth(double area, double width, double side) {
    return 2 * area / (width + std::sqrt(width * width + 4 * side * area));
}

/// Storage factor of a trapezoid over that of its bed alone, (P / b)^0.4 with the wetted perimeter
/// P = b + 2 h sqrt(1 + z^2), ibidem.
inline double bank_factor(double depth, double width, double side = 0) {
    return std::pow(1.0 + 2.0 * depth * std::sqrt(1 + side * side) / width, 0.4);
}

/// (x)^(1/3) and (x)^(1/5) within 4 %, for positive normal x, from the bits of its exponent.
inline float rough_cube_root(float x) {
    const auto bits = static_cast<float>(std::bit_cast<std::int32_t>(x));
    return std::bit_cast<float>(static_cast<std::int32_t>(bits * (1.0F / 3)) + 709961077);
}
inline float rough_fifth_root(float x) {
    const auto bits = static_cast<float>(std::bit_cast<std::int32_t>(x));
    return std::bit_cast<float>(static_cast<std::int32_t>(bits * 0.2F) + 851965000);
}

/// dt u^5 + beta u^3 - content.
inline double root_residual(double dt, double beta, double content, double u) {
    const double square = u * u;
    return square * u * (dt * square + beta) - content;
}

/// A start for u within 0.1 % of the root, in float: g, the smaller of the roots with one term
/// alone, times w, where b w^5 + a w^3 = 1 with a = beta g^3 / C and b = dt g^5 / C, by one step of
/// Halley's method, which triples the digits. `per_dt`: 1 / dt.
inline double root_guess(float per_dt, double beta, double content) {
    constexpr float kNothing = 1e-37F;  // no division of 0 by 0 where it is dry
    const float stored = static_cast<float>(content) / static_cast<float>(beta);
    const float flowing = static_cast<float>(content) * per_dt;
    const float x = stored < kNothing ? kNothing : stored;  // NaN stays
    const float y = flowing < kNothing ? kNothing : flowing;
    const float g = std::min(rough_cube_root(x), rough_fifth_root(y));
    const float cube = g * g * g;
    const float a = cube / x;
    const float b = cube * (g * g) / y;
    const float w = 1 - 0.165F * (a + b - 1);
    const float square = w * w;
    const float outflow = b * square;
    const float residual = square * w * (outflow + a) - 1;
    const float slope = square * (5 * outflow + 3 * a);
    const float bend = w * (20 * outflow + 6 * a);
    return double{g} * double{w - 2 * residual * slope / (2 * slope * slope - residual * bend)};
}

/// u by a step of Halley's method from the guess, and one more with its slope, which costs no
/// division: without branches, for loops which vectorise. The residual is within kRootTolerance of
/// the content for all that a grid can hold (see the test); missing where an input is. `per_dt` is
/// 1 / dt, for the guess.
inline double quick_root(double dt, float per_dt, double beta, double content) {
    const double u = root_guess(per_dt, beta, content);
    const double square = u * u;
    const double outflow = dt * square;
    const double residual = square * u * (outflow + beta) - content;
    const double slope = square * (5 * outflow + 3 * beta);
    const double bend = u * (20 * outflow + 6 * beta);
    const double inverse = 2 * slope / (2 * slope * slope - residual * bend);
    const double better = u - residual * inverse;
    return better - root_residual(dt, beta, content, better) * inverse;
}

inline double quick_root(double dt, double beta, double content) {
    return quick_root(dt, static_cast<float>(1 / dt), beta, content);
}

/// True where the root will not do. False for a missing content, whose root is missing too, and for
/// what counts as dry.
inline bool is_wrong_root(double dt, double beta, double content, double u) {
    return std::abs(root_residual(dt, beta, content, u)) > kRootTolerance * content + kDryContent;
}

/// u by Newton's method from above, where it cannot miss: slow, for what the quick root leaves.
double careful_root(double dt, double beta, double content);

/// The root by the quick way, else by the careful one.
double root_of(double dt, double beta, double content);

/// What leaves a cell of `content` in the step, m3/s: never more than there is.
inline double outflow_of_root(double dt, double content, double u) {
    const double square = u * u;
    return content > kDryContent ? std::min(square * square * u, content / dt) : content * 0.0;
}

/// The whole of it for one cell: discharge, m3/s.
double kinematic_outflow(double dt, double beta, double content);

/// Discharge of water at rest in this reach, m3/s: (V / beta)^(5/3).
inline double discharge_of_volume(double volume, double beta) {
    return std::pow(volume / beta, 5.0 / 3.0);
}

}  // namespace hazone::models
