// The indices of antecedent_index at every output time, as for a nowcast each day: the same sums,
// from each of the times back. An output time after the end of the series has no value: what rain
// fell until then is not known. A missing step makes the cell missing at the times at which it
// counts. Sources: see antecedent_index.cpp.
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/rain/antecedent_index.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kRain};
constexpr FieldSpec kMakes[] = {kAntecedentRainfallIndexInTime,
                                kAntecedentPrecipitationIndexInTime};
constexpr ParamSpec kParams[] = {kDailyShare, kEarlierRain};

// The sums so far: of both indices, and all output times, one raster below the other.
constexpr FieldSpec kRainfallSum{"rainfall_sum", Unit::metre, "of the index so far"};
constexpr FieldSpec kPrecipitationSum{"precipitation_sum", Unit::metre, "of the index so far"};

View<double> at_time(const View<double>& sums, Extent extent, std::size_t time) {
    return sums.window({static_cast<Index>(time) * extent.rows, 0}, extent);
}

void start(const Params& params, const FieldSet& fields, FieldSet& state) {
    const RainSeries& series = fields.series(kRain);
    const std::vector<double>& times = fields.times();
    const Extent extent = state.extent();
    const Extent all = stacked(extent, static_cast<Index>(times.size()));
    state.put(kRainfallSum, Raster<double>(all));
    state.put(kPrecipitationSum, Raster<double>(all));
    for (std::size_t time = 0; time < times.size(); ++time) {
        const bool known = times[time] <= series.end();
        const AntecedentIndices earlier =
            known ? earlier_part(times[time], series, params[kDailyShare], params[kEarlierRain])
                  : AntecedentIndices{kMissing, kMissing};
        const auto rainfall = at_time(state.write<double>(kRainfallSum), extent, time);
        const auto precipitation = at_time(state.write<double>(kPrecipitationSum), extent, time);
        for_each_cell(extent, [=](Index row, Index col) {
            rainfall(row, col) = earlier.rainfall;
            precipitation(row, col) = earlier.precipitation;
        });
    }
}

void step(const Params& params, const FieldSet& fields, const TimeStep& now, FieldSet& state) {
    const std::vector<double>& times = fields.times();
    const Extent extent = state.extent();
    const auto add = [&](const FieldSpec& field, std::size_t time, double share) {
        if (share <= 0) {
            return;
        }
        const auto sum = at_time(state.write<double>(field), extent, time);
        for_each_cell(extent, [=, rain = now.rain](Index row, Index col) {
            sum(row, col) += share * static_cast<double>(rain(row, col));
        });
    };
    for (std::size_t time = 0; time < times.size(); ++time) {
        const AntecedentIndices shares =
            shares_at(times[time], fields.series(kRain), now.number, params[kDailyShare]);
        add(kRainfallSum, time, shares.rainfall);
        add(kPrecipitationSum, time, shares.precipitation);
    }
}

void finish(const Params& /*params*/, FieldSet& fields, FieldSet& state) {
    const std::vector<double>& times = fields.times();
    const Extent extent = fields.extent();
    const auto write = [&](const FieldSpec& sums, const FieldSpec& field) {
        const Frames<float> frames = fields.write_frames(field);
        for (std::size_t time = 0; time < times.size(); ++time) {
            const auto sum = at_time(state.write<double>(sums), extent, time);
            const auto index = frames.at(static_cast<Index>(time));
            for_each_cell(extent, [=](Index row, Index col) {
                index(row, col) = static_cast<float>(sum(row, col));
            });
        }
    };
    write(kRainfallSum, kAntecedentRainfallIndexInTime);
    write(kPrecipitationSum, kAntecedentPrecipitationIndexInTime);
    const double end = fields.series(kRain).end();
    for (const double time : times) {
        if (time > end) {
            fields.note(fmt::format("antecedent_index_in_time: no value at {}: the rain ends at {}",
                                    display_text(time, Unit::second),
                                    display_text(end, Unit::second)));
        }
    }
}

}  // namespace

constinit const Model antecedent_index_in_time{
    .name = "antecedent_index_in_time",
    .summary =
        "antecedent rainfall index and antecedent precipitation index at the output times; none "
        "after the end of the rain",
    .source =
        "Kirschbaum & Stanley (2018), doi:10.1002/2017EF000715; Kohler & Linsley (1951), US "
        "Weather Bureau Research Paper 34",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .nanoseconds_per_cell = 44,  // and step, with three output times
    .scratch_bytes_per_output_time = 16,
    .halo = no_halo,
    .start = start,
    .step = step,
    .finish = finish,
};

}  // namespace hazone::models
