// The unsaturated zone as TRIGRS 2.1 computes it (https://github.com/usgs/landslides-trigrs,
// subroutines unsfin, unsinf, flux, smallt, unsth), defects included:
//   the series of the basal flux ends where the sum so far is below 1e-6 after three terms, though
//   it may still grow; the basal flux is zero for T < 0.1; a flux above the highest inflow becomes
//   zero where K_s / (theta_s t) is below d (it should be K_s t / theta_s); for T < 0.1 a quarter
//   of the change of K counts, and all periods take the present rate for it; where the rain changes
//   at the output, the empty volume comes from a trapezoid rule whatever is asked for; elsewhere a
//   depth at the water table has the room of the whole saturated zone.
#include <cmath>
#include <cstddef>

#include "models/landslide/transient/unsaturated_series.hpp"

namespace hazone::models::transient {

namespace {

constexpr double kEarly = 0.1;  // of T
constexpr double kTolerance = 1e-6;

/// Series of the basal flux at one lag, without its factors.
Lanes flux_series(const UnsaturatedScratch& zone, const LaneColumns& columns, Lanes time) {
    Lanes sum{};
    LaneMask wanted = time >= kEarly;
    for (std::size_t k = 0; k < zone.roots.size() && any(wanted); ++k) {
        const Lanes root = zone.roots[k];
        const Lanes grown =
            sum + root * zone.root_sine[k] * exponential(-(root * root) * time) * zone.weight[k];
        LaneMask goes_on = magnitude(grown - sum) / columns.conductivity > kTolerance;
        if (k >= 3) {
            goes_on &= magnitude(grown) > kTolerance;
        }
        sum = choose(wanted, grown, sum);
        wanted &= goes_on;
    }
    return sum;
}

/// The flux into the water table at one of the half steps, m/s.
Lanes basal_flux(const Settings& settings,
                 const TimePlan& plan,
                 const LaneColumns& columns,
                 Lanes highest,
                 std::size_t at,
                 const Scratch& scratch) {
    const UnsaturatedScratch& zone = scratch.above;
    const std::vector<int>& lag_of = plan.flux_lags.index[at];
    const auto response = [&](int lag, Lanes rate) {
        const double time = plan.flux_lags.lags[static_cast<std::size_t>(lag)];
        const Lanes late = rate - (rate - columns.flux) * zone.flux[static_cast<std::size_t>(lag)];
        return choose(zone.pace * time < kEarly, Lanes{}, late);
    };
    Lanes flux{};
    for (std::size_t period = 0; period < scratch.rates.size(); ++period) {
        if (lag_of[period] == kNoLag) {
            break;
        }
        const Lanes rate = scratch.rates[period];
        const Lanes start = response(lag_of[period], rate);
        const Lanes end =
            lag_of[period + 1] == kNoLag ? Lanes{} : response(lag_of[period + 1], rate);
        flux = flux + start - end;
    }
    const Lanes top = zone.top;
    const Lanes seeped = columns.conductivity / (columns.saturated * plan.flux_times[at]);
    flux = choose(((highest < flux) | (flux < 0.0)) & (seeped < top), Lanes{}, flux);
    flux = choose(flux < columns.flux, columns.flux, flux);
    const Lanes limit =
        columns.conductivity * (1 + 5e-7) + (settings.add_background_flux ? columns.flux : Lanes{});
    return choose(flux > limit, columns.conductivity, flux);
}

/// Water that has reached the table and not drained, at each output: Simpson's rule on half steps.
void set_volumes(const Settings& settings,
                 const TimePlan& plan,
                 const LaneColumns& columns,
                 Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t times = plan.flux_times.size();
    const Lanes drained = drainage(settings, columns);
    Lanes highest = scratch.rates[0];
    for (const Lanes& rate : scratch.rates) {
        highest = higher(rate, highest);
    }
    zone.basal.resize(times);
    for (std::size_t at = 0; at < times; ++at) {
        const Lanes flux = basal_flux(settings, plan, columns, highest, at, scratch);
        zone.basal[at] = choose(flux > drained, flux - drained, Lanes{});
    }
    const double half = plan.flux_times.size() > 1 ? plan.flux_times[1] : 0;
    zone.volume.assign(plan.outputs.size(), Lanes{});
    for (std::size_t output = 0; output < plan.outputs.size(); ++output) {
        Lanes sum{};
        for (std::size_t at = 0; at < static_cast<std::size_t>(plan.flux_at_output[output]);
             at += 2) {
            sum = sum + zone.basal[at] + 4.0 * zone.basal[at + 1] + zone.basal[at + 2];
        }
        const Lanes net = sum * half / 3.0 - plan.outputs[output] * columns.flux;
        zone.volume[output] = choose(net < 0.0, Lanes{}, net);
    }
}

/// The early form of the conductivity at a depth.
Lanes early_conductivity(const UnsaturatedScratch& zone, Lanes time, Lanes depth) {
    const Lanes width = root(time);
    const auto part = [&](Lanes reach) {
        const Lanes at = zone.alpha * reach / (2.0 * width);
        // exp(at w + T/4) erfc(at + w/2) is exp(-at2) times the scaled erfc
        return exponential(-at * at) * (scaled_erfc(at) - scaled_erfc(at + width / 2.0));
    };
    return part(depth) - part(2.0 * zone.top - depth);
}

/// Conductivity and its integral by series at one lag and depth, per excess of the inflow.
void set_series(const LaneColumns& columns,
                Lanes time,
                const std::vector<Lanes>& fading,
                std::size_t at,
                std::size_t entry,
                Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    const LaneMask inside = scratch.depths[at] < zone.top;
    LaneMask wanted = (time >= kEarly) & inside;
    Lanes sum{};
    Lanes store{};
    const Lanes deep = zone.deep;
    for (std::size_t k = 0; k < zone.roots.size() && any(wanted); ++k) {
        const Lanes root = zone.roots[k];
        const Lanes sine = zone.sines[k * depths + at];
        const Lanes cosine = zone.cosines[k * depths + at];
        const Lanes grown = sum + sine * fading[k];
        const Lanes turned = 2.0 * root * deep - zone.growth[at] * (sine + 2.0 * root * cosine);
        const Lanes stored = store + turned * fading[k] * zone.shares[k];
        const LaneMask goes_on = (magnitude(grown - sum) / columns.conductivity > kTolerance) |
                                 (magnitude(stored - store) / columns.conductivity > kTolerance);
        sum = choose(wanted, grown, sum);
        store = choose(wanted, stored, store);
        wanted &= goes_on;
    }
    if (any((time < kEarly) & inside)) {
        sum = choose(time < kEarly, early_conductivity(zone, time, scratch.depths[at]), sum);
    }
    const Lanes faded = exponential(-time / 4.0);
    zone.conductivity[entry] =
        choose(time < kEarly, sum * zone.lift[at] / 2.0, 4.0 * zone.growth[at] * faded * sum);
    zone.store[entry] = 2.0 * faded / zone.alpha * store;
}

/// What one period adds to the conductivity at a depth, and to its integral.
struct Change {
    Lanes conductivity, store;
};

/// The inflow of a period, and the present one, which early times take; the lag that they have.
struct Inflow {
    Lanes rate, present;
    Lanes time;
    std::size_t entry;  // of the series
};

Change change_at(const LaneColumns& columns,
                 const Scratch& scratch,
                 std::size_t at,
                 const Inflow& inflow) {
    const Lanes rate = inflow.rate;
    const UnsaturatedScratch& zone = scratch.above;
    const Lanes excess = rate - zone.steady;
    const Lanes part = zone.conductivity[inflow.entry];
    const LaneMask early = inflow.time < kEarly;
    const Lanes start = zone.steady - (zone.steady - columns.conductivity) * zone.decay[at];
    const Lanes early_part = start + (inflow.present - zone.steady) * part;
    const Lanes wetter = rate - columns.conductivity;
    const Lanes late_part = rate - wetter * zone.decay[at] - excess * part;
    const Lanes late_store = rate * (zone.top - scratch.depths[at]) - wetter * zone.drained[at] -
                             excess * zone.store[inflow.entry];
    return {.conductivity = choose(early, early_part, late_part),
            .store = choose(early, early_part * columns.spacing, late_store)};
}

/// Sums conductivity and its integral at one depth over the periods.
Change profile_at(const TimePlan& plan,
                  const LaneColumns& columns,
                  std::size_t output,
                  std::size_t at,
                  const Scratch& scratch) {
    const UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    const std::vector<int>& lag_of = plan.output_lags.index[output];
    const int now = plan.raining[output];
    const Lanes present = now < 0 ? Lanes{} : scratch.rates[static_cast<std::size_t>(now)];
    Change starts{};
    Change ends{};
    for (std::size_t period = 0; period < scratch.rates.size(); ++period) {
        if (lag_of[period] == kNoLag) {
            break;
        }
        const auto change = [&](int lag) {
            const auto number = static_cast<std::size_t>(lag);
            return change_at(columns, scratch, at,
                             {.rate = scratch.rates[period],
                              .present = present,
                              .time = zone.pace * plan.output_lags.lags[number],
                              .entry = number * depths + at});
        };
        const Change start = change(lag_of[period]);
        starts.conductivity += start.conductivity;
        starts.store += start.store;
        if (lag_of[period + 1] == kNoLag) {
            continue;
        }
        const auto number = static_cast<std::size_t>(lag_of[period + 1]);
        const LaneMask early = zone.pace * plan.output_lags.lags[number] < kEarly;
        const Change end = change(lag_of[period + 1]);
        ends.conductivity += end.conductivity;
        // the reference takes the conductivity of the start here
        ends.store += choose(early, start.conductivity * columns.spacing, end.store);
    }
    return {.conductivity = starts.conductivity - ends.conductivity,
            .store = starts.store - ends.store};
}

/// Pressure and water content above the table, and the integral of conductivity down to it.
void set_profile(const Settings& settings,
                 const TimePlan& plan,
                 const LaneColumns& columns,
                 std::size_t output,
                 Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const Lanes full = columns.conductivity;
    for (std::size_t at = 0; at < scratch.depths.size(); ++at) {
        const Lanes depth = scratch.depths[at];
        const LaneMask inside = depth < zone.top;
        const Lanes start = zone.steady - (zone.steady - full) * zone.decay[at];
        Change sum = profile_at(plan, columns, output, at, scratch);
        if (plan.outputs[output] == 0) {
            sum = {.conductivity = start, .store = steady_store(columns, zone, at, depth)};
        }
        const LaneMask positive = sum.conductivity > 0.0;
        const Lanes ratio = choose(positive, sum.conductivity / full, all_lanes(1));
        const Lanes log_k = logarithm(ratio) - (settings.fringe_above_table ? 1.0 : 0.0);
        const Lanes lowest =
            logarithm(higher(start / full, all_lanes(1e-300))) / zone.alpha * columns.cosine;
        Lanes pressure =
            choose(positive, columns.cosine * log_k / zone.alpha, -columns.cosine / zone.alpha);
        Lanes store = choose(pressure < lowest, steady_store(columns, zone, at, depth), sum.store);
        pressure = higher(pressure, lowest);
        store = choose(pressure > 0.0, (zone.top - depth) * (zone.steady - full), store);
        pressure = lower(pressure, Lanes{});
        const Lanes content = columns.residual + (columns.saturated - columns.residual) *
                                                     exponential(zone.alpha * pressure);
        scratch.transient[at] = choose(inside, pressure, Lanes{});
        scratch.content[at] = choose(inside, lower(content, columns.saturated), columns.saturated);
        zone.now[at] = choose(inside, sum.conductivity, full);
        zone.below[at] = choose(inside, store, (columns.depth - depth) * full);
    }
}

/// Empty volume between each depth and the table.
void set_voids(const Settings& settings,
               const TimePlan& plan,
               const LaneColumns& columns,
               std::size_t output,
               Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t last = scratch.depths.size() - 1;
    const Lanes share = columns.saturated - columns.residual;
    const LaneMask numeric = zone.pace * plan.newest[output] < kEarly;
    Lanes sum = -(columns.depth - zone.top) * columns.conductivity;
    Lanes depth = columns.depth - columns.spacing;
    zone.voids[last] = Lanes{};
    for (std::size_t at = last; at-- > 0;) {
        sum = sum + columns.spacing * (zone.now[at] + zone.now[at + 1]) / 2.0;
        const Lanes store = choose(numeric, sum, zone.below[at]);
        const LaneMask inside =
            settings.analytic_fillable_porosity ? depth <= zone.top : depth < zone.top;
        const Lanes integral = settings.analytic_fillable_porosity ? store : sum;
        const Lanes empty =
            magnitude(share * ((zone.top - depth) - integral / columns.conductivity));
        zone.voids[at] = choose(inside, empty, Lanes{});
        depth = depth - columns.spacing;
    }
}

/// The rise of the water table that takes up the volume, linear between depths.
Lanes table_rise(const LaneColumns& columns, Lanes volume, const Scratch& scratch) {
    const UnsaturatedScratch& zone = scratch.above;
    const Lanes top = zone.top;
    Lanes above{};
    Lanes below = columns.depth;
    Lanes low{};
    Lanes high = columns.saturated * columns.depth;
    Lanes depth = columns.first_depth;
    LaneMask searching = volume > 0.0;
    for (std::size_t at = 0; at + 1 < scratch.depths.size(); ++at) {
        const Lanes here = zone.voids[at];
        const Lanes next = zone.voids[at + 1];
        const LaneMask found = searching & (here > volume) & (next < volume);
        high = choose(found, here, high);
        above = choose(found, depth, above);
        low = choose(found, next, low);
        below = choose(found, depth + columns.spacing, below);
        searching &= ~((here > 0.0) & (here == volume));
        depth = depth + columns.spacing;
    }
    const LaneMask overfull = volume > zone.voids[0];
    below = choose(overfull, columns.depth, below);
    above = choose(overfull, Lanes{}, above);
    high = choose(overfull, volume, high);
    low = choose(overfull, Lanes{}, low);
    const Lanes share = columns.spacing / (high - low);
    const Lanes raised = choose(below < top, above + share * (high - volume), top - share * volume);
    Lanes rise = top - raised;
    rise = choose(columns.table > columns.depth, rise - (columns.table - columns.depth), rise);
    rise = choose(overfull, columns.table, rise);
    return choose(volume > 0.0, rise, Lanes{});
}

}  // namespace

void prepare_reference(const Settings& settings,
                       const TimePlan& plan,
                       const LaneColumns& columns,
                       Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    set_roots(settings, columns, settings.most_unsaturated_terms, scratch);
    const Lanes factor = 4.0 * exponential(zone.length / 2.0);
    zone.flux.resize(plan.flux_lags.lags.size());
    for (std::size_t lag = 0; lag < zone.flux.size(); ++lag) {
        const Lanes time = zone.pace * plan.flux_lags.lags[lag];
        zone.flux[lag] = factor * flux_series(zone, columns, time) * exponential(-time / 4.0);
    }
    set_volumes(settings, plan, columns, scratch);
    const std::vector<double>& lags = plan.output_lags.lags;
    zone.conductivity.resize(lags.size() * depths);
    zone.store.resize(lags.size() * depths);
    for (std::vector<Lanes>* list : {&zone.now, &zone.below, &zone.voids}) {
        list->assign(depths, Lanes{});
    }
    std::vector<Lanes> fading(zone.roots.size());
    for (std::size_t lag = 0; lag < lags.size(); ++lag) {
        const Lanes time = zone.pace * lags[lag];
        for (std::size_t k = 0; k < fading.size(); ++k) {
            fading[k] = zone.root_sine[k] * zone.weight[k] *
                        exponential(-(zone.roots[k] * zone.roots[k]) * time);
        }
        for (std::size_t at = 0; at < depths; ++at) {
            set_series(columns, time, fading, at, lag * depths + at, scratch);
        }
    }
}

Lanes set_reference_profile(const Settings& settings,
                            const TimePlan& plan,
                            const LaneColumns& columns,
                            std::size_t output,
                            Scratch& scratch) {
    set_profile(settings, plan, columns, output, scratch);
    if (!settings.water_table_rises) {
        return Lanes{};
    }
    set_voids(settings, plan, columns, output, scratch);
    return table_rise(columns, scratch.above.volume[output], scratch);
}

}  // namespace hazone::models::transient
