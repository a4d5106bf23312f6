// Zones which are whole cells - drainage basins, or a raster of zones - as a cover.
#include <memory>

#include "engine/core/standard_fields.hpp"
#include "engine/core/zone_cover.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kZone};
constexpr FieldSpec kMakes[] = {kZoneCover};

void run(const Params& /*params*/, FieldSet& fields) {
    fields.put(kZoneCover, std::make_shared<const ZoneCover>(cover_of_labels(
                               fields.read<std::int32_t>(kZone), fields.grid().cell_area())));
}

}  // namespace

constinit const Model zone_cells{
    .name = "zone_cells",
    .summary = "whole cells of each zone, where no outlines of communes are given",
    .source = "runs of cells with one label",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 2,
    .nanoseconds_per_cell = 1,
};

}  // namespace hazone::models
