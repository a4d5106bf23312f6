// The longest flow path of each drainage basin, from its head to the outlet, as a line: the way on
// which the time of concentration is counted.
// Its length is upstream_length at the outlet; it is traced upstream, from donor to donor.
#include <algorithm>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/network/basin_outlets.hpp"
#include "engine/terrain/network/stream_links.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kDrainageBasin, kFlowDirection, kFilledElevation, kUpstreamLength};
constexpr FieldSpec kMakes[] = {kLongestFlowPaths};

struct FlowPaths {
    std::vector<BasinOutlet> outlets;
    std::vector<std::vector<Cell>> cells;
};

FlowPaths paths_of(const FieldSet& fields) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto length = fields.read(kUpstreamLength);
    FlowPaths paths{
        single_outlets(basin_outlets(fields.read<std::int32_t>(kDrainageBasin), direction)), {}};
    paths.cells.resize(paths.outlets.size());
    for_each_block(static_cast<Index>(paths.outlets.size()), [&](Index number) {
        const auto place = static_cast<std::size_t>(number);
        paths.cells[place] = longest_flow_path(direction, length, fields.grid().cell_size,
                                               paths.outlets[place].cell);
    });
    return paths;
}

FeatureLayer layer_of(const FlowPaths& paths, const FieldSet& fields) {
    const auto filled = fields.read(kFilledElevation);
    std::vector<std::int32_t> basins;
    std::vector<double> lengths;
    std::vector<double> drops;
    FeatureLayer layer{.name = "longest_flow_paths", .shape = FeatureShape::line};
    for (std::size_t number = 0; number < paths.outlets.size(); ++number) {
        const std::vector<Cell>& cells = paths.cells[number];
        basins.push_back(paths.outlets[number].label);
        lengths.push_back(line_length(cells, fields.grid().cell_size));
        drops.push_back(double{filled(cells.front())} - double{filled(cells.back())});
        if (cells.size() > 1) {
            for (const Cell cell : cells) {
                layer.places.push_back(fields.grid().centre(cell));
            }
        }
        layer.first.push_back(layer.places.size());
    }
    layer.attributes = {
        {"basin", Unit::one, "number of the basin, as in the field drainage_basin",
         std::move(basins)},
        {"length", Unit::metre, "length along the line", std::move(lengths)},
        {"elevation_drop", Unit::metre, "fall from the head to the outlet", std::move(drops)},
    };
    return layer;
}

void run(const Params& /*params*/, FieldSet& fields) {
    fields.put(kLongestFlowPaths,
               std::make_shared<const FeatureLayer>(layer_of(paths_of(fields), fields)));
}

}  // namespace

constinit const Model longest_flow_paths{
    .name = "longest_flow_paths",
    .summary = "the longest flow path to the outlet of each basin, through the basins above it",
    .source = "the path whose length is upstream_length, traced upstream from the outlet",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 3,
};

}  // namespace hazone::models
