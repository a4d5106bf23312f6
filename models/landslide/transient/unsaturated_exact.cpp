// What the exact mode makes of the responses of unsaturated_responses.cpp. Water raises the table
// where the flux exceeds what drains, q_d = c_d [(1 - beta) K_s - I_Z] (Baum, Godt & Savage 2010,
// https://doi.org/10.1029/2009JF001321; c_d = 0.1 over an impermeable base, else 1): the excess
// fills the empty volume from the table upwards. A risen table sinks by I_Z, but never below its
// start. Pressure below the table follows the rise by diffusion (Baum, Savage & Godt 2008, eq.
// 13-15, https://doi.org/10.3133/ofr20081159); between changes of the inflow the rise counts as
// linear in time. Where the inflow changes and how the table moves are found on eight stretches
// between any two events, with fluxes and volumes at their ends known exactly.
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "models/landslide/transient/unsaturated_responses.hpp"
#include "models/landslide/transient/unsaturated_series.hpp"
#include "models/landslide/transient/unsaturated_volumes.hpp"

namespace hazone::models::transient {

namespace {

constexpr double kTauOfModes = 0.04;
constexpr int kOddModes = 9;
constexpr int kMostSteps = 60;
constexpr double kNarrow = 1e-11;  // of a piece's height

/// Changes of the inflow at all boundaries; after the rain the background alone enters.
void set_steps(const Settings& settings, Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const Lanes dry = settings.add_background_flux ? zone.steady : Lanes{};
    Lanes before = zone.steady;
    zone.steps.clear();
    zone.driest = lower(zone.steady, dry);
    for (const Lanes& rate : scratch.rates) {
        zone.steps.push_back(rate - before);
        zone.driest = lower(rate, zone.driest);
        before = rate;
    }
    zone.steps.push_back(dry - before);
    zone.changes.clear();
    zone.changes_before.assign(1, 0);
    for (std::size_t change = 0; change < zone.steps.size(); ++change) {
        if (any(zone.steps[change] != 0.0)) {
            zone.changes.push_back(change);
        }
        zone.changes_before.push_back(zone.changes.size());
    }
}

/// Adds the responses to all changes before a time to `sums`, change by change for each depth;
/// `kTogether` depths at once, whose sums do not wait for each other.
template <std::size_t kTogether>
void add_changes(const UnsaturatedScratch& zone,
                 const LagTable& lags,
                 std::size_t time,
                 const std::vector<Lanes>& responses,
                 std::size_t first,
                 std::vector<Lanes>& sums) {
    const std::size_t depths = sums.size();
    const std::size_t changes = zone.changes_before[lags.past[time]];
    const int* lag_of = lags.index[time].data();
    Lanes sum[kTogether];
    for (std::size_t at = 0; at < kTogether; ++at) {
        sum[at] = sums[first + at];
    }
    for (std::size_t number = 0; number < changes; ++number) {
        const std::size_t change = zone.changes[number];
        const Lanes step = zone.steps[change];
        const Lanes* response =
            &responses[static_cast<std::size_t>(lag_of[change]) * depths + first];
        for (std::size_t at = 0; at < kTogether; ++at) {
            sum[at] += step * response[at];
        }
    }
    for (std::size_t at = 0; at < kTogether; ++at) {
        sums[first + at] = sum[at];
    }
}

void add_changes(const UnsaturatedScratch& zone,
                 const LagTable& lags,
                 std::size_t time,
                 const std::vector<Lanes>& responses,
                 std::vector<Lanes>& sums) {
    constexpr std::size_t kTogether = 8;
    std::size_t first = 0;  // below reach all is full of water
    for (; first + kTogether <= zone.reach; first += kTogether) {
        add_changes<kTogether>(zone, lags, time, responses, first, sums);
    }
    for (; first + 2 < zone.reach; first += 3) {
        add_changes<3>(zone, lags, time, responses, first, sums);
    }
    for (; first < zone.reach; ++first) {
        add_changes<1>(zone, lags, time, responses, first, sums);
    }
}

/// Conductivity of all depths at a profile time.
void set_conductivity(const LagTable& lags,
                      const LaneColumns& columns,
                      std::size_t time,
                      Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const Lanes full = columns.conductivity;
    for (std::size_t at = 0; at < zone.now.size(); ++at) {
        zone.now[at] = zone.steady - (zone.steady - full) * zone.decay[at];
    }
    add_changes(zone, lags, time, zone.conductivity, zone.now);
    for (std::size_t at = 0; at < zone.now.size(); ++at) {
        zone.now[at] = choose(scratch.depths[at] < zone.top, zone.now[at], full);
    }
}

/// Empty share and empty volume of all depths; needs their conductivity.
void set_voids(const LagTable& lags,
               const LaneColumns& columns,
               std::size_t time,
               Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const Lanes full = columns.conductivity;
    const Lanes share = columns.saturated - columns.residual;
    for (std::size_t at = 0; at < zone.voids.size(); ++at) {
        zone.voids[at] = steady_store(columns, zone, at, scratch.depths[at]);
    }
    add_changes(zone, lags, time, zone.store, zone.voids);
    for (std::size_t at = 0; at < zone.voids.size(); ++at) {
        const LaneMask inside = scratch.depths[at] < zone.top;
        zone.empty[at] = choose(inside, share * (1.0 - zone.now[at] / full), Lanes{});
        zone.voids[at] = choose(
            inside, share * ((zone.top - scratch.depths[at]) - zone.voids[at] / full), Lanes{});
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

    /// The derivative of the above.
    Lanes steepness(Lanes u) const {
        return gain * (6.0 * u * (1.0 - u)) +
               height * (slope * ((3.0 * u - 4.0) * u + 1.0) + last_slope * ((3.0 * u - 2.0) * u));
    }
};

/// The part of a piece which holds a volume: steps of Newton, and halves of the bracket where one
/// would leave it. Every lane ends on its own.
Lanes part_with(const Piece& piece, Lanes volume, LaneMask wanted) {
    Lanes low{};
    Lanes high = all_lanes(1);
    Lanes u = (volume - piece.volume) / piece.gain;
    u = choose((u >= 0.0) & (u <= 1.0), u, all_lanes(0.5));
    for (int step = 0; step < kMostSteps && any(wanted); ++step) {
        const Lanes off = piece.at(u) - volume;
        const LaneMask less = off < 0.0;
        low = choose(less, u, low);
        high = choose(less, high, u);
        const Lanes next = u - off / piece.steepness(u);
        const Lanes to = choose((next >= low) & (next <= high), next, 0.5 * (low + high));
        const LaneMask far = magnitude(to - u) > kNarrow;
        u = choose(wanted, to, u);
        wanted &= far;
    }
    return u;
}

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
    const LaneMask found = (volume > 0.0) & ~searching;
    const Lanes risen = piece.bottom + piece.height * part_with(piece, volume, found);
    return choose(volume > 0.0, choose(searching, columns.table, risen), Lanes{});
}

/// 4 t i2erfc(x / (2 sqrt(D t))): a unit rise of the pressure there, spread and integrated in time.
Lanes image_ramp(Lanes distance, Lanes diffused, double time) {
    const Lanes a = distance / (2.0 * diffused);
    return time * exponential(-a * a) *
           ((1.0 + 2.0 * a * a) * scaled_erfc(a) - a * (2 / std::sqrt(std::numbers::pi)));
}

/// The modes' share of it: `first` is the cosine of pi / 2 times the height above the base over
/// the thickness, `fading` is exp(-pace t).
Lanes mode_sum(Lanes first, Lanes fading) {
    const Lanes twice = 4.0 * first * first - 2.0;
    Lanes before = first;
    Lanes here = first;
    Lanes sum{};
    // exp(-(2k-1)^2 pace t): the squares of odd numbers grow by 8, 16, 24, ...
    Lanes power = fading;
    const Lanes square = power * power;
    const Lanes eighth = (square * square) * (square * square);
    Lanes step = eighth;
    for (int mode = 1; mode <= kOddModes; ++mode) {
        const double odd = 2.0 * mode - 1;
        const double sign = mode % 2 == 1 ? 1 : -1;
        sum += sign / (odd * odd * odd) * here * power;
        power = power * step;
        step = step * eighth;
        const Lanes after = twice * here - before;
        before = here;
        here = after;
    }
    return sum;
}

/// Responses of one depth below the table to a rise that grows with time, at all profile lags.
void set_ramps_at(const Settings& settings,
                  const LagTable& lags,
                  const LaneColumns& columns,
                  std::size_t at,
                  UnsaturatedScratch& zone,
                  Lanes depth) {
    const std::size_t depths = zone.now.size();
    const LaneMask below = depth > columns.table;
    const Lanes distance = higher(depth - columns.table, Lanes{});
    const Lanes thickness = columns.depth - columns.table;
    const Lanes above_base = columns.depth - depth;
    const bool finite = settings.boundary == Boundary::finite_depth;
    const Lanes pace =
        columns.diffusivity * (std::numbers::pi * std::numbers::pi / 4) / (thickness * thickness);
    const Lanes lagging =
        (thickness * thickness - above_base * above_base) / (2.0 * columns.diffusivity);
    const Lanes first = sine_cosine(above_base * (std::numbers::pi / 2) / thickness).cosine;
    for (std::size_t lag = 0; lag < lags.lags.size(); ++lag) {
        const double time = lags.lags[lag];
        const LaneMask late =
            finite ? columns.diffusivity * time >= kTauOfModes * thickness * thickness : LaneMask{};
        Lanes ramp{};
        if (any(below & ~late)) {
            const Lanes diffused = root(columns.diffusivity * time);
            ramp = image_ramp(distance, diffused, time);
            if (finite) {
                ramp += image_ramp(higher(thickness + above_base, Lanes{}), diffused, time);
            }
        }
        if (any(below & late)) {
            const Lanes modes = mode_sum(first, exponential(-pace * time));
            ramp = choose(late, time - lagging + 4 / std::numbers::pi * modes / pace, ramp);
        }
        zone.rising[lag * depths + at] = choose(below, ramp, Lanes{});
    }
}

void set_ramps(const Settings& settings,
               const LagTable& lags,
               const LaneColumns& columns,
               Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    zone.rising.assign(lags.lags.size() * depths, Lanes{});
    for (std::size_t at = 0; at < depths; ++at) {
        if (any(scratch.depths[at] > columns.table)) {
            set_ramps_at(settings, lags, columns, at, zone, scratch.depths[at]);
        }
    }
}

/// Pressure of the risen table below its start at an output. The rise is linear between changes of
/// the inflow; from the last of them backwards each stretch adds slope times the difference of
/// ramps.
void set_spread(const TimePlan& plan,
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
        const LaneMask changes = zone.steps[change] != 0.0;  // not where equal rain is cut
        const Lanes span = next_time - plan.profile_times[start];
        const LaneMask counts = changes & (span > 0.0);
        const Lanes slope =
            choose(counts, columns.beta * (next_rise - zone.rise[start]) / span, Lanes{});
        const Lanes* ramp = &zone.rising[static_cast<std::size_t>(lag_of[change]) * depths];
        for (std::size_t at = zone.first_below; at < depths; ++at) {
            zone.spread[at] += slope * (ramp[at] - zone.next_ramp[at]);
            zone.next_ramp[at] = choose(counts, ramp[at], zone.next_ramp[at]);
        }
        next_time = choose(counts, all_lanes(plan.profile_times[start]), next_time);
        next_rise = choose(counts, zone.rise[start], next_rise);
    }
}

/// The rise matters at outputs and where the inflow changes.
void set_wanted_rises(const TimePlan& plan, UnsaturatedScratch& zone) {
    zone.wanted_rises.assign(plan.profile_times.size(), 0);
    for (const int output : plan.profile_at_output) {
        zone.wanted_rises[static_cast<std::size_t>(output)] = 1;
    }
    for (const std::size_t change : zone.changes) {
        if (change < plan.profile_at_change.size()) {
            zone.wanted_rises[static_cast<std::size_t>(plan.profile_at_change[change])] = 1;
        }
    }
}

}  // namespace

