// Burned elevation: the ground lowered along mapped streams, so that water takes the known way.
// With a buffer the ground beside the stream becomes a straight line to the ground outside the
// buffer,
//   bed = z(stream) - smooth_drop,   z' = bed + (z(outside) - bed) d / (d + d'),
// d, d' distances to the nearest stream cell and to the nearest cell outside; at the stream bed -
// depth. Hellweger (1997), AGREE - DEM surface reconditioning system, University of Texas at
// Austin, https://www.ce.utexas.edu/prof/maidment/gishydro/ferdi/research/agree/agree.html. Heights
// above drainage are then counted from the lowered bed.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/conditioning/burn.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation, kMappedStreams};
constexpr FieldSpec kUses[] = {kLevelledElevation};
constexpr FieldSpec kMakes[] = {kBurnedElevation};

// About the error of the heights of a 30 m DEM from space, and the height of a bridge over a
// stream.
constexpr ParamSpec kDepth{.name = "depth",
                           .unit = Unit::metre,
                           .fallback = 10,
                           .lowest = 0,
                           .highest = 1000,
                           .meaning = "by which the cells of streams are lowered (sharp drop)"};
constexpr ParamSpec kBuffer{
    .name = "buffer",
    .unit = Unit::metre,
    .fallback = 0,
    .lowest = 0,
    .highest = 5000,
    .meaning = "width on each side of a stream in which the ground becomes a straight slope to it"};
constexpr ParamSpec kSmoothDrop{
    .name = "smooth_drop",
    .unit = Unit::metre,
    .fallback = 0,
    .lowest = 0,
    .highest = 1000,
    .meaning = "by which that slope is lowered at the stream; without a buffer it has no effect"};
constexpr ParamSpec kParams[] = {kDepth, kBuffer, kSmoothDrop};

StreamBurn burn_of(const Params& params, const Grid& grid) {
    return {.cell_size = grid.cell_size,
            .depth = params[kDepth],
            .buffer = params[kBuffer],
            .smooth_drop = params[kSmoothDrop]};
}

void run(const Params& params, FieldSet& fields) {
    const bool levelled = fields.has(kLevelledElevation);
    const auto ground = fields.read(levelled ? kLevelledElevation : kElevation);
    const auto streams = fields.read<std::uint8_t>(kMappedStreams);
    hazone::burn_streams(ground, streams, burn_of(params, fields.grid()),
                         fields.write(kBurnedElevation));
}

Index halo(const Params& params, const Grid& grid) { return burn_reach(burn_of(params, grid)); }

}  // namespace

constinit const Model burn_streams{
    .name = "burn_streams",
    .summary = "the ground lowered along mapped streams, and sloped towards them within a buffer",
    .source = "Hellweger (1997), AGREE - DEM surface reconditioning system, University of Texas",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 9,
    .nanoseconds_per_cell = 6,
    .halo = halo,
    .uses = kUses,
};

}  // namespace hazone::models
