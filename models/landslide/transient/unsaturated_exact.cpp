// The unsaturated zone by the published equations, for the exact mode. With Z = alpha_1 z, L =
// alpha_1 d and T as in unsaturated_series.cpp, a step of the inflow by 1 changes the conductivity
// by
//   G(Z, T) = 1 - e^(Z-L) - 4 e^(Z/2-T/4) sum_k sin(Lambda_k (L-Z)) sin(Lambda_k L) e^(-Lambda_k2
//   T) / B_k,
// Srivastava & Yeh (1991) eq. 13, https://doi.org/10.1029/90WR02772, and the flux at the table by
//   H(T) = 1 - 4 e^(L/2-T/4) sum_k Lambda_k sin(Lambda_k L) e^(-Lambda_k2 T) / B_k    (ibid. eq.
//   15),
// B_k = 1 + L/2 + 2 L Lambda_k2; the equation is linear, so steps of the inflow add. Their
// integrals
//   J(Z, T) = int_Z^L G dZ'  (empty volume)    and    V(T) = int_0^T H dT'  (water at the table)
// are closed too. The series serve from T = L2/26 on: ten roots leave less than 1e-11. Before that
// the same functions come from their Laplace transforms, with p2 = s + 1/4,
//   G^ = e^(Z/2) sinh(p (L-Z)) / (s (sinh(p L) / 2 + p cosh(p L))),
// by expanding in e^(-2pL) and inverting term by term: what is left out is below e^(-L2/T) < 6e-12.
//
// Water rises the table where the flux exceeds what drains, q_d = c_d [(1 - beta) K_s - I_Z]
// (Baum, Godt & Savage 2010, https://doi.org/10.1029/2009JF001321): the excess fills the empty
// volume from the table upwards; a risen table sinks by I_Z, but never below its start. Pressure
// below the table follows the rise by diffusion; between changes of the rain the rise is taken as
// linear.
#include <cmath>
#include <cstddef>

#include "models/landslide/transient/unsaturated_series.hpp"

