#pragma once

// One cell of a kinematic wave by the four-point box: continuity over a reach of length L and a
// step dt, with the mean of both ends for the water in it and of both times for what flows,
//   V = beta (Q_in^0.6 + Q_out^0.6) / 2,  V = V_old + dt (F_in + q) - dt F_out,
//   F = theta Q + (1 - theta) Q_old,
// as KINEROS has it: Woolhiser, Smith & Goodrich (1990), KINEROS, USDA ARS-77, after its program
// (plane.for: half of both depths, a weight of the fluxes at the new time). With theta = 1/2 it is
// of second order in time and space. The inflow is known, and so u = Q_out^(1/5) solves the
// equation of kinematic_cell.hpp with other factors:
//   theta dt u^5 + beta / 2 u^3 = V_old + dt (F_in + q) - (1 - theta) dt Q_old - beta / 2 Q_in^0.6.
// Two bounds, of our own, keep it from swinging where it cannot follow (a front on dry ground, long
// steps):
// - (1 - theta) dt Q_old is at most a share of V_old: theta rises from 1/2 to 1 where a step is
// much
//   longer than a wave takes for the reach;
// - Q_out lies between Q_old and the flow which would leave V as it is, that is inflow and q, the
//   inflow at the end of the step or in its mean: a reach which fills flows out faster than before,
//   and not as fast as it fills.
// So no more leaves than there is: the bound raises Q_out to F_in + q at most. V is kept by what
// came and went, and so the water balance closes whatever Q_out is.

#include <bit>
#include <cstdint>

#include "models/flood/routing/kinematic_cell.hpp"
#include "models/flood/routing/kinematic_wave_routing.hpp"

namespace hazone::models {

/// What a reach had and what comes in a step.
struct BoxInflow {
    double held = 0;    // m3, at the beginning
    double before = 0;  // m3/s, outflow at the beginning
    double inflow = 0;  // m3/s, from above at the end
    double mean = 0;    // m3/s, from above in the mean of the step
    double supply = 0;  // m3/s, from beside

    double content(double dt) const { return held + dt * (mean + supply); }
};

/// Of the water at the beginning, the most that the outflow at the beginning may carry away.
inline constexpr double kMostOfHeld = 0.9;

/// (1 - theta) dt, s: what the outflow at the beginning counts for. Half a step where the volume is
/// missing.
inline double weight_of_before(double dt, double held, double before) {
    constexpr float kNothing = 1e-30F;
    const auto flow = static_cast<float>(before);
    const float share =
        static_cast<float>(kMostOfHeld * held) / (flow > kNothing ? flow : kNothing);
    const double half = dt / 2;
    return double{share} < half ? double{share} : half;
}

/// (x)^(-1/5) within 4 %, for positive normal x, from the bits of its exponent.
inline float rough_inverse_fifth_root(float x) {
    const auto bits = static_cast<float>(std::bit_cast<std::int32_t>(x));
    return std::bit_cast<float>(static_cast<std::int32_t>(bits * -0.2F) + 1277952000);
}

/// x^0.6 within 1e-12, 0 for x below 1e-33, by y = x^(-1/5) without a division: with the residual
/// r = 1 - x y^5 the root is y (1 - r)^(-1/5) = y (1 + r / 5 + 3 / 25 r^2 + ...).
inline double three_fifths_power(double x) {
    constexpr double kNothing = 1e-33;
    const double target = x > kNothing ? x : kNothing;
    const auto rounded = static_cast<float>(target);
    float y = rough_inverse_fifth_root(rounded);
    for (int step = 0; step < 2; ++step) {
        const float square = y * y;
        const float r = 1 - rounded * y * (square * square);
        y += y * r * (0.2F + 0.12F * r);
    }
    const double wide = y;
    const double square = wide * wide;
    const double r = 1 - target * wide * (square * square);
    const double better = wide + wide * r * (0.2 + 0.12 * r);
    return x > kNothing ? target * (better * better) : 0;
}

/// Right side of the equation, m3; 0 where it is negative, missing where an input is.
inline double box_content(double dt, double weight, double half_factor, const BoxInflow& own) {
    const double rest =
        own.content(dt) - weight * own.before - half_factor * three_fifths_power(own.inflow);
    return rest < 0 ? 0 : rest;
}

/// `flow` within its bounds, see above; missing where it is.
inline double within_bounds(double flow, const BoxInflow& own) {
    const double rising = own.inflow > own.mean ? own.inflow : own.mean;
    const double falling = own.inflow > own.mean ? own.mean : own.inflow;
    const double most = rising + own.supply;
    const double least = falling + own.supply;
    const double high = most > own.before ? most : own.before;
    const double low = least < own.before ? least : own.before;
    const double above = flow < low ? low : flow;
    return above > high ? high : above;
}

/// Of the discharge which the equation asks for.
inline BoxOutflow box_outflow_of_flow(double dt, double weight, double flow, const BoxInflow& own) {
    const double end = within_bounds(flow, own);
    const double out = (dt - weight) * end + weight * own.before;
    const double all = own.content(dt);
    return {(out > all ? all : out) * (1 / dt), end};
}

/// Of the root u.
inline BoxOutflow box_outflow_of_root(
    double dt, double weight, double content, double root, const BoxInflow& own) {
    const double square = root * root;
    const double flow = content > kDryContent ? square * square * root : content * 0.0;
    return box_outflow_of_flow(dt, weight, flow, own);
}

/// The whole of it for one cell with the storage factor `beta`.
BoxOutflow box_outflow(double dt, double beta, const BoxInflow& own);

}  // namespace hazone::models
