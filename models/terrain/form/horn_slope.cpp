// Slope and aspect of the ground from the eight neighbours of a cell:
//   dz/dx = ((NE + 2E + SE) - (NW + 2W + SW)) / 8b,   dz/dy = ((NW + 2N + NE) - (SW + 2S + SE)) /
//   8b, slope = atan |grad z|,   aspect = direction of -grad z.
// Horn (1981), Hill shading and the reflectance map, Proc. IEEE 69(1), 14-47,
// https://doi.org/10.1109/PROC.1981.11918. The outer ring of the grid and the cells beside a
// missing cell have no slope (see engine/terrain/form/horn.hpp).
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/form/surface_form.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kSlope, kAspect};

void run(const Params& /*params*/, FieldSet& fields) {
    hazone::surface_form(
        fields.read(kElevation), {.cell_size = fields.grid().cell_size},
        {.slope = fields.write_if_wanted(kSlope), .aspect = fields.write_if_wanted(kAspect)});
}

}  // namespace

constinit const Model horn_slope{
    .name = "horn_slope",
    .summary =
        "slope and aspect from the eight neighbours; missing beside a missing cell and at "
        "the edge",
    .source = "Horn (1981), doi:10.1109/PROC.1981.11918",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = one_cell_halo,
    .on_demand = true,
};

}  // namespace hazone::models