void prepare_exact(const Settings& settings,
                   const TimePlan& plan,
                   const LaneColumns& columns,
                   Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    set_roots(settings, columns, kExactRoots, scratch);
    for (std::vector<Lanes>* list : {&zone.now, &zone.voids, &zone.empty}) {
        list->assign(scratch.depths.size(), Lanes{});
    }
    set_depth_responses(plan.profile_lags, scratch);
    set_steps(settings, scratch);
    zone.rise.assign(plan.profile_times.size(), Lanes{});
    if (!settings.water_table_rises) {
        return;
    }
    set_flux_responses(plan.flux_lags, zone);
    set_volumes(settings, plan, columns, scratch);
    set_wanted_rises(plan, zone);
    bool rises = false;
    for (std::size_t time = 0; time < plan.profile_times.size(); ++time) {
        const Lanes volume = zone.volume[static_cast<std::size_t>(plan.flux_at_profile[time])];
        if (zone.wanted_rises[time] != 0 && any(volume > 0.0)) {
            rises = true;
            set_conductivity(plan.profile_lags, columns, time, scratch);
            set_voids(plan.profile_lags, columns, time, scratch);
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
    set_conductivity(plan.profile_lags, columns, now, scratch);
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
        set_spread(plan, columns, output, scratch);
    } else {
        zone.spread.assign(scratch.depths.size(), Lanes{});
    }
    return zone.rise[now];
}

}  // namespace hazone::models::transient
