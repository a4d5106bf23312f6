// Rain thresholds fitted to events which brought landslides, in the frequentist manner:
//   log10 E = log10 a + g log10 D  by least squares,
//   threshold of non-exceedance probability p:  log10 E_p = log10 a + g log10 D + s z(p),
// E rain and D duration of an event, s the deviation of the events about the line, z the normal
// quantile. The uncertainty of a and g is that over sets of events drawn with replacement.
// Brunetti et al. (2010), Rainfall thresholds for the possible occurrence of landslides in Italy,
// Natural Hazards and Earth System Sciences 10, 447-458, https://doi.org/10.5194/nhess-10-447-2010
// (the method); Peruccacci et al. (2012), Geomorphology 139-140, 79-90,
// https://doi.org/10.1016/j.geomorph.2011.10.005 (the uncertainty); Melillo et al. (2018), A tool
// for the automatic calculation of rainfall thresholds for landslide occurrence, Environmental
// Modelling & Software 105, 230-243, https://doi.org/10.1016/j.envsoft.2018.03.024 (CTRL-T).
//
// The papers fit a normal curve to a smoothed histogram of the distances; here its deviation is the
// root mean square of the distances with n - 2 degrees of freedom. What is not fitted here is the
// list itself: CTRL-T also finds the events in the rain of a gauge.
#include "models/rain/rainfall_threshold.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/statistics/normal.hpp"
#include "engine/statistics/philox.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr double kHour = 3600;
constexpr double kMillimetre = 1e-3;

double deviation_of(const std::vector<double>& values) {
    if (values.size() < 2) {
        return kMissing;
    }
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    const double squares = std::accumulate(
        values.begin(), values.end(), 0.0,
        [&](double sum, double value) { return sum + (value - mean) * (value - mean); });
    return std::sqrt(squares / (count - 1));
}

}  // namespace

double threshold_rain(const RainThreshold& threshold, double duration) {
    return threshold.rain_of_hour * std::pow(duration / kHour, threshold.exponent);
}

