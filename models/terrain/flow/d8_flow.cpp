// D8 flow direction: to the neighbour with the steepest fall (height difference over distance);
// across flats towards lower and away from higher ground.
// O'Callaghan & Mark (1984), Computer Vision, Graphics, and Image Processing 28(3), 323-344,
// https://doi.org/10.1016/S0734-189X(84)80011-0.
// Barnes, Lehman & Mulla (2014), Computers & Geosciences 62, 128-135,
// https://doi.org/10.1016/j.cageo.2013.01.009.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/flow_direction.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFilledElevation};
constexpr FieldSpec kMakes[] = {kFlowDirection};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto filled = fields.read(kFilledElevation);
    hazone::flow_direction(filled, fields.write<std::uint8_t>(kFlowDirection));
}

void run_stored(const Params& /*params*/, StoredFields& fields) {
    hazone::flow_direction(fields.read(kFilledElevation),
                           fields.write<std::uint8_t>(kFlowDirection), fields.window());
}

}  // namespace

constinit const Model d8_flow{
    .name = "d8_flow",
    .summary = "D8 steepest descent with flats resolved",
    .source =
        "O'Callaghan & Mark (1984), doi:10.1016/S0734-189X(84)80011-0; "
        "flats: Barnes, Lehman & Mulla (2014), doi:10.1016/j.cageo.2013.01.009",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 2,  // 20 for each cell of a flat
    .nanoseconds_per_cell = 4,
    .run_stored = run_stored,
    .stored_bytes_per_cell = 30,  // where all of a window is one flat; 17 on ground
};

}  // namespace hazone::models
