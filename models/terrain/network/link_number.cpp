// Numbers of the links of the stream network: the streams between two junctions, or from a head to
// a junction. O'Callaghan & Mark (1984), Computer Vision, Graphics, and Image Processing 28(3),
// 323-344, https://doi.org/10.1016/S0734-189X(84)80011-0.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/link_paths.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection, kStrahlerOrder};
constexpr FieldSpec kMakes[] = {kLinkNumber};

void run(const Params& /*params*/, FieldSet& fields) {
    const LinkPaths paths(fields.read<std::uint8_t>(kFlowDirection),
                          fields.read<std::uint8_t>(kStrahlerOrder));
    hazone::link_numbers(paths, fields.write<std::int32_t>(kLinkNumber));
}

}  // namespace

constinit const Model link_number{
    .name = "link_number",
    .summary = "numbers of the stream links, those of the layer stream_links",
    .source = "O'Callaghan & Mark (1984), doi:10.1016/S0734-189X(84)80011-0",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 2,
    .nanoseconds_per_cell = 5,
};

}  // namespace hazone::models
