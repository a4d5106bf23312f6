// The most rain of an event in 1, 3, 6, 12 and 24 h at every cell, in windows of whole steps of the
// series, as many as cover the duration: of a step that is longer all rain may have fallen in the
// duration, which is the safe side, and a note says so. An event shorter than the duration counts
// whole. Steps before the event (event_totals.antecedent_duration) are left out. A missing step
// makes the cell missing: the most of what is known may not be the most.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/guidance/durations.hpp"
#include "models/rain/event_totals.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kRain};
constexpr FieldSpec kMakes[] = {kGreatestRainOf1Hour, kGreatestRainOf3Hours, kGreatestRainOf6Hours,
                                kGreatestRainOf12Hours, kGreatestRainOf24Hours};
static_assert(std::size(kMakes) == kDurationCount);
constexpr ParamSpec kParams[] = {kAntecedentDuration};

constexpr FieldSpec kRecent{"recent_rain", Unit::metre, "of the last steps, one below the other"};
constexpr FieldSpec sum_field(std::string_view name) {
    return {name, Unit::metre, "of the present window", -kInfinity, kInfinity, CellType::float64};
}
constexpr FieldSpec kSums[] = {sum_field("rain_of_last_1_hour"), sum_field("rain_of_last_3_hours"),
                               sum_field("rain_of_last_6_hours"),
                               sum_field("rain_of_last_12_hours"),
                               sum_field("rain_of_last_24_hours")};
constexpr FieldSpec kMost[] = {{"most_of_1_hour", Unit::metre, "so far"},
                               {"most_of_3_hours", Unit::metre, "so far"},
                               {"most_of_6_hours", Unit::metre, "so far"},
                               {"most_of_12_hours", Unit::metre, "so far"},
                               {"most_of_24_hours", Unit::metre, "so far"}};

/// First step of the window of a duration which ends with the step `last`.
Index first_of_window(const RainSeries& series, Index last, double duration) {
    constexpr double kRounding = 1e-9;
    Index first = last;
    double covered = series.length(last);
    while (first > 0 && covered < duration * (1 - kRounding)) {
        covered += series.length(--first);
    }
    return first;
}

Index first_of_event(const RainSeries& series, double antecedent) {
    Index first = 0;
    while (first < series.steps() && series.begin(first) + series.length(first) <= antecedent) {
        ++first;
    }
    return first;
}

/// Most steps which any window holds.
Index widest_window(const RainSeries& series) {
    Index widest = 1;
    for (Index last = 0; last < series.steps(); ++last) {
        widest =
            std::max(widest, last - first_of_window(series, last, kGuidanceDurations.back()) + 1);
    }
    return widest;
}

void start(const Params& /*params*/, const FieldSet& fields, FieldSet& state) {
    const Extent extent = fields.extent();
    const Index slots = widest_window(fields.series(kRain));
    state.put(kRecent, Raster<float>({slots * extent.rows, extent.cols}, 0.0F));
    for (std::size_t number = 0; number < kDurationCount; ++number) {
        state.put(kSums[number], Raster<double>(extent, 0.0));
        state.put(kMost[number], Raster<float>(extent, 0.0F));
    }
}

/// Takes the step into the window of one duration, and out of it the steps which have left it.
void move_window(
    const FieldSet& fields, const TimeStep& now, Index event, std::size_t number, FieldSet& state) {
    const RainSeries& series = fields.series(kRain);
    const double duration = kGuidanceDurations[number];
    const Index leaving =
        now.number > 0 ? std::max(first_of_window(series, now.number - 1, duration), event) : event;
    const Index first = std::max(first_of_window(series, now.number, duration), event);
    const auto recent = state.read(kRecent);
    const auto sum = state.write<double>(kSums[number]);
    const auto most = state.write(kMost[number]);
    const Index rows = fields.extent().rows;
    const Index slots = recent.rows() / rows;
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        double total = sum(row, col) + double{now.rain(row, col)};
        for (Index step = leaving; step < first; ++step) {
            total -= double{recent(step % slots * rows + row, col)};
        }
        sum(row, col) = total;
        most(row, col) = std::max(most(row, col), static_cast<float>(total));
    });
}

void step(const Params& params, const FieldSet& fields, const TimeStep& now, FieldSet& state) {
    const Index event = first_of_event(fields.series(kRain), params[kAntecedentDuration]);
    if (now.number < event) {
        return;
    }
    for (std::size_t number = 0; number < kDurationCount; ++number) {
        move_window(fields, now, event, number, state);
    }
    const auto recent = state.write(kRecent);
    const Index rows = fields.extent().rows;
    const Index slot = now.number % (recent.rows() / rows);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        recent(slot * rows + row, col) = now.rain(row, col);
    });
}

void finish(const Params& /*params*/, FieldSet& fields, FieldSet& state) {
    for (std::size_t number = 0; number < kDurationCount; ++number) {
        const auto sum = state.read<double>(kSums[number]);
        const auto most = state.read(kMost[number]);
        const auto greatest = fields.write(kMakes[number]);
        for_each_cell(fields.extent(), [&](Index row, Index col) {
            greatest(row, col) = is_missing(sum(row, col)) ? kMissing : most(row, col);
        });
    }
    const double step = fields.series(kRain).step_length();
    if (step > kGuidanceDurations.front()) {
        fields.note(fmt::format(
            "greatest_rain: steps of the rain are up to {} long; the most rain of a shorter time "
            "is taken as that of the whole step, which is more than fell",
            display_text(step, Unit::second)));
    }
}

}  // namespace

constinit const Model greatest_rain{
    .name = "greatest_rain",
    .summary = "most rain of the event in 1, 3, 6, 12 and 24 h",
    .source = "windows of whole steps",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .scratch_bytes_per_cell = 60,
    .nanoseconds_per_cell = 20,
    .scratch_bytes_per_rain_step = 4,
    .halo = no_halo,
    .params_of = "event_totals",
    .start = start,
    .step = step,
    .finish = finish,
};

}  // namespace hazone::models