EventFit fit_events(std::span<const RainEvent> events) {
    const auto count = static_cast<double>(events.size());
    double mean_x = 0;
    double mean_y = 0;
    for (const RainEvent& event : events) {
        mean_x += std::log10(event.duration / kHour) / count;
        mean_y += std::log10(event.rain / kMillimetre) / count;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (const RainEvent& event : events) {
        const double x = std::log10(event.duration / kHour) - mean_x;
        const double y = std::log10(event.rain / kMillimetre) - mean_y;
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    if (events.size() < 3 || !(xx > 1e-12 * count)) {
        return {kMissing, kMissing, kMissing, kMissing};
    }
    const double exponent = xy / xx;
    const double unexplained = std::max(yy - exponent * xy, 0.0);
    return {.intercept = mean_y - exponent * mean_x,
            .exponent = exponent,
            .deviation = std::sqrt(unexplained / (count - 2)),
            .explained = yy > 0 ? 1 - unexplained / yy : 1};
}

RainThreshold threshold_of(const EventFit& fit, double probability) {
    const double shift = fit.deviation * normal_quantile(probability);
    return {.rain_of_hour = kMillimetre * std::pow(10.0, fit.intercept + shift),
            .exponent = fit.exponent};
}

RainThreshold threshold_uncertainty(std::span<const RainEvent> events,
                                    double probability,
                                    int samples,
                                    std::uint64_t seed) {
    std::vector<RainEvent> drawn(events.size());
    std::vector<double> rains;
    std::vector<double> exponents;
    const auto count = static_cast<double>(events.size());
    for (int sample = 0; sample < samples; ++sample) {
        for (std::size_t place = 0; place < drawn.size(); ++place) {
            const double share = unit_interval(
                philox({.draw = static_cast<std::uint32_t>(sample), .cell = place}, seed)[0]);
            drawn[place] = events[static_cast<std::size_t>(share * count)];
        }
        const RainThreshold threshold = threshold_of(fit_events(drawn), probability);
        if (!is_missing(threshold.rain_of_hour)) {
            rains.push_back(threshold.rain_of_hour);
            exponents.push_back(threshold.exponent);
        }
    }
    return {deviation_of(rains), deviation_of(exponents)};
}

namespace {

constexpr FieldSpec kNeeds[] = {kRainfallEvents};
constexpr FieldSpec kMakes[] = {kRainfallThreshold};

constexpr ParamSpec kSamples{.name = "samples",
                             .fallback = 5000,
                             .lowest = 2,
                             .highest = 100'000,
                             .meaning = "sets of events drawn for the uncertainty",
                             .whole = true};
constexpr ParamSpec kSeed{.name = "seed",
                          .fallback = 1,
                          .lowest = 0,
                          .highest = 1e9,
                          .meaning = "where the random numbers begin",
                          .whole = true};
constexpr ParamSpec kParams[] = {kSamples, kSeed};
constexpr std::size_t kFewEvents = 20;

/// The non-exceedance probabilities which the literature reports.
constexpr double kProbabilities[] = {0.01, 0.05, 0.10, 0.20, 0.35, 0.50};

FeatureLayer table_of(std::span<const RainEvent> events,
                      const EventFit& fit,
                      const Params& params) {
    std::vector<double> rains;
    std::vector<double> exponents;
    std::vector<double> rain_errors;
    std::vector<double> exponent_errors;
    for (const double probability : kProbabilities) {
        const RainThreshold threshold = threshold_of(fit, probability);
        const RainThreshold error =
            threshold_uncertainty(events, probability, static_cast<int>(params[kSamples]),
                                  static_cast<std::uint64_t>(params[kSeed]));
        rains.push_back(threshold.rain_of_hour);
        exponents.push_back(threshold.exponent);
        rain_errors.push_back(error.rain_of_hour);
        exponent_errors.push_back(error.exponent);
    }
    const std::size_t rows = std::size(kProbabilities);
    const auto [shortest, longest] = std::minmax_element(
        events.begin(), events.end(),
        [](const RainEvent& one, const RainEvent& other) { return one.duration < other.duration; });
    FeatureLayer layer{.name = "rainfall_threshold", .shape = FeatureShape::none};
    layer.attributes = {
        {"probability", Unit::one, "share of the events below the threshold",
         std::vector<double>(std::begin(kProbabilities), std::end(kProbabilities))},
        {"rain_of_hour", Unit::metre, "threshold of an event of one hour", std::move(rains)},
        {"exponent", Unit::one, "power of the duration", std::move(exponents)},
        {"rain_of_hour_deviation", Unit::metre, "its standard deviation", std::move(rain_errors)},
        {"exponent_deviation", Unit::one, "its standard deviation", std::move(exponent_errors)},
        {"shortest_duration", Unit::second, "of the events",
         std::vector<double>(rows, shortest->duration)},
        {"longest_duration", Unit::second, "of the events",
         std::vector<double>(rows, longest->duration)},
        {"explained", Unit::one, "R2 of the line of the events",
         std::vector<double>(rows, fit.explained)},
        {"events", Unit::one, "number of events",
         std::vector<std::int32_t>(rows, static_cast<std::int32_t>(events.size()))},
    };
    return layer;
}

void run(const Params& params, FieldSet& fields) {
    const FeatureLayer& given = fields.features(kRainfallEvents);
    std::vector<RainEvent> events;
    for (std::size_t row = 0; row < given.size(); ++row) {
        events.push_back(
            {given.values<double>("duration")[row], given.values<double>("rain")[row]});
    }
    const EventFit fit = fit_events(events);
    if (is_missing(fit.exponent)) {
        throw InputError(fmt::format(
            "rainfall_events: {} events give no threshold; allowed: three or more, of two or more "
            "durations",
            events.size()));
    }
    fields.note(fmt::format(
        "rainfall_threshold: {} events give E = {:.3g} mm (D/h)^{:.3f} in the mean, R2 {:.2f}; {}",
        events.size(), std::pow(10.0, fit.intercept), fit.exponent, fit.explained,
        events.size() < kFewEvents ? "these are few: see the deviations in the table"
                                   : "deviations are in the table"));
    fields.put(kRainfallThreshold,
               std::make_shared<const FeatureLayer>(table_of(events, fit, params)));
}

}  // namespace

constinit const Model rainfall_threshold{
    .name = "rainfall_threshold",
    .summary = "thresholds of rain by duration with their uncertainty, from events with landslides",
    .source =
        "Brunetti et al. (2010), doi:10.5194/nhess-10-447-2010; Peruccacci et al. (2012), "
        "doi:10.1016/j.geomorph.2011.10.005; Melillo et al. (2018), "
        "doi:10.1016/j.envsoft.2018.03.024",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 0,
};

}  // namespace hazone::models
