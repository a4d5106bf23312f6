// Potential evapotranspiration of one day from temperatures alone. Equation and sources:
// evapotranspiration.hpp.
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/losses/evapotranspiration.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kAirTemperature, kTemperatureRange};
constexpr FieldSpec kMakes[] = {kPotentialEvapotranspiration};
constexpr ParamSpec kLatitude{.name = "latitude",
                              .unit = Unit::radian,
                              .lowest = -kRightAngle,
                              .highest = kRightAngle,
                              .meaning = "of the middle of the grid, north positive",
                              .required = true};
constexpr ParamSpec kDay{.name = "day_of_year",
                         .lowest = 1,
                         .highest = 366,
                         .meaning = "1 is the first of January",
                         .required = true};
constexpr ParamSpec kParams[] = {kLatitude, kDay};

void run(const Params& params, FieldSet& fields) {
    const double radiation = extraterrestrial_radiation(params[kLatitude], params[kDay]);
    const auto temperature = fields.read(kAirTemperature);
    const auto range = fields.read(kTemperatureRange);
    const auto depth = fields.write(kPotentialEvapotranspiration);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        depth(row, col) = static_cast<float>(
            hargreaves(double{temperature(row, col)}, double{range(row, col)}, radiation));
    });
}

}  // namespace

constinit const Model hargreaves_evapotranspiration{
    .name = "hargreaves_evapotranspiration",
    .summary = "potential evapotranspiration of a day from its temperatures",
    .source = "Hargreaves & Samani (1985), doi:10.13031/2013.26773; Allen et al. (1998), FAO 56",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = no_halo,
};

}  // namespace hazone::models
