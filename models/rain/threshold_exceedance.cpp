// Rain of an event over the threshold of its duration, the highest of all windows of time:
//   max over t, max over D of  E(t - D, t) / (a D^g),
// E the rain between two ends of steps within one event: every burst is judged, wherever it lies in
// a longer rain. An event begins with a wet step and ends when it has stayed dry for a time.
// Thresholds, with I intensity in mm/h, D in h and E = I D:
//   caine     I = 14.82 D^-0.39   Caine (1980), The rainfall intensity-duration control of shallow
//             landslides and debris flows, Geografiska Annaler A 62, 23-27,
//             https://doi.org/10.2307/520449; 10 minutes to 10 days
//   guzzetti  I = 2.20 D^-0.44    Guzzetti, Peruccacci, Rossi & Stark (2008), The rainfall
//             intensity-duration control of shallow landslides and debris flows: an update,
//             Landslides 5, 3-17, https://doi.org/10.1007/s10346-007-0112-1; 0.1 to 1000 h
//   fitted    the threshold of a non-exceedance probability in rainfall_threshold, over the
//             durations of its events
//   own       set by the user
// Neither paper was opened. The constants are those which public programs and pages quote from
// them; no opened text confirms the ranges of duration, which are wide since a window within them
// can only warn more. The rain of a window shorter than the range is held against the
// threshold of the shortest duration: no less fell in the longer window about it. Longer windows
// than the range are not judged, but all those within them are.
//
// Events are parted as Melillo et al. (2015), Landslides 12, 311-320,
// https://doi.org/10.1007/s10346-014-0471-3, do in the warm season: by 48 h without rain (96 h in
// the cold one). They drop rain of less than 0.2 mm/h and of sub-events below 1 mm; here such rain
// counts within an event, as it makes the ground no drier, but does not keep it from ending. What
// fell in former events counts in none.
//
// A missing step makes the cell missing: it may have been the worst.
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
#include "models/rain/past_rain.hpp"

