// Water that reaches the table of a column and does not drain, for the exact mode: see
// unsaturated_exact.cpp. Fluxes and their integrals at the ends of the stretches between flux times
// are known exactly; within a stretch the cubic through them tells where the excess changes sign.
#include "models/landslide/transient/unsaturated_volumes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "models/landslide/transient/unsaturated_series.hpp"

namespace hazone::models::transient {

namespace {

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
    const LaneMask begins = flux.end > needed;
    Lanes begun{};
    if (any(resting & begins)) {
        const Lanes from = crossing(flux.start - needed, flux.end - needed, flux.mean - needed);
        const Lanes all = (flux.mean - needed) * flux.span;
        begun = choose(begins, all - flux.integral(from, needed), Lanes{});
    }
    if (!any(~resting)) {
        return higher(begun, Lanes{});
    }
    const Lanes start = flux.start - drained;
    const Lanes end = flux.end - drained;
    const LaneMask rises = (start < 0.0) & (end > 0.0);
    const LaneMask falls = (start > 0.0) & (end < 0.0);
    Lanes u = all_lanes(1);
    if (any(rises | falls)) {
        u = choose(rises | falls, crossing(start, end, flux.mean - drained), u);
    }
    const Lanes part = flux.integral(u, drained);
    const LaneMask none = rises | ((start <= 0.0) & (end <= 0.0));
    const Lanes first = choose(none, Lanes{}, part);
    const Lanes rest = choose(rises, (flux.mean - drained) * flux.span - part, Lanes{});
    Lanes volume = higher(before + first - sinking * (u * flux.span), Lanes{});
    volume = higher(volume + rest - sinking * ((1.0 - u) * flux.span), Lanes{});
    return choose(resting, higher(begun, Lanes{}), volume);
}

/// Flux at the table, m/s, and its integral since the start, m, at flux times from `first` on.
constexpr std::size_t kTimesTogether = 4;
struct Fluxes {
    Lanes now[kTimesTogether], sum[kTimesTogether];
};

/// Change by change for each time; `kCount` times at once, whose sums do not wait for each other.
template <std::size_t kCount>
void set_fluxes(const TimePlan& plan,
                const UnsaturatedScratch& zone,
                std::size_t first,
                Fluxes& fluxes) {
    const std::vector<int>* index = &plan.flux_lags.index[first];
    std::size_t changes[kCount];
    std::size_t most = 0;
    for (std::size_t time = 0; time < kCount; ++time) {
        fluxes.now[time] = zone.steady;
        fluxes.sum[time] = Lanes{};
        changes[time] = zone.changes_before[plan.flux_lags.past[first + time]];
        most = std::max(most, changes[time]);
    }
    const std::size_t shared = changes[0];  // the first time has the fewest
    const auto add = [&](std::size_t time, std::size_t number) {
        const std::size_t change = zone.changes[number];
        const auto lag = static_cast<std::size_t>(index[time][change]);
        fluxes.now[time] += zone.steps[change] * zone.flux[lag];
        fluxes.sum[time] += zone.steps[change] * zone.flux_sum[lag];
    };
    for (std::size_t number = 0; number < shared; ++number) {
        for (std::size_t time = 0; time < kCount; ++time) {
            add(time, number);
        }
    }
    for (std::size_t time = 0; time < kCount; ++time) {
        for (std::size_t number = shared; number < changes[time]; ++number) {
            add(time, number);
        }
        fluxes.sum[time] = fluxes.sum[time] / zone.pace;
    }
}

}  // namespace

void set_volumes(const Settings& settings,
                 const TimePlan& plan,
                 const LaneColumns& columns,
                 Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t times = plan.flux_times.size();
    const Lanes drained = drainage(settings, columns);
    const Lanes sinking = higher(zone.steady, Lanes{});
    zone.volume.assign(times, Lanes{});
    Lanes flux = zone.steady;  // at the start
    Lanes total{};
    for (std::size_t first = 1; first < times; first += kTimesTogether) {
        Fluxes fluxes;
        const std::size_t count = std::min(kTimesTogether, times - first);
        if (count == kTimesTogether) {
            set_fluxes<kTimesTogether>(plan, zone, first, fluxes);
        } else {
            for (std::size_t number = 0; number < count; ++number) {
                Fluxes one;
                set_fluxes<1>(plan, zone, first + number, one);
                fluxes.now[number] = one.now[0];
                fluxes.sum[number] = one.sum[0];
            }
        }
        for (std::size_t number = 0; number < count; ++number) {
            const std::size_t at = first + number;
            const double span = plan.flux_times[at] - plan.flux_times[at - 1];
            const Stretch stretch{.span = span,
                                  .start = flux,
                                  .end = fluxes.now[number],
                                  .mean = zone.steady + (fluxes.sum[number] - total) / span};
            zone.volume[at] = volume_after(stretch, zone.volume[at - 1], drained, sinking);
            flux = fluxes.now[number];
            total = fluxes.sum[number];
        }
    }
}

}  // namespace hazone::models::transient
