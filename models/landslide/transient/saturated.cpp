// Pore pressure of a column wet up to the ground, after Iverson (2000), Water Resour. Res. 36(7),
// 1897-1910, https://doi.org/10.1029/2000WR900090, for an infinite depth, and Savage, Godt & Baum
// (2003) as given by Baum, Savage & Godt (2002), USGS OFR 02-424, https://doi.org/10.3133/ofr02424,
// for a depth d with an impermeable base:
//   psi(Z, t) = beta (Z - d_w) + sum_n (I_n / K_s) [R(Z, t - t_n) - R(Z, t - t_{n+1})] <= beta Z
// with beta = cos2(slope) - I_Z / K_s, D_1 = D_0 / cos2(slope), and the response R to rain of K_s
//   infinite: R = 2 sqrt(D_1 t) ierfc(Z / (2 sqrt(D_1 t)))                 Iverson (2000) eq.
//   27a-27e finite:   R = 2 sqrt(D_1 t) sum_{m>=1} { ierfc[((2m-1) d - (d-Z)) / (2 sqrt(D_1 t))]
//                                          + ierfc[((2m-1) d + (d-Z)) / (2 sqrt(D_1 t))] },
// ierfc(x) = exp(-x2)/sqrt(pi) - x erfc(x). The finite sum is a series of images; the same function
// as Fourier series (Carslaw & Jaeger 1959, section 3.8) is
//   R = D_1 t / d + [3 (d-Z)2 - d2] / (6 d)
//       - (2 d / pi2) sum_k (-1)^k / k2 exp(-k2 pi2 D_1 t / d2) cos(k pi (d-Z) / d).
//
// The exact mode adds steps of the rate, sum_m (i_m - i_{m-1}) R(Z, t - t_m), i = I / K_s, since a
// period's end is the next one's start: half the responses, and no pair to cancel. Below tau = D_1
// t / d2 = 0.04 it takes two images (the next is below exp(-1/tau) < 2e-11 of sqrt(D_1 t)), above
// it eight modes (the next is below exp(-81 pi2 tau) < 2e-14 of d).
//
// The mode trigrs_2_1 does what the reference does (https://github.com/usgs/landslides-trigrs,
// subroutines ivestp, svgstp, iverson, savage), with the defects kept on purpose:
//   where D_1 (t - t_n) / d2 > 5 the Fourier form serves for both ends of period n, but its
//   time-independent term is not taken away again when the period ends; the sign (-1)^k is always
//   -1; and the form does not suit the end of the period, which may be recent.
#include "models/landslide/transient/saturated.hpp"

#include <cmath>
#include <cstddef>