namespace hazone::models::transient {

namespace {

constexpr int kRoots = 10;
constexpr double kEarlyPart = 26;  // early below L2 / this
constexpr double kTauOfModes = 0.04;
constexpr int kOddModes = 9;
constexpr int kHalvings = 34;

/// What the inverse transforms are made of, each times e^shift: e^(-+x/2 + T/4) erfc(x / (2 sqrt T)
/// -+ sqrt(T)/2) and sqrt(T/pi) e^(-x2/(4T)).
struct Waves {
    Lanes minus, plus, spike;
};

Waves waves(Lanes x, Lanes time, Lanes width, Lanes shift) {
    const Lanes reach = x / (2.0 * width);
    const Lanes bell = exponential(shift - reach * reach);
    const Lanes behind = reach - width / 2.0;
    const Lanes tail = bell * scaled_erfc(magnitude(behind));
    const Lanes passed = 2.0 * exponential(shift - x / 2.0 + time / 4.0) - tail;
    return {.minus = choose(behind < 0.0, passed, tail),
            .plus = bell * scaled_erfc(reach + width / 2.0),
            .spike = bell * width * (1 / std::sqrt(std::numbers::pi))};
}

/// Inverse transforms of e^(-px) / (p + 1/2)^2 and e^(-px) / (p + 1/2)^3.
Lanes second(const Waves& w, Lanes x, Lanes time) {
    return (1.0 + x / 2.0 + time / 2.0) * w.plus - w.spike;
}
Lanes third(const Waves& w, Lanes x, Lanes time) {
    return w.spike * (2.0 + x / 2.0 + time / 2.0) -
           0.5 * w.plus * ((x + 2.0 * time) + (1.0 + x / 2.0 + time / 2.0) * (x + time));
}

/// Steps' responses at one lag: G and J of a depth.
struct DepthResponse {
    Lanes conductivity, store;
};

/// V of early times, also a part of J.
Lanes early_sum(const Waves& w, Lanes length, Lanes time) {
    return (0.5 - length / 2.0 + time / 2.0) * w.minus + w.spike - third(w, length, time) -
           0.5 * w.plus;
}

DepthResponse early_response(
    const UnsaturatedScratch& zone, Lanes time, Lanes width, Lanes sum, Lanes z) {
    const Lanes shift = z / 2.0 - time / 4.0;
    const Lanes far = 2.0 * zone.length - z;
    const Waves down = waves(z, time, width, shift);
    const Waves up = waves(far, time, width, shift);
    const auto single = [&](const Waves& w, Lanes x) {
        return 0.5 * w.minus + 0.5 * w.plus - second(w, x, time);
    };
    const Lanes first = 0.5 * (time - z) * down.minus + 0.5 * (time + z) * down.plus;
    const Lanes back =
        0.5 * up.minus - third(up, far, time) - second(up, far, time) + 0.5 * up.plus;
    return {.conductivity = single(down, z) - single(up, far), .store = first + back - sum};
}

using Fading = Lanes[kRoots];  // sin(Lambda L) exp(-(Lambda2 + 1/4) T) / B

void set_fading(const UnsaturatedScratch& zone, Lanes time, Fading& fading) {
    for (std::size_t k = 0; k < kRoots; ++k) {
        fading[k] = zone.root_sine[k] * zone.weight[k] *
                    exponential(-(zone.roots[k] * zone.roots[k] + 0.25) * time);
    }
}

DepthResponse late_response(const UnsaturatedScratch& zone,
                            const Fading& fading,
                            Lanes deep,
                            std::size_t depths,
                            std::size_t at,
                            Lanes z) {
    Lanes sum{};
    Lanes stored{};
    const Lanes growth = zone.growth[at];
    for (std::size_t k = 0; k < kRoots; ++k) {
        const Lanes root = zone.roots[k];
        const Lanes sine = zone.sines[k * depths + at];
        const Lanes cosine = zone.cosines[k * depths + at];
        sum += sine * fading[k];
        stored += (2.0 * root * deep - growth * (sine + 2.0 * root * cosine)) * fading[k] /
                  (root * root + 0.25);
    }
    const Lanes decay = zone.decay[at];
    return {.conductivity = 1.0 - decay - 4.0 * growth * sum,
            .store = (zone.length - z) - (1.0 - decay) - 2.0 * stored};
}

/// H and V at the lags of the flux times.
void set_flux_responses(const LagTable& lags, UnsaturatedScratch& zone) {
    zone.flux.resize(lags.lags.size());
    zone.flux_sum.resize(lags.lags.size());
    const Lanes length = zone.length;
    const Lanes deep = exponential(length / 2.0);
    for (std::size_t lag = 0; lag < lags.lags.size(); ++lag) {
        const Lanes time = zone.pace * lags.lags[lag];
        const Lanes width = root(time);
        const Waves w = waves(length, time, width, length / 2.0 - time / 4.0);
        Fading fading;
        set_fading(zone, time, fading);
        Lanes flux{};
        Lanes sum{};
        for (std::size_t k = 0; k < kRoots; ++k) {
            const Lanes part = zone.roots[k] * fading[k];
            flux += part;
            sum += part / (zone.roots[k] * zone.roots[k] + 0.25);
        }
        const LaneMask early = time < length * length / kEarlyPart;
        zone.flux[lag] = choose(early, 0.5 * w.minus + 0.5 * w.plus + second(w, length, time),
                                1.0 - 4.0 * deep * flux);
        zone.flux_sum[lag] = choose(early, early_sum(w, length, time),
                                    time - (length - 1.0 + 1.0 / (deep * deep)) + 4.0 * deep * sum);
    }
}

/// G and J at the lags of the profile times, in m of depth for J.
void set_depth_responses(const LagTable& lags, Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    zone.conductivity.resize(lags.lags.size() * depths);
    zone.store.resize(lags.lags.size() * depths);
    const Lanes deep = exponential(zone.length / 2.0);
    for (std::size_t lag = 0; lag < lags.lags.size(); ++lag) {
        const Lanes time = zone.pace * lags.lags[lag];
        const Lanes width = root(time);
        const LaneMask early = time < zone.length * zone.length / kEarlyPart;
        const bool any_early = any(early);
        const bool any_late = any(~early);
        Fading fading;
        set_fading(zone, time, fading);
        const Lanes sum =
            any_early ? early_sum(waves(zone.length, time, width, zone.length / 2.0 - time / 4.0),
                                  zone.length, time)
                      : Lanes{};
        for (std::size_t at = 0; at < depths; ++at) {
            const Lanes z = lower(zone.alpha * scratch.depths[at], zone.length);
            DepthResponse first{};
            DepthResponse later{};
            if (any_early) {
                first = early_response(zone, time, width, sum, z);
            }
            if (any_late) {
                later = late_response(zone, fading, deep, depths, at, z);
            }
            zone.conductivity[lag * depths + at] =
                choose(early, first.conductivity, later.conductivity);
            zone.store[lag * depths + at] = choose(early, first.store, later.store) / zone.alpha;
        }
    }
}

/// Calls body(step of the inflow in m/s, lag) for every change of the inflow before a time.
template <class Body>
void for_each_change(const Settings& settings,
                     const LagTable& lags,
                     std::size_t time,
                     const Scratch& scratch,
                     Body body) {
    const std::vector<int>& lag_of = lags.index[time];
    Lanes before = scratch.above.steady;
    for (std::size_t change = 0; change <= scratch.rates.size(); ++change) {
        if (lag_of[change] == kNoLag) {
            return;
        }
        const Lanes dry = settings.add_background_flux ? scratch.above.steady : Lanes{};
        const Lanes rate = change < scratch.rates.size() ? scratch.rates[change] : dry;
        body(rate - before, static_cast<std::size_t>(lag_of[change]));
        before = rate;
    }
}

/// The part of an interval at whose end the excess changes sign: the cubic through volumes and
/// fluxes at both ends, whose derivative is the flux there.
Lanes crossing(Lanes start, Lanes end, Lanes mean) {
    const Lanes a = 3.0 * start + 3.0 * end - 6.0 * mean;
    const Lanes b = -4.0 * start - 2.0 * end + 6.0 * mean;
    const Lanes width = root(higher(b * b - 4.0 * a * start, Lanes{}));
    const Lanes q = -0.5 * (b + choose(b < 0.0, -width, width));
    const Lanes one = q / a;
    const Lanes other = start / q;
    const Lanes found = choose((one >= 0.0) & (one <= 1.0), one, other);
    return choose(found > 0.0, lower(found, all_lanes(1)), Lanes{});
}

/// One stretch between flux times: what reaches the table, m/s at both ends and on average.
struct Stretch {
    double span;
    Lanes start, end, mean;

