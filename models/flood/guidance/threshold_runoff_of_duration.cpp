// Threshold runoff: the depth of runoff of a duration which fills the stream below a basin to its
// banks, at every cell. Source and equation: guidance.hpp. The unit hydrograph is linear: twice the
// runoff brings twice the peak.
#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/guidance/guidance.hpp"

namespace hazone::models {

double threshold_runoff(double discharge, double area, double concentration_time, double duration) {
    if (any_missing(discharge, area, concentration_time)) {
        return kMissing;
    }
    const double time_to_peak = duration / 2 + 0.6 * concentration_time;
    return discharge / area * std::max(time_to_peak / 0.75, duration);
}

namespace {

constexpr FieldSpec kNeeds[] = {kBankfullDischarge, kContributingArea, kConcentrationTime};
constexpr FieldSpec kMakes[] = {kThresholdRunoff};
constexpr ParamSpec kDuration{.name = "duration",
                              .unit = Unit::second,
                              .fallback = 3600,
                              .lowest = 60,
                              .highest = 864000,
                              .meaning = "of the rain; usual are 1, 3, 6, 12 and 24 h"};
constexpr ParamSpec kParams[] = {kDuration};

void run(const Params& params, FieldSet& fields) {
    const double duration = params[kDuration];
    const auto discharge = fields.read(kBankfullDischarge);
    const auto area = fields.read<double>(kContributingArea);
    const auto time = fields.read(kConcentrationTime);
    const auto runoff = fields.write(kThresholdRunoff);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        runoff(row, col) = static_cast<float>(hazone::models::threshold_runoff(
            double{discharge(row, col)}, area(row, col), double{time(row, col)}, duration));
    });
}

}  // namespace

constinit const Model threshold_runoff_of_duration{
    .name = "threshold_runoff_of_duration",
    .summary = "runoff of a duration which fills the stream to its banks",
    .source =
        "Carpenter et al. (1999), doi:10.1016/S0022-1694(99)00115-8, eq. 1; USDA NRCS (2007), "
        "National Engineering Handbook Part 630, Chapter 16",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = no_halo,
};

}  // namespace hazone::models
