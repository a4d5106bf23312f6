// Rain of an event over the threshold of its duration, the highest of the whole series:
//   max over the steps of E / (a D^g).
// An event begins with a wet step and ends when it has stayed dry for a time; its rain and duration
// are judged after every wet step. Thresholds, with I intensity in mm/h and D in h:
//   caine     I = 14.82 D^-0.39   Caine (1980), The rainfall intensity-duration control of shallow
//             landslides and debris flows, Geografiska Annaler A 62, 23-27,
//             https://doi.org/10.2307/520449; 10 minutes to 10 days
//   guzzetti  I = 2.20 D^-0.44    Guzzetti, Peruccacci, Rossi & Stark (2008), The rainfall
//             intensity-duration control of shallow landslides and debris flows: an update,
//             Landslides 5, 3-17, https://doi.org/10.1007/s10346-007-0112-1; 1 to 1000 h
//   fitted    the threshold of a non-exceedance probability in rainfall_threshold
//   own       set by the user
// Events are parted as Melillo et al. (2015), Landslides 12, 311-320,
// https://doi.org/10.1007/s10346-014-0471-3, do in the warm season: by 48 h without rain.
//
// Between the whole event and its latest step lie windows which are not judged: a burst of some
// hours at the end of a long event can stay unseen by a steep threshold. A missing step makes the
// cell missing: it may have been the worst.
#include "models/rain/threshold_exceedance.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

CellEvent after_step(const CellEvent& before, double rain, double length, const EventRule& rule) {
    CellEvent event = before;
    if (!(rain > rule.least_rain * length)) {
        event.dry += length;
        if (event.dry >= rule.dry_time) {
            event.duration = 0;
            event.rain = 0;
        }
        return event;
    }
    event.duration = event.duration > 0 ? event.duration + event.dry + length : length;
    event.rain += rain;
    event.dry = 0;
    event.highest =
        std::max({event.highest, event.rain / threshold_rain(rule.threshold, event.duration),
                  rain / threshold_rain(rule.threshold, length)});
    return event;
}