    /// The integral up to share u of the stretch, of the flux less a constant.
    Lanes integral(Lanes u, Lanes less) const {
        const Lanes a = start - less;
        const Lanes b = end - less;
        const Lanes m = mean - less;
        return span * u * (a + u * (-2.0 * a - b + 3.0 * m) + u * u * (a + b - 2.0 * m));
    }
};

/// Water above the initial table after a stretch. While there is none, the flux must exceed what
/// drains and the background that flows on; while there is, it sinks by the background alone.
Lanes volume_after(const Stretch& flux, Lanes before, Lanes drained, Lanes sinking) {
    const Lanes needed = drained + sinking;
    const LaneMask resting = (before <= 0.0) & (flux.start <= needed);
    const Lanes from = crossing(flux.start - needed, flux.end - needed, flux.mean - needed);
    const Lanes all = (flux.mean - needed) * flux.span;
    const Lanes begun = choose(flux.end > needed, all - flux.integral(from, needed), Lanes{});
    const Lanes start = flux.start - drained;
    const Lanes end = flux.end - drained;
    const LaneMask rises = (start < 0.0) & (end > 0.0);
    const LaneMask falls = (start > 0.0) & (end < 0.0);
    const Lanes u = choose(rises | falls, crossing(start, end, flux.mean - drained), all_lanes(1));
    const Lanes part = flux.integral(u, drained);
    const LaneMask none = rises | ((start <= 0.0) & (end <= 0.0));
    const Lanes first = choose(none, Lanes{}, part);
    const Lanes rest = choose(rises, (flux.mean - drained) * flux.span - part, Lanes{});
    Lanes volume = higher(before + first - sinking * (u * flux.span), Lanes{});
    volume = higher(volume + rest - sinking * ((1.0 - u) * flux.span), Lanes{});
    return choose(resting, higher(begun, Lanes{}), volume);
}

/// Water above the initial table at every flux time, m.
void set_volumes(const Settings& settings,
                 const TimePlan& plan,
                 const LaneColumns& columns,
                 Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t times = plan.flux_times.size();
    const Lanes drained = drainage(settings, columns);
    const Lanes sinking = higher(zone.steady, Lanes{});
    zone.volume.assign(times, Lanes{});
    Lanes flux = zone.steady;
    Lanes total{};
    for (std::size_t at = 0; at < times; ++at) {
        Lanes now = zone.steady;
        Lanes sum{};
        for_each_change(settings, plan.flux_lags, at, scratch, [&](Lanes step, std::size_t lag) {
            now += step * zone.flux[lag];
            sum += step * zone.flux_sum[lag];
        });
        sum = sum / zone.pace;
        if (at > 0) {
            const double span = plan.flux_times[at] - plan.flux_times[at - 1];
            const Stretch stretch{.span = span,
                                  .start = flux,
                                  .end = now,
                                  .mean = zone.steady + (sum - total) / span};
            zone.volume[at] = volume_after(stretch, zone.volume[at - 1], drained, sinking);
        }
        flux = now;
        total = sum;
    }
}

/// Conductivity and empty volume of all depths at a profile time.
void set_profile(const Settings& settings,
                 const LagTable& lags,
                 const LaneColumns& columns,
                 std::size_t time,
                 Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    const Lanes full = columns.conductivity;
    for (std::size_t at = 0; at < depths; ++at) {
        zone.now[at] = zone.steady - (zone.steady - full) * zone.decay[at];
        zone.below[at] = steady_store(columns, zone, at, scratch.depths[at]);
    }
    for_each_change(settings, lags, time, scratch, [&](Lanes step, std::size_t lag) {
        const Lanes* conductivity = &zone.conductivity[lag * depths];
        const Lanes* store = &zone.store[lag * depths];
        for (std::size_t at = 0; at < depths; ++at) {
            zone.now[at] += step * conductivity[at];
            zone.below[at] += step * store[at];
        }
    });
    const Lanes share = columns.saturated - columns.residual;
    for (std::size_t at = 0; at < depths; ++at) {
        const LaneMask inside = scratch.depths[at] < zone.top;
        zone.now[at] = choose(inside, zone.now[at], full);
        zone.empty[at] = choose(inside, share * (1.0 - zone.now[at] / full), Lanes{});
        zone.voids[at] = choose(
            inside, share * ((zone.top - scratch.depths[at]) - zone.below[at] / full), Lanes{});
    }
}

/// A piece of the empty volume over height above the table, as a cubic.
struct Piece {
    Lanes bottom, height, volume, gain, slope, last_slope;

