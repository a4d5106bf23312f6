// The greatest antecedent rainfall index of the run: that of the worst of the moments at which a
// step of the rain ends. A warning may be due on any day of a series, not on its last alone. A
// missing step which counts at one of the moments makes the cell missing: it may have been the
// worst. Sources: see antecedent_index.cpp.
#include <algorithm>
#include <array>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/rain/antecedent_index.hpp"
#include "models/rain/past_rain.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kRain};
constexpr FieldSpec kMakes[] = {kGreatestAntecedentRainfallIndex};
constexpr ParamSpec kParams[] = {kEarlierRain};

constexpr FieldSpec kGreatest{"greatest_so_far", Unit::metre, "antecedent rainfall index"};

void start(const Params& /*params*/, const FieldSet& fields, FieldSet& state) {
    const auto greatest = state.write(kGreatest);
    for_each_cell(state.extent(), [=](Index row, Index col) { greatest(row, col) = 0; });
    PastRain::start(state, steps_within(fields.series(kRain), kIndexDays * kDay));
}

/// What the index at the end of a step is made of.
struct IndexOfMoment {
    double earlier = 0;          // m, of the rain before the series
    std::vector<double> shares;  // of the steps that count, the newest first
};

IndexOfMoment index_at_end_of(Index step, const RainSeries& series, double earlier_rain) {
    constexpr double kAnyShare = 0.5;  // of the other index, which is not wanted
    const double moment = series.begin(step) + series.length(step);
    IndexOfMoment index{.earlier = earlier_part(moment, series, kAnyShare, earlier_rain).rainfall};
    for (Index past = step; past >= 0; --past) {
        const double share = shares_at(moment, series, past, kAnyShare).rainfall;
        if (share <= 0) {
            break;
        }
        index.shares.push_back(share);
    }
    return index;
}

constexpr Index kCellsAtOnce = 64;

/// Raises `greatest` of cells side by side to the index; missing stays missing, and what is missing
/// makes missing.
void take_index(const IndexOfMoment& index,
                const std::vector<const float*>& rain,
                Index cells,
                float* greatest) {
    std::array<double, kCellsAtOnce> sum{};
    sum.fill(index.earlier);
    for (std::size_t age = 0; age < index.shares.size(); ++age) {
        for (std::size_t cell = 0; cell < static_cast<std::size_t>(cells); ++cell) {
            sum[cell] += index.shares[age] * static_cast<double>(rain[age][cell]);
        }
    }
    for (Index cell = 0; cell < cells; ++cell) {
        const auto here = static_cast<float>(sum[static_cast<std::size_t>(cell)]);
        greatest[cell] =
            here <= greatest[cell] || is_missing(greatest[cell]) ? greatest[cell] : here;
    }
}

void step(const Params& params, const FieldSet& fields, const TimeStep& now, FieldSet& state) {
    const PastRain past(state, now.number);
    const IndexOfMoment index =
        index_at_end_of(now.number, fields.series(kRain), params[kEarlierRain]);
    const auto greatest = state.write(kGreatest);
    const Extent extent = state.extent();
    for_each_row(extent.rows, [&](Index row) {
        std::copy_n(now.rain.row(row), extent.cols, past.row(0, row));
        for (Index col = 0; col < extent.cols; col += kCellsAtOnce) {
            take_index(index, past.from(row, col), std::min(kCellsAtOnce, extent.cols - col),
                       greatest.row(row) + col);
        }
    });
}

void finish(const Params& /*params*/, FieldSet& fields, FieldSet& state) {
    const auto greatest = state.read(kGreatest);
    const auto index = fields.write(kGreatestAntecedentRainfallIndex);
    for_each_cell(fields.extent(),
                  [=](Index row, Index col) { index(row, col) = greatest(row, col); });
}

}  // namespace

constinit const Model greatest_antecedent_index{
    .name = "greatest_antecedent_index",
    .summary = "antecedent rainfall index at the worst moment of the run",
    .source = "Kirschbaum & Stanley (2018), doi:10.1002/2017EF000715",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .scratch_bytes_per_cell = 8,
    .nanoseconds_per_cell = 65,  // and step, of an hour
    .scratch_bytes_per_rain_step = 4,
    .halo = no_halo,
    .start = start,
    .step = step,
    .finish = finish,
};

}  // namespace hazone::models
