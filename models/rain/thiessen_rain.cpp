// Rain of gauges by nearest station: each station stands for the ground nearer to it than to any
// other which measured in that step.
// Thiessen (1911), Precipitation averages for large areas, Monthly Weather Review 39(7), 1082-1089,
// https://doi.org/10.1175/1520-0493(1911)39<1082b:PAFLA>2.0.CO;2.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/rain/gauge_rain.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kRainGauges};
constexpr FieldSpec kMakes[] = {kRain};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto gauges = std::get<std::shared_ptr<const GaugeSet>>(fields.at(kRainGauges));
    constexpr double kAnyPower = 2;  // one station has all the weight
    std::shared_ptr<const RainSeries> series =
        std::make_shared<GaugeRain>(gauges, fields.grid(), 1, kAnyPower);
    fields.put(kRain, std::move(series));
}

}  // namespace

constinit const Model thiessen_rain{
    .name = "thiessen_rain",
    .summary = "rain of the nearest gauge; a step without any measurement is missing",
    .source = "Thiessen (1911), doi:10.1175/1520-0493(1911)39<1082b:PAFLA>2.0.CO;2",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 0,
    .halo = no_halo,
};

}  // namespace hazone::models
