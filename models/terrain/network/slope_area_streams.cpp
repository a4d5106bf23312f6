// Streams by slope and area: a channel begins where area x slope ^ exponent reaches a threshold,
// and goes on below. On steep ground less water cuts a channel. Montgomery & Dietrich (1992),
// Science 255, 826-830, https://doi.org/10.1126/science.255.5046.826; Montgomery &
// Foufoula-Georgiou (1993), Water Resources Research 29(12), 3925-3934,
// https://doi.org/10.1029/93WR02463.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/streams.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

// No value holds everywhere: it differs with climate, rock and the cell size of the DEM, and is set
// by comparison with mapped channel heads. 4000 m2 begins channels of 1.6 ha at a slope of 0.5 and
// of 40 ha at 0.1.
constexpr ParamSpec kThreshold{.name = "threshold",
                               .unit = Unit::square_metre,
                               .fallback = 4000,
                               .lowest = 0,
                               .highest = 1e12,
                               .meaning = "area x slope ^ exponent from which a channel begins"};
constexpr ParamSpec kExponent{.name = "exponent",
                              .unit = Unit::one,
                              .fallback = 2,
                              .lowest = 0,
                              .highest = 5,
                              .meaning = "power of the slope (its tangent)"};
constexpr ParamSpec kParams[] = {kThreshold, kExponent};
constexpr FieldSpec kNeeds[] = {kFilledElevation, kFlowDirection, kContributingArea};
constexpr FieldSpec kMakes[] = {kStreamNetwork};

void run(const Params& params, FieldSet& fields) {
    const SlopeAreaThreshold threshold{params[kThreshold], params[kExponent]};
    hazone::slope_area_streams({.filled = fields.read(kFilledElevation),
                                .direction = fields.read<std::uint8_t>(kFlowDirection),
                                .area = fields.read<double>(kContributingArea),
                                .cell_size = fields.grid().cell_size},
                               threshold, fields.write<std::uint8_t>(kStreamNetwork));
}

}  // namespace

constinit const Model slope_area_streams{
    .name = "slope_area_streams",
    .summary = "streams from where area and slope together begin a channel",
    .source =
        "Montgomery & Dietrich (1992), doi:10.1126/science.255.5046.826; "
        "Montgomery & Foufoula-Georgiou (1993), doi:10.1029/93WR02463",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 5,
};

}  // namespace hazone::models
