// Zones where no communes are given: the drainage basins.
#include <algorithm>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kDrainageBasin};
constexpr FieldSpec kMakes[] = {kZone};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto basin = fields.read<std::int32_t>(kDrainageBasin);
    const auto zone = fields.write<std::int32_t>(kZone);
    for_each_row(fields.extent().rows,
                 [=](Index row) { std::copy_n(basin.row(row), basin.cols(), zone.row(row)); });
}

}  // namespace

constinit const Model basin_zones{
    .name = "basin_zones",
    .summary = "drainage basins as zones, where no communes are given",
    .source = "copy of drainage_basin",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 6,
    .halo = no_halo,
};

}  // namespace hazone::models
