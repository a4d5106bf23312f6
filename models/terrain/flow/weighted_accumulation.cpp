// Sum of a weight along D8 flow directions, its own cell included: rain, runoff, sediment, people,
// any quantity per cell,
//   W(c) = w(c) + sum of W(d) over the neighbours d which drain into c.
// O'Callaghan & Mark (1984), Computer Vision, Graphics, and Image Processing 28(3), 323-344,
// https://doi.org/10.1016/S0734-189X(84)80011-0. A missing weight is not zero: everything below it
// is missing.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection, kFlowWeight};
constexpr FieldSpec kMakes[] = {kAccumulatedWeight};

void run(const Params& /*params*/, FieldSet& fields) {
    accumulate(fields.read<std::uint8_t>(kFlowDirection), fields.read(kFlowWeight),
               fields.write<double>(kAccumulatedWeight));
}

void run_stored(const Params& /*params*/, StoredFields& fields) {
    accumulate(fields.read<std::uint8_t>(kFlowDirection), fields.read<float>(kFlowWeight),
               fields.write<double>(kAccumulatedWeight), fields.window());
}

}  // namespace

constinit const Model weighted_accumulation{
    .name = "weighted_accumulation",
    .summary = "sum of a weight along D8 flow directions",
    .source = "O'Callaghan & Mark (1984), doi:10.1016/S0734-189X(84)80011-0",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 1.9,  // on ground; 22 on a tilted plane
    .nanoseconds_per_cell = 6,
    .run_stored = run_stored,
    .stored_bytes_per_cell = 40,
};

}  // namespace hazone::models
