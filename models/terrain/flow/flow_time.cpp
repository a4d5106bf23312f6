// Time which water takes from each cell to where it leaves the grid, along D8 directions,
//   time(c) = distance(c, next) / velocity(c) + time(next),  0 at an outlet.
// Cells of equal time are the isochrones of a unit hydrograph. Maidment (1993), Developing a
// spatially distributed unit hydrograph by using GIS, HydroGIS 93, IAHS Publ. 211, 181-192.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/downstream_length.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection, kFlowVelocity};
constexpr FieldSpec kMakes[] = {kTravelTime};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto velocity = fields.read(kFlowVelocity);
    travel_time(direction, velocity, fields.grid().cell_size, fields.write(kTravelTime));
}

}  // namespace

constinit const Model flow_time{
    .name = "flow_time",
    .summary = "time along the flow path from a cell to the outlet",
    .source = "Maidment (1993), HydroGIS 93, IAHS Publ. 211, 181-192",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 10,
    .nanoseconds_per_cell = 27,
};

}  // namespace hazone::models
