#include "models/landslide/transient/time_plan.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace hazone::models::transient {

namespace {

/// Lags below this count as none in the reference's unsaturated zone.
constexpr double kNoTime = 1e-10;  // s

/// Points between two events at which the basal flux is judged in the exact mode.
constexpr int kFluxPanels = 8;

/// The number of rain periods until the end of the run; one more where it outlasts the rain.
int periods_until(const Storm& storm) {
    const auto periods = static_cast<int>(storm.boundaries.size()) - 1;
    if (storm.end > storm.boundaries.back()) {
        return periods + 1;
    }
    int found = periods;
    for (int period = 0; period < periods; ++period) {
        const auto at = static_cast<std::size_t>(period);
        if (storm.end >= storm.boundaries[at] && storm.end <= storm.boundaries[at + 1]) {
            found = period + 1;
        }
    }
    return found;
}

struct Steps {
    std::vector<double> lengths;
    std::vector<double> starts;  // one more than there are steps
};

Steps steps_of(std::vector<double> lengths) {
    Steps steps{.lengths = std::move(lengths), .starts = {0}};
    for (const double length : steps.lengths) {
        steps.starts.push_back(steps.starts.back() + length);
    }
    return steps;
}

/// Steps of the saturated model: every period in equal parts.
Steps steps_by_period(const Storm& storm, int periods, int per_period) {
    std::vector<double> ends = storm.boundaries;
    ends.push_back(storm.end);
    std::vector<double> lengths;
    for (int period = 0; period < periods; ++period) {
        const auto at = static_cast<std::size_t>(period);
        const double end = storm.end >= ends[at + 1] ? ends[at + 1] : storm.end;
        lengths.insert(lengths.end(), static_cast<std::size_t>(per_period),
                       (end - ends[at]) / per_period);
    }
    return steps_of(std::move(lengths));
}

/// Steps of the unsaturated model: equal, and none longer than the time between two outputs.
Steps equal_steps(const Storm& storm,
                  int periods,
                  int per_period,
                  const std::vector<double>& wanted) {
    double shortest = storm.end;
    for (std::size_t output = 0; output + 1 < wanted.size(); ++output) {
        shortest = std::min(shortest, wanted[output + 1] - wanted[output]);
    }
    int count = periods * per_period;
    while (shortest > 0 && storm.end / count > shortest) {
        count += periods;
    }
    return steps_of(std::vector<double>(static_cast<std::size_t>(count), storm.end / count));
}

/// The step of the reference at whose start a wanted output is taken.
std::size_t step_of_output(const Steps& steps, double wanted, double end) {
    for (std::size_t step = 0; step < steps.lengths.size(); ++step) {
        const double start = steps.starts[step];
        if (wanted >= start && wanted < start + steps.lengths[step]) {
            return step;
        }
        if (wanted >= end) {
            break;
        }
    }
    return steps.lengths.size();
}

void add_sorted(std::vector<double>& times) {
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
}

/// The first of the lags where they are its multiples by 1, 2, 3, ..., else 0.
double spacing_of(const std::vector<double>& lags) {
    constexpr double kRounding = 1e-14;  // of a lag
    for (std::size_t at = 0; at < lags.size(); ++at) {
        const double multiple = static_cast<double>(at + 1) * lags[0];
        if (std::abs(lags[at] - multiple) > kRounding * multiple) {
            return 0;
        }
    }
    return lags.empty() ? 0 : lags[0];
}

std::size_t position(const std::vector<double>& sorted, double value) {
    return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), value) -
                                    sorted.begin());
}

}  // namespace

LagTable lag_table(const std::vector<double>& times, const std::vector<double>& boundaries) {
    LagTable table;
    for (const double time : times) {
        for (const double boundary : boundaries) {
            if (time - boundary > kNoTime) {
                table.lags.push_back(time - boundary);
            }
        }
    }
    add_sorted(table.lags);
    table.spacing = spacing_of(table.lags);
    table.longest_start.assign(table.lags.size(), 0);
    for (const double time : times) {
        table.past.push_back(0);
        auto& row = table.index.emplace_back(boundaries.size(), kNoLag);
        for (std::size_t boundary = 0; boundary < boundaries.size(); ++boundary) {
            const double lag = time - boundaries[boundary];
            if (lag <= kNoTime) {
                break;
            }
            ++table.past.back();
            const std::size_t at = position(table.lags, lag);
            row[boundary] = static_cast<int>(at);
            if (boundary > 0) {
                table.longest_start[at] =
                    std::max(table.longest_start[at], time - boundaries[boundary - 1]);
            }
        }
    }
    return table;
}

