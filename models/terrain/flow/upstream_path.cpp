// The longest flow path which ends in a cell, and the fall along it: what the formulas for the time
// of concentration ask for,
//   length(c) = max over the donors d of (length(d) + distance(d, c)),
//   drop(c)   = elevation of the head of that path - elevation of c, on the filled ground.
// Both as in Kirpich (1940), Civil Engineering 10(6), 362: length of travel and difference in
// elevation between the most remote point and the outlet.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/flow_length.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFilledElevation, kFlowDirection};
constexpr FieldSpec kMakes[] = {kUpstreamLength, kUpstreamDrop};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto filled = fields.read(kFilledElevation);
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const UpstreamPath path{fields.write(kUpstreamLength), fields.write(kUpstreamDrop)};
    hazone::upstream_path(filled, direction, fields.grid().cell_size, path);
}

}  // namespace

constinit const Model upstream_path{
    .name = "upstream_path",
    .summary = "longest flow path above a cell and the fall along it",
    .source = "Kirpich (1940), Civil Engineering 10(6), 362",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 9,
    .nanoseconds_per_cell = 34,
};

}  // namespace hazone::models
