// The sky above the horizon of each cell, and the openness of the ground.
//   sky_view_factor   Zaksek, Ostir & Kokalj (2011), Sky-View Factor as a Relief Visualization
//                     Technique, Remote Sensing 3(2), 398-415, https://doi.org/10.3390/rs3020398
//   openness          Yokoyama, Shirasawa & Pike (2002), Visualizing topography by openness,
//                     Photogrammetric Engineering and Remote Sensing 68(3), 257-265
#include "engine/terrain/form/sky_view.hpp"

#include "engine/core/standard_fields.hpp"
#include "engine/terrain/form/cell_window.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kSkyViewFactor, kPositiveOpenness, kNegativeOpenness};

constexpr ParamSpec kRadius{.name = "radius",
                            .unit = Unit::metre,
                            .fallback = SkyViewSpec{}.radius,
                            .lowest = 0.1,
                            .highest = 100000,
                            .meaning = "how far from the cell is looked, at least a cell"};
constexpr ParamSpec kDirections{.name = "directions",
                                .unit = Unit::one,
                                .fallback = SkyViewSpec{}.directions,
                                .lowest = 4,
                                .highest = 360,
                                .meaning = "in how many directions is looked; whole",
                                .whole = true};
constexpr ParamSpec kParams[] = {kRadius, kDirections};

void run(const Params& params, FieldSet& fields) {
    hazone::sky_view(fields.read(kElevation),
                     {.cell_size = fields.grid().cell_size,
                      .radius = params[kRadius],
                      .directions = static_cast<int>(params[kDirections])},
                     {.sky_view_factor = fields.write_if_wanted(kSkyViewFactor),
                      .positive_openness = fields.write_if_wanted(kPositiveOpenness),
                      .negative_openness = fields.write_if_wanted(kNegativeOpenness)});
}

Index halo(const Params& params, const Grid& grid) {
    return radius_in_cells(params[kRadius], grid.cell_size);
}

}  // namespace

constinit const Model sky_view{
    .name = "sky_view",
    .summary = "how much of the sky a cell sees, and how open the ground is",
    .source =
        "Zaksek, Ostir & Kokalj (2011), doi:10.3390/rs3020398; Yokoyama, Shirasawa & Pike "
        "(2002), Photogrammetric Engineering and Remote Sensing 68(3), 257-265",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 64,
    .halo = halo,
    .on_demand = true,
};

}  // namespace hazone::models
