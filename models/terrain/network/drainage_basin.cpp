// Drainage basins: the ground which drains into each link of the channel network. Channels are the
// cells with at least a given contributing area, a link is the channel between two junctions. What
// drains off the edge or into the sea beside all channels is one last basin.
// O'Callaghan & Mark (1984), Computer Vision, Graphics, and Image Processing 28(3), 323-344,
// https://doi.org/10.1016/S0734-189X(84)80011-0 (network by threshold, its links and their basins).
#include "engine/terrain/network/drainage_basin.hpp"

#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

// 10 km2 makes basins of the size of a commune's valleys, for which warnings are issued.
constexpr ParamSpec kMinimumArea{
    .name = "minimum_area",
    .unit = Unit::square_metre,
    .fallback = 1e7,
    .lowest = 0,
    .highest = 1e12,
    .meaning = "contributing area from which a channel divides the ground into basins"};
constexpr ParamSpec kParams[] = {kMinimumArea};
constexpr FieldSpec kNeeds[] = {kFlowDirection, kContributingArea};
constexpr FieldSpec kMakes[] = {kDrainageBasin};

void run(const Params& params, FieldSet& fields) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto area = fields.read<double>(kContributingArea);
    const auto basin = fields.write<std::int32_t>(kDrainageBasin);
    hazone::drainage_basins(direction, area, params[kMinimumArea], basin);
}

void run_stored(const Params& params, StoredFields& fields) {
    hazone::drainage_basins(fields.read<std::uint8_t>(kFlowDirection),
                            fields.read<double>(kContributingArea), params[kMinimumArea],
                            fields.write<std::int32_t>(kDrainageBasin), fields.window());
}

}  // namespace

constinit const Model drainage_basin{
    .name = "drainage_basin",
    .summary = "basins of the links of the channel network",
    .source = "O'Callaghan & Mark (1984), doi:10.1016/S0734-189X(84)80011-0",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 2.5,
    .nanoseconds_per_cell = 6,
    .run_stored = run_stored,
    .stored_bytes_per_cell = 17,
};

}  // namespace hazone::models