    Lanes at(Lanes u) const {
        const Lanes u2 = u * u;
        const Lanes u3 = u2 * u;
        return volume + gain * (3.0 * u2 - 2.0 * u3) + slope * height * (u3 - 2.0 * u2 + u) +
               last_slope * height * (u3 - u2);
    }
};

/// The rise of the table that takes up a volume; to the ground where there is no room for it.
Lanes rise_of(const LaneColumns& columns, Lanes volume, const Scratch& scratch) {
    const UnsaturatedScratch& zone = scratch.above;
    Piece piece{};
    LaneMask searching = volume > 0.0;
    if (!any(searching)) {
        return Lanes{};
    }
    Lanes height{};
    Lanes filled{};
    Lanes slope{};
    for (std::size_t at = scratch.depths.size(); at-- > 0;) {
        const LaneMask inside = scratch.depths[at] < zone.top;
        const Lanes here = choose(inside, zone.top - scratch.depths[at], height);
        const Lanes holds = choose(inside, zone.voids[at], filled);
        const LaneMask found = searching & inside & (holds >= volume);
        piece.bottom = choose(found, height, piece.bottom);
        piece.height = choose(found, here - height, piece.height);
        piece.volume = choose(found, filled, piece.volume);
        piece.gain = choose(found, holds - filled, piece.gain);
        piece.slope = choose(found, slope, piece.slope);
        piece.last_slope = choose(found, zone.empty[at], piece.last_slope);
        searching &= ~found;
        height = here;
        filled = holds;
        slope = choose(inside, zone.empty[at], slope);
    }
    Lanes low{};
    Lanes high = all_lanes(1);
    for (int halving = 0; halving < kHalvings; ++halving) {
        const Lanes middle = 0.5 * (low + high);
        const LaneMask less = piece.at(middle) < volume;
        low = choose(less, middle, low);
        high = choose(less, high, middle);
    }
    const Lanes risen = piece.bottom + piece.height * (0.5 * (low + high));
    return choose(volume > 0.0, choose(searching, columns.table, risen), Lanes{});
}

/// 4 t i2erfc(x / (2 sqrt(D t))): a unit rise of the pressure there, spread and integrated in time.
Lanes image_ramp(Lanes distance, Lanes diffused, double time) {
    const Lanes a = distance / (2.0 * diffused);
    return time * exponential(-a * a) *
           ((1.0 + 2.0 * a * a) * scaled_erfc(a) - a * (2 / std::sqrt(std::numbers::pi)));
}

Lanes mode_ramp(Lanes diffusivity, Lanes thickness, Lanes above_base, double time) {
    const Lanes pace =
        diffusivity * (std::numbers::pi * std::numbers::pi / 4) / (thickness * thickness);
    const Lanes first = sine_cosine(above_base * (std::numbers::pi / 2) / thickness).cosine;
    const Lanes twice = 4.0 * first * first - 2.0;
    Lanes before = first;
    Lanes here = first;
    Lanes sum{};
    for (int mode = 1; mode <= kOddModes; ++mode) {
        const double odd = 2.0 * mode - 1;
        const double sign = mode % 2 == 1 ? 1 : -1;
        sum += sign / (odd * odd * odd) * here * exponential(-(odd * odd) * pace * time);
        const Lanes after = twice * here - before;
        before = here;
        here = after;
    }
    return time - (thickness * thickness - above_base * above_base) / (2.0 * diffusivity) +
           4 / std::numbers::pi * sum / pace;
}

/// Responses of depths below the table to a rise that grows with time, at all profile lags.
void set_ramps(const Settings& settings,
               const LagTable& lags,
               const LaneColumns& columns,
               Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    zone.rising.assign(lags.lags.size() * depths, Lanes{});
    const Lanes thickness = columns.depth - columns.table;
    for (std::size_t at = 0; at < depths; ++at) {
        const LaneMask below = scratch.depths[at] > columns.table;
        if (!any(below)) {
            continue;
        }
        const Lanes distance = higher(scratch.depths[at] - columns.table, Lanes{});
        for (std::size_t lag = 0; lag < lags.lags.size(); ++lag) {
            const double time = lags.lags[lag];
            const Lanes diffused = root(columns.diffusivity * time);
            Lanes ramp = image_ramp(distance, diffused, time);
            if (settings.boundary == Boundary::finite_depth) {
                const Lanes above_base = columns.depth - scratch.depths[at];
                ramp += image_ramp(higher(thickness + above_base, Lanes{}), diffused, time);
                const LaneMask late =
                    columns.diffusivity * time >= kTauOfModes * thickness * thickness;
                ramp =
                    choose(late, mode_ramp(columns.diffusivity, thickness, above_base, time), ramp);
            }
            zone.rising[lag * depths + at] = choose(below, ramp, Lanes{});
        }
    }
}

/// Where the inflow changes at a boundary: a cut within equal rain is none.
LaneMask changes_at(const Settings& settings, const Scratch& scratch, std::size_t change) {
    const Lanes dry = settings.add_background_flux ? scratch.above.steady : Lanes{};
    const Lanes before = change > 0 ? scratch.rates[change - 1] : scratch.above.steady;
    const Lanes after = change < scratch.rates.size() ? scratch.rates[change] : dry;
    return before != after;
}

/// Pressure of the risen table below its start at an output. The rise is linear between changes of
/// the inflow; from the last of them backwards each stretch adds slope times the difference of
/// ramps.
void set_spread(const Settings& settings,
                const TimePlan& plan,
                const LaneColumns& columns,
                std::size_t output,
                Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    zone.spread.assign(depths, Lanes{});
    zone.next_ramp.assign(depths, Lanes{});
    const auto now = static_cast<std::size_t>(plan.profile_at_output[output]);
    const std::vector<int>& lag_of = plan.profile_lags.index[now];
    Lanes next_time = all_lanes(plan.profile_times[now]);
    Lanes next_rise = zone.rise[now];
    for (std::size_t change = plan.profile_at_change.size(); change-- > 0;) {
        if (lag_of[change] == kNoLag) {
            continue;
        }
        const auto start = static_cast<std::size_t>(plan.profile_at_change[change]);
        const LaneMask changes = changes_at(settings, scratch, change);
        const Lanes span = next_time - plan.profile_times[start];
        const LaneMask counts = changes & (span > 0.0);
        const Lanes slope =
            choose(counts, columns.beta * (next_rise - zone.rise[start]) / span, Lanes{});
        const Lanes* ramp = &zone.rising[static_cast<std::size_t>(lag_of[change]) * depths];
        for (std::size_t at = 0; at < depths; ++at) {
            zone.spread[at] += slope * (ramp[at] - zone.next_ramp[at]);
            zone.next_ramp[at] = choose(counts, ramp[at], zone.next_ramp[at]);
        }
        next_time = choose(counts, all_lanes(plan.profile_times[start]), next_time);
        next_rise = choose(counts, zone.rise[start], next_rise);
    }
}

}  // namespace

void prepare_exact(const Settings& settings,
                   const TimePlan& plan,
                   const LaneColumns& columns,
                   Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    set_roots(settings, columns, kRoots, scratch);
    for (std::vector<Lanes>* list : {&zone.now, &zone.below, &zone.voids, &zone.empty}) {
        list->assign(scratch.depths.size(), Lanes{});
    }
    set_depth_responses(plan.profile_lags, scratch);
    zone.driest = settings.add_background_flux ? zone.steady : lower(zone.steady, Lanes{});
    for (const Lanes& rate : scratch.rates) {
        zone.driest = lower(rate, zone.driest);
    }
    zone.rise.assign(plan.profile_times.size(), Lanes{});
    if (!settings.water_table_rises) {
        return;
    }
    set_flux_responses(plan.flux_lags, zone);
    set_volumes(settings, plan, columns, scratch);
    bool rises = false;
    for (std::size_t time = 0; time < plan.profile_times.size(); ++time) {
        const Lanes volume = zone.volume[static_cast<std::size_t>(plan.flux_at_profile[time])];
        if (any(volume > 0.0)) {
            rises = true;
            set_profile(settings, plan.profile_lags, columns, time, scratch);
            zone.rise[time] = rise_of(columns, volume, scratch);
        }
    }
    if (rises) {
        set_ramps(settings, plan.profile_lags, columns, scratch);
    } else {
        zone.rising.assign(plan.profile_lags.lags.size() * scratch.depths.size(), Lanes{});
    }
}

Lanes set_exact_profile(const Settings& settings,
                        const TimePlan& plan,
                        const LaneColumns& columns,
                        std::size_t output,
                        Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const auto now = static_cast<std::size_t>(plan.profile_at_output[output]);
    set_profile(settings, plan.profile_lags, columns, now, scratch);
    const Lanes full = columns.conductivity;
    for (std::size_t at = 0; at < scratch.depths.size(); ++at) {
        // no drier than the driest inflow would make it: sums of the series end some 1e-12 off
        const Lanes driest = zone.driest - (zone.driest - full) * zone.decay[at];
        const Lanes ratio = choose(zone.now[at] < driest, driest, zone.now[at]) / full;
        const LaneMask positive = ratio > 0.0;
        const Lanes log_k = logarithm(choose(positive, ratio, all_lanes(1))) -
                            (settings.fringe_above_table ? 1.0 : 0.0);
        const Lanes pressure = columns.cosine * log_k / zone.alpha;
        const LaneMask inside = scratch.depths[at] < zone.top;
        const Lanes dry = all_lanes(std::numeric_limits<double>::quiet_NaN());
        scratch.transient[at] =
            choose(inside, choose(positive, lower(pressure, Lanes{}), dry), Lanes{});
        scratch.content[at] = choose(
            inside,
            columns.residual + (columns.saturated - columns.residual) * lower(ratio, all_lanes(1)),
            columns.saturated);
    }
    if (settings.water_table_rises) {
        set_spread(settings, plan, columns, output, scratch);
    } else {
        zone.spread.assign(scratch.depths.size(), Lanes{});
    }
    return zone.rise[now];
}

}  // namespace hazone::models::transient
