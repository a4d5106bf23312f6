// Peak intensity and antecedent rain for an event of which only the total is known:
//   i_peak = peak_ratio * event_rain / duration.
// The ratio is 1 for a storm of constant intensity (a block) and 2 for a triangular one, wherever
// its peak lies: Yen & Chow (1980), Design hyetographs for small drainage structures, Journal of
// the Hydraulics Division ASCE 106(6), 1055-1076. The five-day antecedent rain is one value for the
// whole grid, by default that of average wetness (see event_totals).
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/rain/event_totals.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kEventRain};
constexpr FieldSpec kMakes[] = {kPeakIntensity, kAntecedentRain};

constexpr ParamSpec kDuration{.name = "duration",
                              .unit = Unit::second,
                              .lowest = 60,
                              .highest = 30 * 86400.0,
                              .meaning = "length of the event",
                              .required = true};
constexpr ParamSpec kPeakRatio{
    .name = "peak_ratio",
    .fallback = 1,
    .lowest = 1,
    .highest = 20,
    .meaning = "peak intensity over mean intensity: 1 a block, 2 a triangle"};
constexpr ParamSpec kInitialAntecedentRain{.name = "initial_antecedent_rain",
                                           .unit = Unit::metre,
                                           .fallback = kAverageAntecedentRain,
                                           .lowest = 0,
                                           .highest = 2,
                                           .meaning = "rain of the five days before the event"};
constexpr ParamSpec kParams[] = {kDuration, kPeakRatio, kInitialAntecedentRain};

void run(const Params& params, FieldSet& fields) {
    const auto event = fields.read(kEventRain);
    const auto peak = fields.write(kPeakIntensity);
    const auto antecedent = fields.write(kAntecedentRain);
    const double peak_per_rain = params[kPeakRatio] / params[kDuration];
    const auto before = static_cast<float>(params[kInitialAntecedentRain]);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        peak(row, col) = static_cast<float>(event(row, col) * peak_per_rain);
        antecedent(row, col) = is_missing(event(row, col)) ? kMissing : before;
    });
}

}  // namespace

constinit const Model block_storm{
    .name = "block_storm",
    .summary = "peak intensity and antecedent rain for an event known by its total and duration",
    .source = "Yen & Chow (1980), J. Hydraul. Div. ASCE 106(6), 1055-1076 (peak ratio)",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
