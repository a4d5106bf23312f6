// Contributing area along D8 flow directions: each cell counts itself and all cells which drain
// through it,
//   A(c) = cell area + sum of A(d) over the neighbours d which drain into c.
// O'Callaghan & Mark (1984), Computer Vision, Graphics, and Image Processing 28(3), 323-344,
// https://doi.org/10.1016/S0734-189X(84)80011-0.
#include "engine/terrain/flow/flow_accumulation.hpp"

#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection};
constexpr FieldSpec kMakes[] = {kContributingArea};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto area = fields.write<double>(kContributingArea);
    hazone::flow_accumulation(direction, area, fields.grid().cell_area());
}

void run_stored(const Params& /*params*/, StoredFields& fields) {
    hazone::flow_accumulation(fields.read<std::uint8_t>(kFlowDirection),
                              fields.write<double>(kContributingArea), fields.grid().cell_area(),
                              fields.window());
}

}  // namespace

constinit const Model flow_accumulation{
    .name = "flow_accumulation",
    .summary = "contributing area along D8 flow directions",
    .source = "O'Callaghan & Mark (1984), doi:10.1016/S0734-189X(84)80011-0",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 1.7,  // on ground; 16 on a tilted plane
    .nanoseconds_per_cell = 6,
    .run_stored = run_stored,
    .stored_bytes_per_cell = 27,  // on a tilted plane; 14 on ground
};

}  // namespace hazone::models
