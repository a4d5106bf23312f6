// Height above the nearest drainage (HAND): how high a cell lies above the stream it drains into,
//   HAND(c) = filled(c) - filled(first stream cell on the D8 path from c);
// where that path leaves the grid first, above the cell by which it leaves.
// Renno et al. (2008), Remote Sensing of Environment 112(9), 3469-3481,
// https://doi.org/10.1016/j.rse.2008.03.018.
// Nobre et al. (2011), Journal of Hydrology 404, 13-29,
// https://doi.org/10.1016/j.jhydrol.2011.03.051.
#include "engine/terrain/flow/height_above_drainage.hpp"

#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFilledElevation, kFlowDirection, kStreamNetwork};
constexpr FieldSpec kMakes[] = {kHeightAboveDrainage};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto filled = fields.read(kFilledElevation);
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    hazone::height_above_drainage(filled, direction, stream, fields.write(kHeightAboveDrainage));
}

void run_stored(const Params& /*params*/, StoredFields& fields) {
    hazone::height_above_drainage(
        StoredDrainage{fields.read(kFilledElevation), fields.read<std::uint8_t>(kFlowDirection),
                       fields.read<std::uint8_t>(kStreamNetwork)},
        fields.write(kHeightAboveDrainage), fields.window());
}

}  // namespace

constinit const Model height_above_drainage{
    .name = "height_above_drainage",
    .summary = "height above the stream into which a cell drains (HAND)",
    .source =
        "Renno et al. (2008), doi:10.1016/j.rse.2008.03.018; "
        "Nobre et al. (2011), doi:10.1016/j.jhydrol.2011.03.051",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 3,  // 2, and 50 for each cell on a stream
    .nanoseconds_per_cell = 6,
    .run_stored = run_stored,
    .stored_bytes_per_cell = 15,
};

}  // namespace hazone::models
