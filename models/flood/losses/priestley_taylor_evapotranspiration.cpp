// Potential evapotranspiration from temperature and available energy. Equation and sources:
// evapotranspiration.hpp.
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/losses/evapotranspiration.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kAirTemperature, kElevation};
constexpr FieldSpec kMakes[] = {kPotentialEvapotranspiration};
constexpr ParamSpec kEnergy{.name = "available_energy",
                            .lowest = 0,
                            .highest = 500,
                            .meaning = "net radiation less ground heat flux, mean of the day, W/m2",
                            .required = true};
constexpr ParamSpec kAlpha{.name = "alpha",
                           .fallback = 1.26,
                           .lowest = 0.5,
                           .highest = 2,
                           .meaning = "of Priestley & Taylor: 1.26 over wet ground"};
constexpr ParamSpec kParams[] = {kEnergy, kAlpha};

void run(const Params& params, FieldSet& fields) {
    const double energy = params[kEnergy];
    const double alpha = params[kAlpha];
    const auto temperature = fields.read(kAirTemperature);
    const auto elevation = fields.read(kElevation);
    const auto depth = fields.write(kPotentialEvapotranspiration);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        depth(row, col) = static_cast<float>(priestley_taylor(double{temperature(row, col)}, energy,
                                                              double{elevation(row, col)}, alpha));
    });
}

}  // namespace

constinit const Model priestley_taylor_evapotranspiration{
    .name = "priestley_taylor_evapotranspiration",
    .summary = "potential evapotranspiration from temperature and available energy",
    .source =
        "Priestley & Taylor (1972), doi:10.1175/1520-0493(1972)100<0081:OTAOSH>2.3.CO;2; Allen et "
        "al. (1998), FAO 56",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 12,
    .halo = no_halo,
};

}  // namespace hazone::models
