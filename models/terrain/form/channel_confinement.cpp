// Channel confinement: the elevation angle of the lower of two walls which face each other, over
// the angle of a gorge. Elevation angles along eight azimuths as in Yokoyama, Shirasawa & Pike
// (2002), Visualizing topography by openness, Photogrammetric Engineering and Remote Sensing 68(3),
// 257-265. That the walls are taken in pairs, and the scale, are hazone's own choice: see
// engine/terrain/form/confinement.hpp.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/form/confinement.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kChannelConfinement};

constexpr ParamSpec kRadius{.name = "radius",
                            .unit = Unit::metre,
                            .fallback = 500,
                            .lowest = 1,
                            .highest = 10000,
                            .meaning = "how far from the cell its walls are looked for"};
constexpr ParamSpec kFullAngle{.name = "full_angle",
                               .unit = Unit::radian,
                               .fallback = 0.5235987755982988,  // 30 deg
                               .lowest = 0.01,
                               .highest = kRightAngle,
                               .meaning = "walls as steep as this on both sides count as a gorge"};
constexpr ParamSpec kParams[] = {kRadius, kFullAngle};

void run(const Params& params, FieldSet& fields) {
    hazone::channel_confinement(fields.read(kElevation), fields.grid().cell_size,
                                {.radius = params[kRadius], .full_angle = params[kFullAngle]},
                                fields.write(kChannelConfinement));
}

/// The furthest cell which is looked at.
Index halo(const Params& params, const Grid& grid) {
    return sight_distances(params[kRadius], grid.cell_size).back();
}

}  // namespace

constinit const Model channel_confinement{
    .name = "channel_confinement",
    .summary = "how steeply the ground rises on both sides of a cell",
    .source =
        "elevation angles: Yokoyama, Shirasawa & Pike (2002), Photogrammetric Engineering "
        "and Remote Sensing 68(3), 257-265",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 15,
    .halo = halo,
};

}  // namespace hazone::models