namespace hazone::models {

CellEvent after_step(const CellEvent& before, double rain, double length, const EventRule& rule) {
    if (rain > rule.least_rain * length) {
        return {before.steps + 1, 0};
    }
    const CellEvent drier{before.steps + 1, static_cast<float>(before.dry + length)};
    return before.steps > 0 && drier.dry < rule.dry_time ? drier : CellEvent{};
}

std::vector<double> window_weights(std::span<const double> lengths, const EventRule& rule) {
    constexpr double kRounding = 1e-9;  // of the sum of many lengths
    std::vector<double> weights;
    double duration = 0;
    for (const double length : lengths) {
        duration += length;
        if (duration > rule.longest * (1 + kRounding)) {
            break;
        }
        weights.push_back(1 / threshold_rain(rule.threshold, std::max(duration, rule.shortest)));
    }
    return weights;
}

void judge_windows(const EventCells& cells, std::span<const double> weights, float* highest) {
    std::array<double, kEventCells> rain{};
    std::array<double, kEventCells> greatest{};
    float longest_event = 0;  // of the cells where the newest step brought rain: only there can a
                              // window that ends with it be the worst
    for (Index cell = 0; cell < cells.count; ++cell) {
        greatest[static_cast<std::size_t>(cell)] = highest[cell];
        const float steps = cells.rain[0][cell] > 0 ? cells.steps[cell] : 0.0F;
        longest_event = std::max(longest_event, steps);
    }
    const std::size_t windows = std::min(weights.size(), static_cast<std::size_t>(longest_event));
    for (std::size_t age = 0; age < windows; ++age) {
        const float* const fallen = cells.rain[age];
        const double weight = weights[age];
        for (std::size_t cell = 0; cell < static_cast<std::size_t>(cells.count); ++cell) {
            const bool inside = static_cast<float>(age) < cells.steps[cell];
            rain[cell] += inside ? static_cast<double>(fallen[cell]) : 0.0;
            const double excess = rain[cell] * weight;
            greatest[cell] = excess > greatest[cell] ? excess : greatest[cell];
        }
    }
    for (Index cell = 0; cell < cells.count; ++cell) {
        highest[cell] = static_cast<float>(greatest[static_cast<std::size_t>(cell)]);
    }
}

namespace {

constexpr double kHour = 3600;  // s
constexpr double kDay = 86400;  // s

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
constexpr ParamSpec kShortest{.name = "shortest_duration",
                              .unit = Unit::second,
                              .fallback = 600,
                              .lowest = 60,
                              .highest = 10 * kDay,
                              .meaning = "own threshold: from which duration on it holds"};
constexpr ParamSpec kLongest{.name = "longest_duration",
                             .unit = Unit::second,
                             .fallback = 1000 * kHour,
                             .lowest = 600,
                             .highest = 100 * kDay,
                             .meaning = "own threshold: up to which duration it holds"};
constexpr ParamSpec kDryTime{.name = "dry_time",
                             .unit = Unit::second,
                             .fallback = 48 * kHour,
                             .lowest = 600,
                             .highest = 30 * kDay,
                             .meaning = "an event ends when it stays dry so long"};
constexpr ParamSpec kLeastRain{
    .name = "least_rain",
    .unit = Unit::metre_per_second,
    .fallback = 2e-4 / kHour,  // 0.2 mm/h, one tip of a gauge
    .lowest = 0,
    .highest = 1e-5,
    .meaning = "less rain neither begins an event nor keeps it from ending"};
constexpr ParamSpec kParams[] = {kKind,     kProbability, kRainOfHour, kExponent,
                                 kShortest, kLongest,     kDryTime,    kLeastRain};

/// A threshold and the durations for which it holds, s.
struct KnownThreshold {
    RainThreshold line;
    double shortest = 0;
    double longest = 0;
};

KnownThreshold fitted_threshold(const FieldSet& fields, double probability) {
    const FeatureLayer& table = fields.features(kRainfallThreshold);
    const auto& known = table.values<double>("probability");
    const auto found = std::find_if(known.begin(), known.end(), [&](double value) {
        return std::abs(value - probability) < 1e-9;
    });
    if (found == known.end()) {
        throw InputError(fmt::format(
            "threshold_exceedance.probability: {} is not in the table rainfall_threshold; allowed: "
            "0.01, 0.05, 0.1, 0.2, 0.35, 0.5",
            probability));
    }
    const auto row = static_cast<std::size_t>(found - known.begin());
    const double exponent = table.values<double>("exponent")[row];
    if (exponent < 0) {
        throw InputError(fmt::format(
            "threshold_exceedance.threshold: fitted: the exponent of rainfall_threshold is {:.3g}, "
            "so that longer rain would need less of it; give other rainfall_events, or choose "
            "caine, guzzetti or own",
            exponent));
    }
    return {{table.values<double>("rain_of_hour")[row], exponent},
            table.values<double>("shortest_duration")[row],
            table.values<double>("longest_duration")[row]};
}

KnownThreshold threshold_in(const Params& params, const FieldSet& fields) {
    switch (params.choice<ThresholdKind>(kKind)) {
        case ThresholdKind::caine:
            return {{0.01482, 1 - 0.39}, kHour / 6, 10 * kDay};
        case ThresholdKind::guzzetti:
            return {{0.0022, 1 - 0.44}, kHour / 10, 1000 * kHour};
        case ThresholdKind::fitted:
            return fitted_threshold(fields, params[kProbability]);
        case ThresholdKind::own:
            break;
    }
    return {{params[kRainOfHour], params[kExponent]}, params[kShortest], params[kLongest]};
}

EventRule rule_in(const Params& params, const FieldSet& fields) {
    const KnownThreshold known = threshold_in(params, fields);
    return {.threshold = known.line,
            .shortest = known.shortest,
            .longest = known.longest,
            .dry_time = params[kDryTime],
            .least_rain = params[kLeastRain]};
}

// What a cell remembers between two steps: its event, and the rain of the steps of the longest
// window (PastRain).
constexpr FieldSpec kEventSteps{"event_steps", Unit::one, "steps of the event so far"};
constexpr FieldSpec kDry{"dry_so_far", Unit::second, "since the last wet step of the event"};
constexpr FieldSpec kHighest{"highest_so_far", Unit::one, "of the rain over its threshold"};

void refuse_long_steps(const RainSeries& series, double longest) {
    for (Index step = 0; step < series.steps(); ++step) {
        if (series.length(step) > longest) {
            throw InputError(fmt::format(
                "threshold_exceedance.threshold: holds up to {}, and the rain has steps of {}; "
                "give rain of shorter steps, or choose another threshold",
                display_text(longest, Unit::second),
                display_text(series.length(step), Unit::second)));
        }
    }
}

void check(const Params& params, const HasField& has) {
    if (params.choice<ThresholdKind>(kKind) == ThresholdKind::fitted && !has(kRainfallThreshold)) {
        throw InputError(
            "threshold_exceedance.threshold: fitted needs the input rainfall_events; give it, or "
            "choose caine, guzzetti or own");
    }
}

void start(const Params& params, const FieldSet& fields, FieldSet& state) {
    check(params, among(fields));
    const RainSeries& series = fields.series(kRain);
    const EventRule rule = rule_in(params, fields);
    refuse_long_steps(series, rule.longest);
    for (const FieldSpec& field : {kEventSteps, kDry, kHighest}) {
        const auto cells = state.write(field);
        for_each_cell(state.extent(), [=](Index row, Index col) { cells(row, col) = 0; });
    }
    PastRain::start(state, steps_within(series, rule.longest));
}

/// The events and the highest of one row of cells.
struct EventRow {
    float* steps;
    float* dry;
    float* highest;
};

void take_step(const EventRow& cells,
               const View<const float>& fallen,
               Index row,
               double length,
               const EventRule& rule) {
    for (Index col = 0; col < fallen.cols(); ++col) {
        if (is_missing(fallen(row, col))) {
            cells.highest[col] = kMissing;
            continue;
        }
        const CellEvent event = after_step({cells.steps[col], cells.dry[col]},
                                           static_cast<double>(fallen(row, col)), length, rule);
        cells.steps[col] = event.steps;
        cells.dry[col] = event.dry;
    }
}

void step(const Params& params, const FieldSet& fields, const TimeStep& now, FieldSet& state) {
    const EventRule rule = rule_in(params, fields);
    const PastRain past(state, now.number);
    const std::vector<double> weights =
        window_weights(lengths_before(fields.series(kRain), now.number, past.steps()), rule);
    const auto steps = state.write(kEventSteps);
    const auto dry = state.write(kDry);
    const auto highest = state.write(kHighest);
    const Extent extent = state.extent();
    for_each_row(extent.rows, [&](Index row) {
        const EventRow cells{steps.row(row), dry.row(row), highest.row(row)};
        std::copy_n(now.rain.row(row), extent.cols, past.row(0, row));
        take_step(cells, now.rain, row, now.length, rule);
        for (Index col = 0; col < extent.cols; col += kEventCells) {
            const std::vector<const float*> rain = past.from(row, col);
            judge_windows({.count = std::min(kEventCells, extent.cols - col),
                           .rain = rain,
                           .steps = cells.steps + col},
                          weights, cells.highest + col);
        }
    });
}

void finish(const Params& params, FieldSet& fields, FieldSet& state) {
    const auto highest = state.read(kHighest);
    const auto exceedance = fields.write(kThresholdExceedance);
    for_each_cell(fields.extent(),
                  [=](Index row, Index col) { exceedance(row, col) = highest(row, col); });
    const double length = fields.series(kRain).step_length();
    const double shortest = rule_in(params, fields).shortest;
    if (length > shortest) {
        fields.note(fmt::format(
            "threshold_exceedance: the rain has steps of {}: no shorter burst is seen, though the "
            "threshold holds from {} on",
            display_text(length, Unit::second), display_text(shortest, Unit::second)));
    }
}

}  // namespace

constinit const Model threshold_exceedance{
    .name = "threshold_exceedance",
    .summary = "highest rain of any window of an event over the threshold of its duration",
    .source =
        "Caine (1980), doi:10.2307/520449; Guzzetti et al. (2008), "
        "doi:10.1007/s10346-007-0112-1; Melillo et al. (2015), doi:10.1007/s10346-014-0471-3",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .scratch_bytes_per_cell = 16,
    .nanoseconds_per_cell = 70,  // and step, at 72 steps; more at more
    .scratch_bytes_per_rain_step = 4,
    .halo = no_halo,
    .uses = kUses,
    .check = check,
    .start = start,
    .step = step,
    .finish = finish,
};

}  // namespace hazone::models