TimePlan::TimePlan(const Settings& settings,
                   const Storm& storm,
                   const std::vector<double>& wanted,
                   bool unsaturated)
    : boundaries(storm.boundaries), periods(static_cast<int>(storm.boundaries.size()) - 1) {
    assert(periods >= 1 && std::is_sorted(boundaries.begin(), boundaries.end()));
    if (settings.mode == Mode::trigrs_2_1) {
        plan_reference(settings, storm, wanted, unsaturated);
    } else {
        plan_exact(storm, wanted, unsaturated);
    }
    output_lags = lag_table(outputs, boundaries);
    set_changes();
    if (unsaturated) {
        flux_lags = lag_table(flux_times, boundaries);
        profile_lags = lag_table(profile_times, boundaries);
    }
}

void TimePlan::set_changes() {
    for (const double time : outputs) {
        double lag = 0;
        int period = -1;
        for (std::size_t at = 0; at + 1 < boundaries.size() && time >= boundaries[at]; ++at) {
            lag = time - boundaries[at] > kNoTime ? time - boundaries[at] : 0;
            if (time > boundaries[at] && time <= boundaries[at + 1] &&
                static_cast<int>(at) < periods) {
                period = static_cast<int>(at);
            }
        }
        newest.push_back(lag);
        raining.push_back(period);
    }
}

void TimePlan::plan_reference(const Settings& settings,
                              const Storm& storm,
                              const std::vector<double>& wanted,
                              bool unsaturated) {
    const int until = periods_until(storm);
    const int per_period = std::max(settings.steps_per_period, 1);
    single_step = !unsaturated && per_period == 1 && wanted.size() == 1;
    if (single_step) {
        outputs = {storm.end};
        return;
    }
    const Steps steps = unsaturated ? equal_steps(storm, until, per_period, wanted)
                                    : steps_by_period(storm, until, per_period);
    for (const double time : wanted) {
        const std::size_t step = step_of_output(steps, time, storm.end);
        outputs.push_back(steps.starts[step]);
        flux_at_output.push_back(static_cast<int>(2 * step));
    }
    if (!unsaturated) {
        return;
    }
    if (until > periods) {
        boundaries.push_back(storm.end);
    }
    const double half = storm.end / static_cast<double>(steps.lengths.size()) / 2;
    flux_times = {0};
    for (std::size_t step = 0; step < 2 * steps.lengths.size(); ++step) {
        flux_times.push_back(flux_times.back() + half);
    }
}

void TimePlan::plan_exact(const Storm& storm, const std::vector<double>& wanted, bool unsaturated) {
    outputs = wanted;
    if (!unsaturated || wanted.empty()) {
        return;
    }
    std::vector<double> events = storm.boundaries;
    events.insert(events.end(), wanted.begin(), wanted.end());
    add_sorted(events);
    const double last = *std::max_element(wanted.begin(), wanted.end());
    for (std::size_t event = 0; event < events.size() && events[event] <= last; ++event) {
        flux_times.push_back(events[event]);
        for (int panel = 1; panel < kFluxPanels && events[event] < last; ++panel) {
            const double share = static_cast<double>(panel) / kFluxPanels;
            flux_times.push_back(events[event] + share * (events[event + 1] - events[event]));
        }
    }
    for (const double time : events) {
        if (time <= last) {
            profile_times.push_back(time);
            flux_at_profile.push_back(static_cast<int>(position(flux_times, time)));
        }
    }
    for (const double time : storm.boundaries) {
        if (time <= last) {
            profile_at_change.push_back(static_cast<int>(position(profile_times, time)));
        }
    }
    for (const double time : wanted) {
        profile_at_output.push_back(static_cast<int>(position(profile_times, time)));
    }
}

}  // namespace hazone::models::transient
