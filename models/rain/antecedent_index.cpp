// Indices of the rain of the days before a moment:
//   ARI = sum of P_t (t + 1)^-2 over seven days, over the sum of (t + 1)^-2,
//   API = P_0 + k API of the day before = sum of P_t k^t,
// P_t rain of the day which ended t days before the moment. ARI is the antecedent rainfall index of
// LHASA 1: Kirschbaum & Stanley (2018), Satellite-based assessment of rainfall-triggered landslide
// hazard for situational awareness, Earth's Future 6, 505-523,
// https://doi.org/10.1002/2017EF000715, and NASA's LHASA 1.1.1. API after Kohler & Linsley (1951),
// Predicting the runoff from storm rainfall, US Weather Bureau Research Paper 34, with k of 0.85 to
// 0.98 a day.
//
// The days are counted back from the moment, by default the end of the series. The time before the
// series has the same rain every day, `earlier_rain`: without it a short series would look dry. A
// missing step which counts makes the cell missing. For the indices at several moments see
// antecedent_index_in_time, for the greatest of all moments greatest_antecedent_index.
#include "models/rain/antecedent_index.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

/// Mean over the step of the weight of its days.
template <class DayWeight>
double mean_weight(double older, double newer, int days, DayWeight weight_of_day) {
    double sum = 0;
    const int first = std::max(0, static_cast<int>(std::floor(newer / kDay)));
    for (int day = first; day < days && day * kDay < older; ++day) {
        const double overlap = std::min(older, (day + 1) * kDay) - std::max(newer, day * kDay);
        sum += std::max(overlap, 0.0) * weight_of_day(day);
    }
    return sum / (older - newer);
}

}  // namespace

double rainfall_index_share(double older, double newer) {
    const auto weight = [](int day) { return 1.0 / ((day + 1.0) * (day + 1.0)); };
    double all = 0;
    for (int day = 0; day < kIndexDays; ++day) {
        all += weight(day);
    }
    return mean_weight(older, newer, kIndexDays, weight) / all;
}

double precipitation_index_share(double older, double newer, double daily_share) {
    constexpr int kLongest = 10'000;
    return mean_weight(older, newer, kLongest, [=](int day) { return std::pow(daily_share, day); });
}

AntecedentIndices shares_at(double moment,
                            const RainSeries& series,
                            Index step,
                            double daily_share) {
    const double older = moment - series.begin(step);
    const double newer = older - series.length(step);
    return {rainfall_index_share(older, newer),
            precipitation_index_share(older, newer, daily_share)};
}

AntecedentIndices earlier_part(double moment,
                               const RainSeries& series,
                               double daily_share,
                               double earlier_rain) {
    AntecedentIndices rest{1, 1 / (1 - daily_share)};  // of the same rain every day for ever
    for (Index step = 0; step < series.steps(); ++step) {
        const AntecedentIndices own = shares_at(moment, series, step, daily_share);
        rest.rainfall -= own.rainfall * series.length(step) / kDay;
        rest.precipitation -= own.precipitation * series.length(step) / kDay;
    }
    return {std::max(rest.rainfall, 0.0) * earlier_rain,
            std::max(rest.precipitation, 0.0) * earlier_rain};
}

namespace {

constexpr FieldSpec kNeeds[] = {kRain};
constexpr FieldSpec kMakes[] = {kAntecedentRainfallIndex, kAntecedentPrecipitationIndex};

constexpr ParamSpec kBeforeEnd{
    .name = "time_before_end",
    .unit = Unit::second,
    .fallback = 0,
    .lowest = 0,
    .highest = 366 * kDay,
    .meaning = "the moment of the indices, before the end of the series"};
constexpr ParamSpec kParams[] = {kDailyShare, kBeforeEnd, kEarlierRain};

double moment_of(const Params& params, const RainSeries& series) {
    return series.end() - params[kBeforeEnd];
}

void start(const Params& params, const FieldSet& fields, FieldSet& state) {
    const RainSeries& series = fields.series(kRain);
    const double length = series.end();
    if (length <= params[kBeforeEnd]) {
        throw InputError(fmt::format(
            "antecedent_index.time_before_end: {} is before the rain series, which is {} long",
            params.text(kBeforeEnd), display_text(length, Unit::second)));
    }
    const AntecedentIndices earlier =
        earlier_part(moment_of(params, series), series, params[kDailyShare], params[kEarlierRain]);
    const auto rainfall = state.write<double>(kAntecedentRainfallIndex);
    const auto precipitation = state.write<double>(kAntecedentPrecipitationIndex);
    for_each_cell(state.extent(), [=](Index row, Index col) {
        rainfall(row, col) = earlier.rainfall;
        precipitation(row, col) = earlier.precipitation;
    });
}

void step(const Params& params, const FieldSet& fields, const TimeStep& now, FieldSet& state) {
    const RainSeries& series = fields.series(kRain);
    const AntecedentIndices shares =
        shares_at(moment_of(params, series), series, now.number, params[kDailyShare]);
    const auto add = [&](const FieldSpec& field, double share) {
        if (share <= 0) {
            return;
        }
        const auto sum = state.write<double>(field);
        const auto rain = now.rain;
        for_each_cell(state.extent(), [=](Index row, Index col) {
            sum(row, col) += share * static_cast<double>(rain(row, col));
        });
    };
    add(kAntecedentRainfallIndex, shares.rainfall);
    add(kAntecedentPrecipitationIndex, shares.precipitation);
}

void finish(const Params& /*params*/, FieldSet& fields, FieldSet& state) {
    for (const FieldSpec& field : kMakes) {
        const auto sum = state.read<double>(field);
        const auto index = fields.write(field);
        for_each_cell(fields.extent(), [=](Index row, Index col) {
            index(row, col) = static_cast<float>(sum(row, col));
        });
    }
}

}  // namespace

constinit const Model antecedent_index{
    .name = "antecedent_index",
    .summary = "antecedent rainfall index and antecedent precipitation index at one moment",
    .source =
        "Kirschbaum & Stanley (2018), doi:10.1002/2017EF000715; Kohler & Linsley (1951), US "
        "Weather Bureau Research Paper 34",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .scratch_bytes_per_cell = 16,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
    .start = start,
    .step = step,
    .finish = finish,
};

}  // namespace hazone::models