namespace hazone::models::transient {

namespace {

constexpr double kTauOfModes = 0.04;
constexpr int kModes = 8;
constexpr double kFaintest = 1e-20;      // of a mode, beside sums of about 1
constexpr double kLateReference = 5;     // of D_1 t / d2
constexpr double kSmallestRoot = 1e-29;  // m

/// Response of infinite depth, m.
Lanes infinite_response(Lanes diffused, Lanes depth, double pi) {
    const Lanes reach = 2.0 * diffused;  // 2 sqrt(D_1 t)
    return reach * integral_of_erfc(depth / reach, 1 / std::sqrt(pi));
}

/// Two images of the finite depth.
Lanes image_response(Lanes diffused, Lanes depth, Lanes base) {
    const double scale = 1 / std::sqrt(std::numbers::pi);
    const Lanes reach = 2.0 * diffused;
    return reach * (integral_of_erfc(depth / reach, scale) +
                    integral_of_erfc((2.0 * base - depth) / reach, scale));
}

/// Weights of the modes and how many of them count.
struct Modes {
    Lanes weights[kModes];
    int count = 0;
};

/// (-1)^k / k2 exp(-k2 pi2 tau) of the modes, from one exponential: q^(k2) grows by q^(2k+1). 0
/// from the first mode on that is too faint to change the sum.
void set_modes(Lanes tau, Modes& modes) {
    const Lanes q = exponential(tau * -(std::numbers::pi * std::numbers::pi));
    const Lanes q2 = q * q;
    Lanes step = q;
    Lanes power = all_lanes(1);
    for (modes.count = 0; modes.count < kModes; ++modes.count) {
        const int k = modes.count + 1;
        power = power * step;
        step = step * q2;
        const LaneMask counts = ~(power < kFaintest);  // and where it is no number
        if (!any(counts)) {
            return;
        }
        modes.weights[k - 1] =
            choose(counts, power * ((k % 2 == 0 ? 1.0 : -1.0) / (k * k)), Lanes{});
    }
}

/// The Fourier form by Clenshaw's recurrence; `cosine` is that of pi (d - Z) / d.
Lanes mode_response(const Modes& modes, Lanes tau, Lanes cosine, Lanes depth, Lanes base) {
    Lanes next{};
    Lanes after{};
    for (int k = modes.count - 1; k >= 0; --k) {
        const Lanes here = modes.weights[k] + (2.0 * cosine) * next - after;
        after = next;
        next = here;
    }
    const Lanes series = cosine * next - after;
    const Lanes above = base - depth;
    return base * (tau - 1.0 / 6 - (2 / (std::numbers::pi * std::numbers::pi)) * series) +
           above * above / (2.0 * base);
}

void set_finite_responses(const LagTable& lags, const LaneColumns& columns, Scratch& scratch) {
    const std::size_t depths = scratch.depths.size();
    const Lanes base = columns.depth;
    for (std::size_t lag = 0; lag < lags.lags.size(); ++lag) {
        const Lanes spread = columns.diffusivity * lags.lags[lag];
        const Lanes diffused = root(spread);
        const Lanes tau = spread / (base * base);
        const LaneMask late = tau >= kTauOfModes;
        const bool any_late = any(late);
        const bool any_early = any(~late);
        Modes modes;
        set_modes(tau, modes);
        for (std::size_t at = 0; at < depths; ++at) {
            const Lanes depth = scratch.depths[at];
            const Lanes images = any_early ? image_response(diffused, depth, base) : Lanes{};
            const Lanes series =
                any_late ? mode_response(modes, tau, scratch.cosines[at], depth, base) : Lanes{};
            scratch.responses[lag * depths + at] = choose(late, series, images);
        }
    }
}

/// The reference's image series, ended where a term no longer changes the sum by 1e-6 of it.
Lanes reference_image_series(Lanes diffused, Lanes depth, Lanes base, int most, LaneMask wanted) {
    const double scale = 1 / std::sqrt(kReferencePi);
    const Lanes reach = 2.0 * diffused;
    const Lanes above = base - depth;
    Lanes sum{};
    for (int term = 1; term <= most && any(wanted); ++term) {
        const Lanes middle = (2.0 * term - 1.0) * base;
        const Lanes added = integral_of_erfc((middle - above) / reach, scale) +
                            integral_of_erfc((middle + above) / reach, scale);
        const Lanes grown = sum + added;
        const LaneMask goes_on = magnitude(grown - sum) > magnitude(sum / 1e6);
        sum = choose(wanted, grown, sum);
        wanted &= goes_on;
    }
    return 2.0 * diffused * sum;
}

/// The reference's Fourier series with its constant sign, ended as above.
Lanes reference_mode_series(Lanes tau, Lanes cosine, Lanes base, int most, LaneMask wanted) {
    const Lanes q = exponential(tau * -(kReferencePi * kReferencePi));
    const Lanes q2 = q * q;
    Lanes step = q;
    Lanes power = all_lanes(1);
    Lanes before = all_lanes(1);
    Lanes here = cosine;
    Lanes sum{};
    for (int term = 1; term <= most && any(wanted); ++term) {
        power = power * step;
        step = step * q2;
        const Lanes grown = sum - power * here / (static_cast<double>(term) * term);
        const LaneMask goes_on = magnitude(grown - sum) > magnitude(sum / 1e6);
        sum = choose(wanted, grown, sum);
        wanted &= goes_on;
        const Lanes after = 2.0 * cosine * here - before;
        before = here;
        here = after;
    }
    return 2.0 * base * sum / (kReferencePi * kReferencePi);
}

void set_reference_responses(const Settings& settings,
                             const LagTable& lags,
                             const LaneColumns& columns,
                             Scratch& scratch) {
    const std::size_t depths = scratch.depths.size();
    const Lanes base = columns.depth;
    const Lanes base2 = base * base;
    for (std::size_t lag = 0; lag < lags.lags.size(); ++lag) {
        const Lanes spread = columns.diffusivity * lags.lags[lag];
        const Lanes diffused = higher(root(spread), all_lanes(kSmallestRoot));
        const Lanes tau = spread / base2;
        const LaneMask images = tau <= kLateReference;
        const LaneMask modes =
            (tau > kLateReference) |
            (columns.diffusivity * lags.longest_start[lag] / base2 > kLateReference);
        for (std::size_t at = 0; at < depths; ++at) {
            const std::size_t entry = lag * depths + at;
            scratch.responses[entry] = reference_image_series(
                diffused, scratch.depths[at], base, settings.most_saturated_terms, images);
            scratch.late[entry] = reference_mode_series(tau, scratch.cosines[at], base,
                                                        settings.most_saturated_terms, modes);
        }
    }
}

/// What steps of the rate add at `kTogether` depths, whose sums do not wait for each other.
template <std::size_t kTogether>
void add_steps(const TimePlan& plan, std::size_t output, std::size_t first, Scratch& scratch) {
    const std::size_t depths = scratch.depths.size();
    const std::vector<int>& lag_of = plan.output_lags.index[output];
    const std::size_t changes = plan.output_lags.past[output];
    Lanes sum[kTogether] = {};
    Lanes before{};
    for (std::size_t period = 0; period < changes; ++period) {
        const bool raining = period < static_cast<std::size_t>(plan.periods);
        const Lanes rate = raining ? scratch.rates[period] : Lanes{};
        const Lanes step = rate - before;
        before = rate;
        const Lanes* response =
            &scratch.responses[static_cast<std::size_t>(lag_of[period]) * depths + first];
        for (std::size_t at = 0; at < kTogether; ++at) {
            sum[at] += step * response[at];
        }
    }
    for (std::size_t at = 0; at < kTogether; ++at) {
        scratch.transient[first + at] = sum[at];
    }
}

/// What rain of all periods adds at each depth.
void add_steps(const TimePlan& plan, std::size_t output, Scratch& scratch) {
    constexpr std::size_t kTogether = 8;
    const std::size_t depths = scratch.depths.size();
    std::size_t first = 0;
    for (; first + kTogether <= depths; first += kTogether) {
        add_steps<kTogether>(plan, output, first, scratch);
    }
    for (; first + 3 <= depths; first += 3) {
        add_steps<3>(plan, output, first, scratch);
    }
    for (; first < depths; ++first) {
        add_steps<1>(plan, output, first, scratch);
    }
}

void add_reference_infinite(const TimePlan& plan, std::size_t output, Scratch& scratch) {
    const std::size_t depths = scratch.depths.size();
    const std::vector<int>& lag_of = plan.output_lags.index[output];
    for (std::size_t period = 0; period < static_cast<std::size_t>(plan.periods); ++period) {
        if (lag_of[period] == kNoLag) {
            return;
        }
        const Lanes* start = &scratch.responses[static_cast<std::size_t>(lag_of[period]) * depths];
        const bool ended = lag_of[period + 1] != kNoLag;
        const Lanes* end =
            ended ? &scratch.responses[static_cast<std::size_t>(lag_of[period + 1]) * depths]
                  : start;
        for (std::size_t at = 0; at < depths; ++at) {
            const Lanes response = ended ? start[at] - end[at] : start[at];
            scratch.transient[at] += scratch.rates[period] * response;
        }
    }
}

/// Start and end of a period before an output: their lags, and where the late form serves.
struct PeriodEnds {
    std::size_t start, end;  // of the responses
    double start_lag, end_lag;
    bool ended;
    LaneMask late;
};

/// What a period adds at a depth in the reference's finite depth, defect of the late form included.
Lanes reference_period(const Scratch& scratch,
                       const LaneColumns& columns,
                       std::size_t at,
                       const PeriodEnds& ends) {
    const Lanes base = columns.depth;
    const Lanes above = base - scratch.depths[at];
    const Lanes steady = base * (3.0 * above * above - base * base) / (6.0 * base * base);
    const Lanes image_end = ends.ended ? scratch.responses[ends.end + at] : Lanes{};
    const Lanes mode_end = ends.ended ? scratch.late[ends.end + at] : Lanes{};
    const Lanes linear = (columns.diffusivity * ends.start_lag / base + steady) -
                         columns.diffusivity * ends.end_lag / base;
    return choose(ends.late, linear - (scratch.late[ends.start + at] - mode_end),
                  scratch.responses[ends.start + at] - image_end);
}

void add_reference_finite(const TimePlan& plan,
                          const LaneColumns& columns,
                          std::size_t output,
                          Scratch& scratch) {
    const std::size_t depths = scratch.depths.size();
    const LagTable& table = plan.output_lags;
    const std::vector<int>& lag_of = table.index[output];
    for (std::size_t period = 0; period < static_cast<std::size_t>(plan.periods); ++period) {
        if (lag_of[period] == kNoLag) {
            return;
        }
        const auto start = static_cast<std::size_t>(lag_of[period]);
        const bool ended = lag_of[period + 1] != kNoLag;
        const auto end = ended ? static_cast<std::size_t>(lag_of[period + 1]) : start;
        const PeriodEnds ends{
            .start = start * depths,
            .end = end * depths,
            .start_lag = table.lags[start],
            .end_lag = ended ? table.lags[end] : 0,
            .ended = ended,
            .late = columns.diffusivity * table.lags[start] / (columns.depth * columns.depth) >
                    kLateReference};
        for (std::size_t at = 0; at < depths; ++at) {
            scratch.transient[at] +=
                scratch.rates[period] * reference_period(scratch, columns, at, ends);
        }
    }
}

/// Safety factor of every depth (Iverson 2000, eq. 28 to 28d; Baum et al. 2002, eq. 3): friction
/// cannot pull, and near the ground nothing slides.
void set_safety(const Settings& settings, const LaneColumns& columns, Scratch& scratch) {
    for (std::size_t at = 0; at < scratch.depths.size(); ++at) {
        const Lanes depth = scratch.depths[at];
        const Lanes driving =
            columns.unit_weight * higher(depth, all_lanes(1e-30)) * columns.sine * columns.cosine;
        const Lanes pressure = scratch.pressure[at];
        const LaneMask buoyant =
            settings.ignore_suction ? columns.sloping & (pressure >= 0.0) : columns.sloping;
        const Lanes water = pressure * settings.water_unit_weight;
        const Lanes uplift = choose(buoyant, -(water * columns.tangent) / driving, Lanes{});
        scratch.uplift[at] = choose(buoyant, water, Lanes{});
        const Lanes cohesion = choose(columns.sloping, columns.cohesion / driving, Lanes{});
        const Lanes friction = columns.friction_share + uplift;
        Lanes safety = choose(friction < 0.0, cohesion, friction + cohesion);
        safety = choose((safety > settings.highest_safety) | (depth <= kThinnest),
                        all_lanes(settings.highest_safety), safety);
        scratch.safety[at] = choose(pressure == pressure, safety, pressure);
    }
}

/// The lowest depth where pressure is zero; where the whole column is under suction, the initial
/// water table raised with the pressure of the base; where none is, the ground.
Lanes water_table(const LaneColumns& columns, Lanes seepage, const Scratch& scratch) {
    const std::size_t last = scratch.depths.size() - 1;
    Lanes table{};
    for (std::size_t at = 0; at <= last; ++at) {
        const Lanes here = scratch.pressure[at];
        const Lanes next = scratch.pressure[at < last ? at + 1 : at];
        const Lanes crossing = scratch.depths[at] - columns.spacing * here / (next - here);
        table = choose(here == 0.0, scratch.depths[at], table);
        table = choose(here * next < 0.0, crossing, table);
    }
    table = choose(columns.seeping_out & (table > 0.0), seepage, table);
    const Lanes base = scratch.pressure[last];
    const Lanes initial = columns.beta * lower(columns.depth - columns.table, columns.depth);
    const Lanes below = lower(columns.table, columns.table - columns.beta * (base - initial));
    return choose(base < 0.0, below, table);
}

}  // namespace

void set_saturated_responses(const Settings& settings,
                             const LagTable& lags,
                             const LaneColumns& columns,
                             Scratch& scratch) {
    const std::size_t depths = scratch.depths.size();
    scratch.responses.resize(lags.lags.size() * depths);
    const bool exact = settings.mode == Mode::exact;
    const double pi = exact ? std::numbers::pi : kReferencePi;
    if (settings.boundary == Boundary::infinite_depth) {
        for (std::size_t lag = 0; lag < lags.lags.size(); ++lag) {
            const Lanes diffused = root(columns.diffusivity * lags.lags[lag]);
            for (std::size_t at = 0; at < depths; ++at) {
                scratch.responses[lag * depths + at] =
                    infinite_response(diffused, scratch.depths[at], pi);
            }
        }
        return;
    }
    scratch.cosines.resize(depths);
    for (std::size_t at = 0; at < depths; ++at) {
        scratch.cosines[at] =
            sine_cosine(pi * (columns.depth - scratch.depths[at]) / columns.depth).cosine;
    }
    if (exact) {
        set_finite_responses(lags, columns, scratch);
        return;
    }
    scratch.late.resize(lags.lags.size() * depths);
    set_reference_responses(settings, lags, columns, scratch);
}

LaneVerdict solve_saturated(const Settings& settings,
                            const TimePlan& plan,
                            const LaneColumns& columns,
                            std::size_t output,
                            Scratch& scratch) {
    const std::size_t depths = scratch.depths.size();
    scratch.transient.assign(depths, Lanes{});
    if (settings.mode == Mode::exact) {
        add_steps(plan, output, scratch);
    } else if (settings.boundary == Boundary::infinite_depth) {
        add_reference_infinite(plan, output, scratch);
    } else {
        add_reference_finite(plan, columns, output, scratch);
    }
    for (std::size_t at = 0; at < depths; ++at) {
        const Lanes depth = scratch.depths[at];
        const Lanes highest = columns.beta * depth;
        const Lanes pressure = columns.beta * (depth - columns.table) + scratch.transient[at];
        scratch.pressure[at] = choose(pressure > highest, highest, pressure);
    }
    if (plan.single_step) {  // the reference judges safety before it heeds upward seepage
        set_safety(settings, columns, scratch);
    }
    const Lanes seepage = adjust_for_seepage(columns, scratch.depths, scratch.pressure);
    if (!plan.single_step) {
        set_safety(settings, columns, scratch);
    }
    LaneVerdict verdict = lowest_safety(settings, columns, scratch);
    if (settings.ignore_suction) {
        verdict.pressure = choose(verdict.pressure < 0.0, Lanes{}, verdict.pressure);
    }
    verdict.table = water_table(columns, seepage, scratch);
    return verdict;
}

}  // namespace hazone::models::transient