namespace {

constexpr FieldSpec kNeeds[] = {kRain};
constexpr FieldSpec kUses[] = {kRainfallThreshold};
constexpr FieldSpec kMakes[] = {kThresholdExceedance};

enum class ThresholdKind { caine, guzzetti, fitted, own };
constexpr std::string_view kKindWords[] = {"caine", "guzzetti", "fitted", "own"};
constexpr ParamSpec kKind{.name = "threshold",
                          .fallback = 1,  // the lower of the two worldwide ones
                          .lowest = 0,
                          .highest = 3,
                          .meaning = "the threshold of rain by duration",
                          .choices = kKindWords};
constexpr ParamSpec kProbability{.name = "probability",
                                 .fallback = 0.05,
                                 .lowest = 0.001,
                                 .highest = 0.5,
                                 .meaning =
                                     "non-exceedance probability of a fitted threshold: "
                                     "0.01, 0.05, 0.1, 0.2, 0.35 or 0.5"};
constexpr ParamSpec kRainOfHour{.name = "rain_of_hour",
                                .unit = Unit::metre,
                                .fallback = 0.0022,
                                .lowest = 1e-4,
                                .highest = 0.2,
                                .meaning = "own threshold: rain of an event of one hour"};
constexpr ParamSpec kExponent{.name = "exponent",
                              .fallback = 0.56,
                              .lowest = 0,
                              .highest = 1,
                              .meaning =
                                  "own threshold: power of the duration for the rain, 1 less "
                                  "that of the intensity"};
constexpr ParamSpec kDryTime{.name = "dry_time",
                             .unit = Unit::second,
                             .fallback = 48 * 3600.0,
                             .lowest = 600,
                             .highest = 30 * 86400.0,
                             .meaning = "an event ends when it stays dry so long"};
constexpr ParamSpec kLeastRain{.name = "least_rain",
                               .unit = Unit::metre_per_second,
                               .fallback = 2e-4 / 3600,  // 0.2 mm/h, one tip of a gauge
                               .lowest = 0,
                               .highest = 1e-5,
                               .meaning = "less rain counts as none"};
constexpr ParamSpec kParams[] = {kKind, kProbability, kRainOfHour, kExponent, kDryTime, kLeastRain};

RainThreshold fitted_threshold(const FieldSet& fields, double probability) {
    if (!fields.has(kRainfallThreshold)) {
        throw InputError(
            "threshold_exceedance.threshold: fitted needs the input rainfall_events; give it, or "
            "choose caine, guzzetti or own");
    }
    const FeatureLayer& table = fields.features(kRainfallThreshold);
    const auto& known = table.values<double>("probability");
    for (std::size_t row = 0; row < known.size(); ++row) {
        if (std::abs(known[row] - probability) < 1e-9) {
            return {table.values<double>("rain_of_hour")[row],
                    table.values<double>("exponent")[row]};
        }
    }
    throw InputError(fmt::format(
        "threshold_exceedance.probability: {} is not in the table rainfall_threshold; allowed: "
        "0.01, 0.05, 0.1, 0.2, 0.35, 0.5",
        probability));
}

RainThreshold threshold_in(const Params& params, const FieldSet& fields) {
    switch (params.choice<ThresholdKind>(kKind)) {
        case ThresholdKind::caine:
            return {0.01482, 1 - 0.39};
        case ThresholdKind::guzzetti:
            return {0.0022, 1 - 0.44};
        case ThresholdKind::fitted:
            return fitted_threshold(fields, params[kProbability]);
        case ThresholdKind::own:
            break;
    }
    return {params[kRainOfHour], params[kExponent]};
}

// What a cell remembers between two steps.
constexpr FieldSpec kDuration{"event_duration", Unit::second, "of the event so far"};
constexpr FieldSpec kRainSoFar{"event_rain_so_far", Unit::metre, "of the event so far"};
constexpr FieldSpec kDry{"dry_so_far", Unit::second, "since the last rain"};
constexpr FieldSpec kHighest{"highest_so_far", Unit::one, "of the rain over its threshold"};
constexpr std::array<const FieldSpec*, 4> kState{&kDuration, &kRainSoFar, &kDry, &kHighest};

void start(const Params& params, const FieldSet& fields, FieldSet& state) {
    threshold_in(params, fields);  // refuses what cannot be before the first step
    for (const FieldSpec* field : kState) {
        const auto cells = state.write(*field);
        for_each_cell(state.extent(), [=](Index row, Index col) { cells(row, col) = 0; });
    }
}

void step(const Params& params, const FieldSet& fields, const TimeStep& now, FieldSet& state) {
    const EventRule rule{threshold_in(params, fields), params[kDryTime], params[kLeastRain]};
    const auto duration = state.write(kDuration);
    const auto rain = state.write(kRainSoFar);
    const auto dry = state.write(kDry);
    const auto highest = state.write(kHighest);
    const auto fallen = now.rain;
    for_each_cell(state.extent(), [=](Index row, Index col) {
        if (is_missing(fallen(row, col)) || is_missing(highest(row, col))) {
            highest(row, col) = kMissing;
            return;
        }
        const CellEvent event =
            after_step({duration(row, col), rain(row, col), dry(row, col), highest(row, col)},
                       fallen(row, col), now.length, rule);
        duration(row, col) = static_cast<float>(event.duration);
        rain(row, col) = static_cast<float>(event.rain);
        dry(row, col) = static_cast<float>(event.dry);
        highest(row, col) = static_cast<float>(event.highest);
    });
}

void finish(const Params& /*params*/, FieldSet& fields, FieldSet& state) {
    const auto highest = state.read(kHighest);
    const auto exceedance = fields.write(kThresholdExceedance);
    for_each_cell(fields.extent(),
                  [=](Index row, Index col) { exceedance(row, col) = highest(row, col); });
}

}  // namespace

constinit const Model threshold_exceedance{
    .name = "threshold_exceedance",
    .summary = "highest rain of an event over the threshold of its duration",
    .source =
        "Caine (1980), doi:10.2307/520449; Guzzetti et al. (2008), "
        "doi:10.1007/s10346-007-0112-1; Melillo et al. (2015), doi:10.1007/s10346-014-0471-3",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .scratch_bytes_per_cell = 16,
    .nanoseconds_per_cell = 15,  // and step
    .halo = no_halo,
    .uses = kUses,
    .start = start,
    .step = step,
    .finish = finish,
};

}  // namespace hazone::models
