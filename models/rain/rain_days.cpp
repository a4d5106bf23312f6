// Days of rain in a row, as rules for levels count them. The series is cut into days of 24 h from
// its start. `rain_days` are the days of rain in a row up to the day with the most rain, that day
// included; `heavy_rain_days` the most heavy days in a row. A step longer than a day counts as that
// many days, and its rain as evenly shared among them. A missing step makes the cell missing: the
// day may have been one of rain.
#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr double kDay = 86400.0;  // s

constexpr FieldSpec kNeeds[] = {kRain};
constexpr FieldSpec kMakes[] = {kRainDays, kHeavyRainDays};

constexpr ParamSpec kWetDay{
    .name = "wet_day",
    .unit = Unit::metre,
    .fallback = 1e-3,
    .lowest = 0,
    .highest = 1,
    .meaning =
        "rain of a day from which it is a day of rain; the rules name no amount, and 1 mm is what "
        "climate indices count as a wet day"};
constexpr ParamSpec kHeavyDay{.name = "heavy_day",
                              .unit = Unit::metre,
                              .fallback = 0.05,
                              .lowest = 0,
                              .highest = 3,
                              .meaning = "rain of a day from which it is a day of heavy rain"};
constexpr ParamSpec kParams[] = {kWetDay, kHeavyDay};

// Of the present day, and of the days before it.
constexpr FieldSpec kToday{"rain_of_today", Unit::metre, "so far"};
constexpr FieldSpec kMost{"rain_of_wettest_day", Unit::metre, "so far"};
constexpr FieldSpec kRun{"wet_days_in_a_row", Unit::one, "up to the last whole day"};
constexpr FieldSpec kRunAtMost{"wet_days_at_wettest", Unit::one, "so far"};
constexpr FieldSpec kHeavyRun{"heavy_days_in_a_row", Unit::one, "up to the last whole day"};
constexpr FieldSpec kMostHeavy{"most_heavy_days", Unit::one, "so far"};
constexpr const FieldSpec* kState[] = {&kToday,     &kMost,     &kRun,
                                       &kRunAtMost, &kHeavyRun, &kMostHeavy};

void start(const Params& /*params*/, const FieldSet& fields, FieldSet& state) {
    for (const FieldSpec* field : kState) {
        state.put(*field, Raster<float>(fields.extent(), 0.0F));
    }
}

/// Ends days which had `today` of rain each.
void close_days(float today, float days, const Params& params, View<float> cells[5], Cell at) {
    const auto [most, run, run_at_most, heavy_run, most_heavy] =
        std::array<View<float>, 5>{cells[0], cells[1], cells[2], cells[3], cells[4]};
    const bool wet = today >= static_cast<float>(params[kWetDay]);
    const bool heavy = today >= static_cast<float>(params[kHeavyDay]);
    run(at) = wet ? run(at) + days : 0.0F;
    heavy_run(at) = heavy ? heavy_run(at) + days : 0.0F;
    most_heavy(at) = std::max(most_heavy(at), heavy_run(at));
    // Of two days with as much rain the later one has no fewer days before it.
    if (today > 0 && today >= most(at)) {
        most(at) = today;
        run_at_most(at) = run(at);
    }
}

/// The day, counted from 0, in which a moment lies which ends a step.
Index day_of_end(double end) {
    constexpr double kRounding = 1e-9;
    return static_cast<Index>(std::ceil(end / kDay * (1 - kRounding))) - 1;
}

void step(const Params& params, const FieldSet& fields, const TimeStep& now, FieldSet& state) {
    const RainSeries& series = fields.series(kRain);
    const double end = series.begin(now.number) + series.length(now.number);
    const bool last = now.number + 1 == series.steps();
    const bool closes = last || day_of_end(end) != day_of_end(series.begin(now.number + 1) +
                                                              series.length(now.number + 1));
    const auto days =
        static_cast<float>(std::max(1.0, std::round(series.length(now.number) / kDay)));
    const auto today = state.write(kToday);
    View<float> cells[] = {state.write(kMost), state.write(kRun), state.write(kRunAtMost),
                           state.write(kHeavyRun), state.write(kMostHeavy)};
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        today(row, col) += now.rain(row, col);
        if (closes && !is_missing(today(row, col))) {
            close_days(today(row, col) / days, days, params, cells, {row, col});
            today(row, col) = 0.0F;
        }
    });
}

void finish(const Params& /*params*/, FieldSet& fields, FieldSet& state) {
    const auto today = state.read(kToday);
    const auto run = state.read(kRunAtMost);
    const auto heavy = state.read(kMostHeavy);
    const auto days = fields.write(kRainDays);
    const auto heavy_days = fields.write(kHeavyRainDays);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const bool missing = is_missing(today(row, col));  // once missing, for ever
        days(row, col) = missing ? kMissing : run(row, col);
        heavy_days(row, col) = missing ? kMissing : heavy(row, col);
    });
}

}  // namespace

constinit const Model rain_days{
    .name = "rain_days",
    .summary = "days of rain in a row up to the wettest, and most days of heavy rain in a row",
    .source = "days of 24 h from the start of the series",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .scratch_bytes_per_cell = 24,
    .nanoseconds_per_cell = 20,
    .halo = no_halo,
    .start = start,
    .step = step,
    .finish = finish,
};

}  // namespace hazone::models
