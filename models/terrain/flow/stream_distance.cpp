// How far water runs before it meets a stream: the length of the D8 flow path to the first stream
// cell; where the path leaves the grid first, to the cell by which it leaves.
//   distance(c) = distance(c, next) + distance(next),  0 on a stream.
// O'Callaghan & Mark (1984), Computer Vision, Graphics, and Image Processing 28(3), 323-344,
// https://doi.org/10.1016/S0734-189X(84)80011-0 (directions).
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/downstream_length.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection, kStreamNetwork};
constexpr FieldSpec kMakes[] = {kDistanceToStream};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    distance_to_stream(direction, stream, fields.grid().cell_size, fields.write(kDistanceToStream));
}

}  // namespace

constinit const Model stream_distance{
    .name = "stream_distance",
    .summary = "length of the flow path to the first stream cell",
    .source = "O'Callaghan & Mark (1984), doi:10.1016/S0734-189X(84)80011-0",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 10,
    .nanoseconds_per_cell = 25,
};

}  // namespace hazone::models
