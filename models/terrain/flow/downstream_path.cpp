// The way of the water from each cell to where it leaves the grid: its length along D8 directions,
//   length(c) = distance(c, next) + length(next),  0 at an outlet.
// O'Callaghan & Mark (1984), Computer Vision, Graphics, and Image Processing 28(3), 323-344,
// https://doi.org/10.1016/S0734-189X(84)80011-0 (directions).
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/downstream_length.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection};
constexpr FieldSpec kMakes[] = {kDownstreamLength};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    downstream_length(direction, fields.grid().cell_size, fields.write(kDownstreamLength));
}

}  // namespace

constinit const Model downstream_path{
    .name = "downstream_path",
    .summary = "length of the flow path below a cell",
    .source = "O'Callaghan & Mark (1984), doi:10.1016/S0734-189X(84)80011-0",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 10,
    .nanoseconds_per_cell = 25,
};

}  // namespace hazone::models
