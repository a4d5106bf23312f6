// Streams: the cells with at least a given contributing area.
// O'Callaghan & Mark (1984), Computer Vision, Graphics, and Image Processing 28(3), 323-344,
// https://doi.org/10.1016/S0734-189X(84)80011-0. Montgomery & Foufoula-Georgiou (1993), Water
// Resources Research 29(12), 3925-3934, https://doi.org/10.1029/93WR02463: a constant threshold
// shows where hillslopes end and valleys begin; channel heads would need the slope, too.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/streams.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

// 0.5 km2 is 555 cells of 30 m: small enough for the first valleys of steep country, and far above
// the few cells over which the errors of such a DEM decide where the water goes.
constexpr ParamSpec kThresholdArea{.name = "threshold_area",
                                   .unit = Unit::square_metre,
                                   .fallback = 5e5,
                                   .lowest = 0,
                                   .highest = 1e12,
                                   .meaning = "contributing area from which a cell is a stream"};
constexpr ParamSpec kParams[] = {kThresholdArea};
constexpr FieldSpec kNeeds[] = {kContributingArea};
constexpr FieldSpec kMakes[] = {kStreamNetwork};

void run(const Params& params, FieldSet& fields) {
    const auto area = fields.read<double>(kContributingArea);
    const auto stream = fields.write<std::uint8_t>(kStreamNetwork);
    hazone::stream_network(area, params[kThresholdArea], stream);
}

}  // namespace

constinit const Model stream_network{
    .name = "stream_network",
    .summary = "streams where the contributing area reaches a threshold",
    .source =
        "O'Callaghan & Mark (1984), doi:10.1016/S0734-189X(84)80011-0; "
        "Montgomery & Foufoula-Georgiou (1993), doi:10.1029/93WR02463",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = no_halo,
};

}  // namespace hazone::models
