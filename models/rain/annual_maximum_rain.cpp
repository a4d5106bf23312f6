// Greatest rain of one day in each year by its mean and variation, the same over the whole grid:
// for a province of which one gauge is known. Where maps are given they are read in its place.
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kMakes[] = {kMeanAnnualMaximumRain, kAnnualMaximumRainVariation};

constexpr ParamSpec kMean{.name = "mean",
                          .unit = Unit::metre,
                          .lowest = 0,
                          .highest = 2,
                          .meaning = "mean of the greatest rain of one day in each year",
                          .required = true};
constexpr ParamSpec kVariation{.name = "variation",
                               .lowest = 0,
                               .highest = 3,
                               .meaning = "standard deviation of these over their mean",
                               .required = true};
constexpr ParamSpec kParams[] = {kMean, kVariation};

void run(const Params& params, FieldSet& fields) {
    const auto mean = fields.write(kMeanAnnualMaximumRain);
    const auto variation = fields.write(kAnnualMaximumRainVariation);
    const auto own_mean = static_cast<float>(params[kMean]);
    const auto own_variation = static_cast<float>(params[kVariation]);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        mean(row, col) = own_mean;
        variation(row, col) = own_variation;
    });
}

}  // namespace

constinit const Model annual_maximum_rain{
    .name = "annual_maximum_rain",
    .summary = "mean and variation of the annual maxima of daily rain, the same everywhere",
    .source = "values of the scenario",
    .needs = {},
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
