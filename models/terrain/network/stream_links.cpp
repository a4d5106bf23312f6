// The links of the stream network as lines with what is measured along them: length, fall and
// slope, order, magnitude, contributing area, and the link below. O'Callaghan & Mark (1984),
// https://doi.org/10.1016/S0734-189X(84)80011-0 (links of a network on a grid); Strahler (1957),
// https://doi.org/10.1029/TR038i006p00913 (order); Shreve (1966), https://doi.org/10.1086/627137
// (magnitude).
#include "engine/terrain/network/stream_links.hpp"

#include <numeric>

#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection, kFilledElevation, kContributingArea, kStrahlerOrder,
                                kShreveMagnitude};
constexpr FieldSpec kMakes[] = {kStreamLinks};

template <class T>
std::vector<T> column(const std::vector<StreamLink>& links, T StreamLink::*member) {
    std::vector<T> values(links.size());
    std::transform(links.begin(), links.end(), values.begin(),
                   [member](const StreamLink& link) { return link.*member; });
    return values;
}

std::vector<Attribute> attributes_of(const std::vector<StreamLink>& links) {
    std::vector<std::int32_t> numbers(links.size());
    std::iota(numbers.begin(), numbers.end(), 1);
    return {
        {"link", Unit::one, "number of the link, as in the field link_number", numbers},
        {"downstream", Unit::one, "number of the link into which it flows; none where it ends",
         column(links, &StreamLink::downstream)},
        {"strahler", Unit::one, "Strahler order", column(links, &StreamLink::order)},
        {"shreve", Unit::one, "Shreve magnitude: stream heads above its end",
         column(links, &StreamLink::shreve)},
        {"length", Unit::metre, "length along the line", column(links, &StreamLink::length)},
        {"elevation_drop", Unit::metre, "fall from the first to the last point of the line",
         column(links, &StreamLink::drop)},
        {"slope", Unit::one, "mean slope: fall over length", column(links, &StreamLink::slope)},
        {"area", Unit::square_metre, "contributing area at the end of the link",
         column(links, &StreamLink::area)},
    };
}

FeatureLayer layer_of(const LinkPaths& paths, const LinkGround& ground, const Grid& grid) {
    FeatureLayer layer{.name = "streams",
                       .shape = FeatureShape::line,
                       .attributes = attributes_of(measure_links(paths, ground))};
    for (std::int32_t link = 1; link <= paths.count(); ++link) {
        const std::vector<Cell> line = link_line(paths, link);
        if (line.size() > 1) {
            for (const Cell cell : line) {
                layer.places.push_back(grid.centre(cell));
            }
        }
        layer.first.push_back(layer.places.size());
    }
    return layer;
}

void run(const Params& /*params*/, FieldSet& fields) {
    const auto order = fields.read<std::uint8_t>(kStrahlerOrder);
    const LinkPaths paths(fields.read<std::uint8_t>(kFlowDirection), order);
    const LinkGround ground{.filled = fields.read(kFilledElevation),
                            .area = fields.read<double>(kContributingArea),
                            .order = order,
                            .shreve = fields.read<std::int32_t>(kShreveMagnitude),
                            .cell_size = fields.grid().cell_size};
    fields.put(kStreamLinks,
               std::make_shared<const FeatureLayer>(layer_of(paths, ground, fields.grid())));
}

}  // namespace

constinit const Model stream_links{
    .name = "stream_links",
    .summary =
        "the links of the stream network as lines with length, fall, slope, order, magnitude, area "
        "and the link below",
    .source =
        "O'Callaghan & Mark (1984), doi:10.1016/S0734-189X(84)80011-0; Strahler (1957), "
        "doi:10.1029/TR038i006p00913; Shreve (1966), doi:10.1086/627137",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 2,
    .nanoseconds_per_cell = 5,
};

}  // namespace hazone::models
