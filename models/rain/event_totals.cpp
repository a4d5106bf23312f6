// Totals of a rain series: the rain of the event, its highest intensity, and the rain of the five
// days before it, on which the curve number method judges how wet the ground is.
// SCS (1972), National Engineering Handbook, section 4 Hydrology, table 4.2: five-day antecedent
// rain of 1.4 to 2.1 inches (36 to 53 mm) in the growing season is average wetness (AMC II).
//
// The first `antecedent_duration` of the series lies before the event. What it does not cover of
// the five days is filled with the same share of `initial_antecedent_rain`.
// A missing step makes all three results of the cell missing: a sum with a gap looks safe and is
// not. (A missing step more than five days before the event counts as well.)
#include "models/rain/event_totals.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

StepShares step_shares(double begins, double ends, double event_begins) {
    const auto overlap = [&](double from, double to) {
        return std::max(0.0, std::min(ends, to) - std::max(begins, from)) / (ends - begins);
    };
    return {.antecedent = overlap(event_begins - kAntecedentTime, event_begins),
            .event = overlap(event_begins, std::max(ends, event_begins))};
}

namespace {

constexpr FieldSpec kNeeds[] = {kRain};
constexpr FieldSpec kMakes[] = {kEventRain, kPeakIntensity, kAntecedentRain};

constexpr ParamSpec kInitialAntecedentRain{
    .name = "initial_antecedent_rain",
    .unit = Unit::metre,
    .fallback = kAverageAntecedentRain,
    .lowest = 0,
    .highest = 2,
    .meaning = "rain of the five days before the event where the series does not reach back"};
constexpr ParamSpec kParams[] = {kAntecedentDuration, kInitialAntecedentRain};

void start(const Params& params, const FieldSet& fields, FieldSet& state) {
    const RainSeries& series = fields.series(kRain);
    const double length = series.end();
    const double before = params[kAntecedentDuration];
    if (length <= before) {
        throw InputError(fmt::format(
            "event_totals.antecedent_duration: {} leaves nothing of the rain series, which is {} "
            "long; shorten it or give a longer series",
            display_text(before, Unit::second), display_text(length, Unit::second)));
    }
    const double not_covered = std::max(0.0, 1 - before / kAntecedentTime);
    const double initial = params[kInitialAntecedentRain] * not_covered;
    state.put(kEventRain, Raster<double>(fields.extent(), 0.0));
    state.put(kAntecedentRain, Raster<double>(fields.extent(), initial));
    state.put(kPeakIntensity, Raster<float>(fields.extent(), 0.0F));
}

void step(const Params& params, const FieldSet& fields, const TimeStep& step, FieldSet& state) {
    const double begins = fields.series(kRain).begin(step.number);
    const StepShares share = step_shares(begins, begins + step.length, params[kAntecedentDuration]);
    const auto event = state.write<double>(kEventRain);
    const auto antecedent = state.write<double>(kAntecedentRain);
    const auto peak = state.write(kPeakIntensity);
    for_each_cell(
        state.extent(), [=, rain = step.rain, length = step.length](Index row, Index col) {
            const double depth = rain(row, col);
            event(row, col) += share.event * depth;
            antecedent(row, col) += share.antecedent * depth;
            const auto intensity = static_cast<float>(share.event > 0 ? depth / length : 0.0);
            if (intensity > peak(row, col)) {
                peak(row, col) = intensity;
            }
        });
}

// A step's missing rain has made both sums missing, also with a share of 0: 0 * NaN is NaN.
void finish(const Params& /*params*/, FieldSet& fields, FieldSet& state) {
    const auto event = state.read<double>(kEventRain);
    const auto antecedent = state.read<double>(kAntecedentRain);
    const auto highest = state.read(kPeakIntensity);
    const auto event_rain = fields.write(kEventRain);
    const auto antecedent_rain = fields.write(kAntecedentRain);
    const auto peak_intensity = fields.write(kPeakIntensity);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        event_rain(row, col) = static_cast<float>(event(row, col));
        antecedent_rain(row, col) = static_cast<float>(antecedent(row, col));
        peak_intensity(row, col) = is_missing(event(row, col)) ? kMissing : highest(row, col);
    });
}

}  // namespace

constinit const Model event_totals{
    .name = "event_totals",
    .summary =
        "rain of the event, its peak intensity and the rain of the five days before; a "
        "missing step makes the cell missing",
    .source = "SCS (1972), National Engineering Handbook, section 4, table 4.2 (antecedent rain)",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .scratch_bytes_per_cell = 24,
    .nanoseconds_per_cell = 12,  // with the reading of a series by inverse distance
    .halo = no_halo,
    .start = start,
    .step = step,
    .finish = finish,
};

}  // namespace hazone::models
