// Rain of gauges spread over the grid by inverse distance:
//   r(p) = sum_i d_i^-u r_i / sum_i d_i^-u over the nearest stations;  r(p) = r_i where d_i = 0.
// Shepard (1968), A two-dimensional interpolation function for irregularly-spaced data, Proc. 23rd
// ACM National Conference, 517-524, https://doi.org/10.1145/800186.810616. His corrections for
// direction and slope are not used; he found 4 to 10 stations best, 7 on average, and u = 2.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/rain/gauge_rain.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kRainGauges};
constexpr FieldSpec kMakes[] = {kRain};

constexpr ParamSpec kPower{.name = "power",
                           .fallback = 2,
                           .lowest = 0.5,
                           .highest = 6,
                           .meaning = "exponent of the distance"};
constexpr ParamSpec kStations{.name = "stations",
                              .fallback = 7,
                              .lowest = 1,
                              .highest = GaugeRain::kMostStations,
                              .meaning = "number of nearest stations which weigh at a cell",
                              .whole = true};
constexpr ParamSpec kParams[] = {kPower, kStations};

void run(const Params& params, FieldSet& fields) {
    const auto gauges = std::get<std::shared_ptr<const GaugeSet>>(fields.at(kRainGauges));
    std::shared_ptr<const RainSeries> series = std::make_shared<GaugeRain>(
        gauges, fields.grid(), static_cast<int>(params[kStations]), params[kPower]);
    fields.put(kRain, std::move(series));
}

}  // namespace

constinit const Model inverse_distance_rain{
    .name = "inverse_distance_rain",
    .summary = "rain of gauges by inverse distance; a step without any measurement is missing",
    .source = "Shepard (1968), doi:10.1145/800186.810616",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 0,
    .halo = no_halo,
};

}  // namespace hazone::models
